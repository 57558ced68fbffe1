import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates a new one).
CREATE TABLE call_auctions (
  venue_no      int NOT NULL,
  call_no       bigint NOT NULL,
  instrument_no int NOT NULL,
  gathers_from  bigint NOT NULL,
  gathers_to    bigint NOT NULL,
  ended_at      bigint,
  price         bigint NOT NULL CHECK (price >= 0),
  volume        bigint NOT NULL CHECK (volume >= 0),
  imbalance     bigint NOT NULL,
  phase         text NOT NULL CHECK (phase IN ('opening', 'closing', 'interruption')),
  state         text NOT NULL CHECK (state IN ('GATHERING', 'UNCROSSED', 'ABANDONED')),
  PRIMARY KEY (venue_no, instrument_no, call_no),
  CONSTRAINT a_call_ends_once_and_after_its_time CHECK ((state = 'GATHERING') = (ended_at IS NULL)),
  CONSTRAINT what_trades_has_a_price CHECK ((volume > 0) = (price > 0))
);
CREATE UNIQUE INDEX one_call_at_a_time ON call_auctions (venue_no, instrument_no) WHERE state = 'GATHERING';
GRANT SELECT, INSERT, UPDATE ON call_auctions TO airshed_app;
`;

export class CallAuctions1700000000240 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
