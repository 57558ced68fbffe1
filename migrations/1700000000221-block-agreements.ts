import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
CREATE TABLE block_intents (
  venue_no      int NOT NULL,
  intent_no     bigint NOT NULL,
  account_no    bigint NOT NULL,
  instrument_no int NOT NULL,
  side          text NOT NULL CHECK (side IN ('buy', 'sell')),
  price         bigint NOT NULL CHECK (price > 0),
  quantity      bigint NOT NULL CHECK (quantity > 0),
  counterparty  bigint,
  pack_no       int NOT NULL,
  trading_day   date NOT NULL,
  posted_at     bigint NOT NULL,
  state         text NOT NULL CHECK (state IN ('INTENT', 'FILLED', 'WITHDRAWN', 'EXPIRED')),
  changed_at    bigint NOT NULL,
  PRIMARY KEY (venue_no, intent_no)
);
CREATE TABLE block_negotiations (
  venue_no        int NOT NULL,
  negotiation_no  bigint NOT NULL,
  intent_no       bigint NOT NULL,
  account_no      bigint NOT NULL,
  opened_at       bigint NOT NULL,
  version         int NOT NULL CHECK (version > 0),
  price           bigint NOT NULL CHECK (price > 0),
  quantity        bigint NOT NULL CHECK (quantity > 0),
  offered_by      text NOT NULL CHECK (offered_by IN ('poster', 'responder')),
  poster_order    bigint,
  responder_order bigint,
  trade_no        bigint,
  state           text NOT NULL CHECK (state IN ('NEGOTIATING', 'FILLED', 'WITHDRAWN', 'EXPIRED')),
  changed_at      bigint NOT NULL,
  PRIMARY KEY (venue_no, negotiation_no),
  CONSTRAINT a_filled_negotiation_was_confirmed_twice
    CHECK ((state = 'FILLED') = (trade_no IS NOT NULL) AND (trade_no IS NULL OR (poster_order IS NOT NULL AND responder_order IS NOT NULL)))
);
CREATE INDEX block_negotiations_by_intent ON block_negotiations (venue_no, intent_no);
CREATE TABLE block_terms (
  venue_no       int NOT NULL,
  negotiation_no bigint NOT NULL,
  version        int NOT NULL CHECK (version > 0),
  price          bigint NOT NULL CHECK (price > 0),
  quantity       bigint NOT NULL CHECK (quantity > 0),
  offered_by     text NOT NULL CHECK (offered_by IN ('poster', 'responder')),
  seq            bigint NOT NULL,
  at             bigint NOT NULL,
  PRIMARY KEY (venue_no, negotiation_no, version)
);
GRANT SELECT, INSERT, UPDATE ON block_intents, block_negotiations TO airshed_app;
GRANT SELECT, INSERT ON block_terms TO airshed_app;
`;

export class BlockAgreements1700000000221 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
