import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
CREATE TABLE one_way_biddings (
  venue_no               int NOT NULL,
  bidding_no             bigint NOT NULL,
  account_no             bigint NOT NULL,
  instrument_no          int NOT NULL,
  side                   text NOT NULL CHECK (side IN ('buy', 'sell')),
  quantity               bigint NOT NULL CHECK (quantity > 0),
  floor_price            bigint NOT NULL CHECK (floor_price >= 0),
  ceiling_price          bigint NOT NULL CHECK (ceiling_price >= 0),
  reserve_price          bigint NOT NULL CHECK (reserve_price >= 0),
  deposit_bps            int NOT NULL CHECK (deposit_bps BETWEEN 0 AND 10000),
  rule                   text NOT NULL CHECK (rule IN ('WHOLE', 'PARTS')),
  registration_opens_at  bigint NOT NULL,
  registration_closes_at bigint NOT NULL,
  bidding_opens_at       bigint NOT NULL,
  bidding_closes_at      bigint NOT NULL,
  pack_no                int NOT NULL,
  order_no               bigint NOT NULL,
  noticed_at             bigint NOT NULL,
  held                   bigint NOT NULL CHECK (held >= 0),
  state                  text NOT NULL CHECK (state IN ('OPEN', 'AWARDED', 'FAILED')),
  reason                 text NOT NULL,
  awarded                bigint NOT NULL CHECK (awarded BETWEEN 0 AND quantity),
  changed_at             bigint NOT NULL,
  PRIMARY KEY (venue_no, bidding_no),
  CONSTRAINT a_finished_bidding_holds_nothing CHECK (state = 'OPEN' OR held = 0),
  CONSTRAINT awarded_is_more_than_nothing CHECK ((state = 'AWARDED') = (awarded > 0))
);
CREATE TABLE one_way_bidders (
  venue_no      int NOT NULL,
  bidding_no    bigint NOT NULL,
  account_no    bigint NOT NULL,
  quantity      bigint NOT NULL CHECK (quantity > 0),
  registered_at bigint NOT NULL,
  deposit       bigint NOT NULL CHECK (deposit >= 0),
  cover         bigint NOT NULL CHECK (cover >= 0),
  price         bigint NOT NULL CHECK (price >= 0),
  bid_quantity  bigint NOT NULL CHECK (bid_quantity BETWEEN 0 AND quantity),
  order_no      bigint NOT NULL,
  bid_at        bigint NOT NULL,
  awarded       bigint NOT NULL CHECK (awarded BETWEEN 0 AND bid_quantity),
  state         text NOT NULL CHECK (state IN ('REGISTERED', 'BID', 'AWARDED', 'LOST', 'BARRED')),
  PRIMARY KEY (venue_no, bidding_no, account_no)
);
CREATE TABLE one_way_bids (
  venue_no   int NOT NULL,
  bidding_no bigint NOT NULL,
  account_no bigint NOT NULL,
  price      bigint NOT NULL CHECK (price > 0),
  quantity   bigint NOT NULL CHECK (quantity > 0),
  seq        bigint NOT NULL,
  at         bigint NOT NULL,
  PRIMARY KEY (venue_no, bidding_no, seq)
);
GRANT SELECT, INSERT, UPDATE ON one_way_biddings, one_way_bidders TO airshed_app;
GRANT SELECT, INSERT ON one_way_bids TO airshed_app;
`;

export class OneWayBiddings1700000000222 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
