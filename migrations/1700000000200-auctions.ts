import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
CREATE TABLE auctions (
  venue_no       int NOT NULL,
  auction_no     int NOT NULL,
  instrument_no  int NOT NULL,
  seller_account bigint NOT NULL,
  state          text NOT NULL CHECK (state IN ('DRAFT', 'ANNOUNCED', 'OPENED', 'CLEARED', 'SETTLED', 'FAILED', 'CANCELLED')),
  notice         jsonb NOT NULL,
  openers        jsonb NOT NULL,
  result         jsonb,
  held_units     bigint NOT NULL CHECK (held_units >= 0),
  drafted_by     text NOT NULL,
  reason         text NOT NULL,
  opens_at       bigint NOT NULL,
  closes_at      bigint NOT NULL CHECK (closes_at > opens_at),
  announced_at   bigint NOT NULL,
  changed_at     bigint NOT NULL,
  PRIMARY KEY (venue_no, auction_no),
  CONSTRAINT a_finished_auction_holds_nothing CHECK (held_units = 0 OR state IN ('ANNOUNCED', 'OPENED', 'CLEARED'))
);
CREATE TABLE auction_bidders (
  venue_no    int NOT NULL,
  auction_no  int NOT NULL,
  bidder_no   int NOT NULL,
  account_no  bigint NOT NULL,
  owner_group text NOT NULL,
  group_name  text NOT NULL,
  qualified   boolean NOT NULL,
  guarantee   bigint NOT NULL CHECK (guarantee >= 0),
  held        bigint NOT NULL CHECK (held BETWEEN 0 AND guarantee),
  PRIMARY KEY (venue_no, auction_no, bidder_no),
  UNIQUE (venue_no, auction_no, account_no)
);
CREATE TABLE auction_bids (
  venue_no   int NOT NULL,
  auction_no int NOT NULL,
  bid_no     int NOT NULL,
  account_no bigint NOT NULL,
  state      text NOT NULL CHECK (state IN ('STANDING', 'REPLACED', 'WITHDRAWN', 'COUNTED', 'REJECTED')),
  sealed     text NOT NULL,
  commitment text NOT NULL,
  price      bigint,
  quantity   bigint,
  nonce      text,
  fault      text,
  awarded    bigint NOT NULL CHECK (awarded >= 0),
  placed_at  bigint NOT NULL,
  placed_seq bigint NOT NULL,
  PRIMARY KEY (venue_no, auction_no, bid_no),
  CONSTRAINT sealed_until_opened CHECK (state NOT IN ('STANDING', 'REPLACED', 'WITHDRAWN') OR (quantity IS NULL AND nonce IS NULL)),
  CONSTRAINT no_more_than_bid CHECK (awarded = 0 OR (state = 'COUNTED' AND awarded <= quantity))
);
CREATE INDEX auction_bids_by_account ON auction_bids (venue_no, account_no, auction_no);
CREATE TABLE auction_awards (
  venue_no   int NOT NULL,
  award_no   bigint NOT NULL,
  auction_no int NOT NULL,
  account_no bigint NOT NULL,
  quantity   bigint NOT NULL CHECK (quantity > 0),
  payment    bigint NOT NULL CHECK (payment > 0),
  funding    jsonb NOT NULL,
  state      text NOT NULL CHECK (state IN ('DUE', 'SETTLED', 'DEFAULTED')),
  PRIMARY KEY (venue_no, award_no),
  UNIQUE (venue_no, auction_no, account_no)
);
GRANT SELECT, INSERT, UPDATE ON auctions, auction_bidders, auction_bids, auction_awards TO airshed_app;
`;

export class Auctions1700000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
