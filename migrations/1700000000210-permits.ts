import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
CREATE TABLE permit_districts (
  venue_no    int NOT NULL,
  district_no int NOT NULL,
  name        text NOT NULL,
  city        text NOT NULL,
  basin       text NOT NULL,
  PRIMARY KEY (venue_no, district_no)
);
CREATE TABLE permit_readings (
  venue_no    int NOT NULL,
  reading_no  bigint NOT NULL,
  district_no int NOT NULL,
  indicator   text NOT NULL,
  day         date NOT NULL,
  tenths      bigint NOT NULL CHECK (tenths >= 0),
  target_met  boolean NOT NULL,
  at          bigint NOT NULL,
  PRIMARY KEY (venue_no, reading_no)
);
CREATE INDEX permit_readings_by_district ON permit_readings (venue_no, district_no, indicator, day);
CREATE TABLE permit_plants (
  venue_no      int NOT NULL,
  plant_no      int NOT NULL,
  account_no    bigint NOT NULL,
  district_no   int NOT NULL,
  name          text NOT NULL,
  sector        text NOT NULL,
  source_class  text NOT NULL,
  captive_power boolean NOT NULL,
  heat_part     boolean NOT NULL,
  ultra_low     boolean NOT NULL,
  permit_until  text NOT NULL,
  PRIMARY KEY (venue_no, plant_no),
  UNIQUE (venue_no, account_no)
);
CREATE TABLE permit_standings (
  venue_no      int NOT NULL,
  plant_no      int NOT NULL,
  instrument_no int NOT NULL,
  permitted     bigint NOT NULL CHECK (permitted >= 0),
  need          bigint NOT NULL CHECK (need >= 0),
  discharge     bigint NOT NULL CHECK (discharge >= 0),
  as_of         text NOT NULL,
  changed_at    bigint NOT NULL,
  PRIMARY KEY (venue_no, plant_no, instrument_no)
);
CREATE TABLE permit_caps (
  venue_no      int NOT NULL,
  district_no   int NOT NULL,
  instrument_no int NOT NULL,
  amount        bigint NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (venue_no, district_no, instrument_no)
);
CREATE TABLE permit_cap_entries (
  venue_no      int NOT NULL,
  entry_no      bigint NOT NULL,
  district_no   int NOT NULL,
  instrument_no int NOT NULL,
  amount        bigint NOT NULL,
  cause         text NOT NULL CHECK (cause IN ('set', 'transfer', 'retirement')),
  cause_no      bigint NOT NULL,
  at            bigint NOT NULL,
  PRIMARY KEY (venue_no, entry_no)
);
CREATE TABLE permit_rights (
  venue_no      int NOT NULL,
  right_no      bigint NOT NULL,
  plant_no      int NOT NULL,
  district_no   int NOT NULL,
  instrument_no int NOT NULL,
  origin        text NOT NULL,
  start_day     date NOT NULL,
  end_day       date NOT NULL,
  quantity      bigint NOT NULL,
  paid_fen      bigint NOT NULL CHECK (paid_fen >= 0),
  listed        bigint NOT NULL CHECK (listed >= 0),
  leased        bigint NOT NULL CHECK (leased >= 0),
  pledged       bigint NOT NULL CHECK (pledged >= 0),
  PRIMARY KEY (venue_no, right_no),
  CONSTRAINT no_right_is_promised_twice CHECK (listed + leased + pledged <= quantity)
);
CREATE INDEX permit_rights_by_plant ON permit_rights (venue_no, plant_no, instrument_no);
CREATE TABLE permit_encumbrances (
  venue_no       int NOT NULL,
  encumbrance_no bigint NOT NULL,
  kind           text NOT NULL CHECK (kind IN ('lease', 'pledge')),
  right_no       bigint NOT NULL,
  quantity       bigint NOT NULL CHECK (quantity > 0),
  lessee_no      int NOT NULL,
  creditor       text NOT NULL,
  rank           int NOT NULL,
  last_day       date NOT NULL,
  state          text NOT NULL CHECK (state IN ('ACTIVE', 'EXPIRED', 'RELEASED')),
  PRIMARY KEY (venue_no, encumbrance_no)
);
CREATE INDEX permit_encumbrances_by_right ON permit_encumbrances (venue_no, right_no);
CREATE TABLE permit_transfers (
  venue_no        int NOT NULL,
  transfer_no     bigint NOT NULL,
  right_no        bigint NOT NULL,
  instrument_no   int NOT NULL,
  seller_no       int NOT NULL,
  quantity        bigint NOT NULL CHECK (quantity > 0),
  named_buyer     int NOT NULL,
  across_regions  boolean NOT NULL,
  ground          text NOT NULL,
  state           text NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'QUANTITY_REVIEW', 'ELIGIBLE', 'INELIGIBLE',
                    'LISTED', 'NO_BID', 'RELISTED', 'WITHDRAWN', 'TRADED', 'CONTRACTED', 'DEFAULTED', 'VOIDED', 'PAID',
                    'CERTIFIED', 'PERMIT_CHANGING', 'COMPLETED')),
  note            text NOT NULL,
  pack_no         int NOT NULL,
  drafted_by      text NOT NULL,
  submitted_by    text NOT NULL,
  reviewed_by     text NOT NULL,
  decided_by      text NOT NULL,
  overrides       jsonb NOT NULL,
  upper_approval  text NOT NULL,
  round           int NOT NULL,
  method          text NOT NULL,
  price_fen       bigint NOT NULL,
  start_fen       bigint NOT NULL,
  deposit_fen     bigint NOT NULL,
  opens_at        bigint NOT NULL,
  closes_at       bigint NOT NULL,
  buyer_no        int NOT NULL,
  award_price_fen bigint NOT NULL,
  value_fen       bigint NOT NULL,
  buyer_fee_fen   bigint NOT NULL,
  seller_fee_fen  bigint NOT NULL,
  ratio_bps       int NOT NULL,
  seller_signed   text NOT NULL,
  buyer_signed    text NOT NULL,
  due_day         text NOT NULL,
  certificate     text NOT NULL,
  permit_order    text NOT NULL CHECK (permit_order IN ('', 'CHANGE', 'REAPPLY')),
  changing_by     text NOT NULL,
  changed_at      bigint NOT NULL,
  PRIMARY KEY (venue_no, transfer_no),
  CONSTRAINT transfer_four_eyes CHECK ((submitted_by = '' OR submitted_by <> drafted_by)
    AND (decided_by = '' OR decided_by NOT IN (reviewed_by, submitted_by, drafted_by)))
);
CREATE INDEX permit_transfers_by_seller ON permit_transfers (venue_no, seller_no, transfer_no);
CREATE INDEX permit_transfers_by_buyer ON permit_transfers (venue_no, buyer_no, transfer_no);
CREATE TABLE permit_bidders (
  venue_no    int NOT NULL,
  transfer_no bigint NOT NULL,
  round       int NOT NULL,
  plant_no    int NOT NULL,
  ratio_bps   int NOT NULL CHECK (ratio_bps >= 10000),
  deposit_fen bigint NOT NULL CHECK (deposit_fen >= 0),
  deposit     text NOT NULL CHECK (deposit IN ('HELD', 'RETURNED', 'FORFEITED', 'APPLIED')),
  price_fen   bigint NOT NULL CHECK (price_fen >= 0),
  quoted_at   bigint NOT NULL,
  PRIMARY KEY (venue_no, transfer_no, round, plant_no)
);
CREATE INDEX permit_bidders_by_plant ON permit_bidders (venue_no, plant_no, transfer_no);
CREATE TABLE permit_vouchers (
  venue_no   int NOT NULL,
  voucher_no bigint NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('deposit', 'payment', 'certificate', 'reserve')),
  subject_no bigint NOT NULL,
  PRIMARY KEY (venue_no, voucher_no)
);
GRANT SELECT, INSERT ON permit_readings, permit_cap_entries, permit_vouchers TO airshed_app;
GRANT SELECT, INSERT, UPDATE ON permit_districts, permit_plants, permit_standings, permit_caps, permit_rights,
  permit_encumbrances, permit_transfers, permit_bidders TO airshed_app;
`;

export class Permits1700000000210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
