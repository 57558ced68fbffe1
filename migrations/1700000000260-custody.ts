import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
CREATE TABLE delayed_transfers (
  venue_no      int NOT NULL,
  transfer_no   bigint NOT NULL,
  org           text NOT NULL,
  from_account  bigint NOT NULL,
  to_account    bigint NOT NULL CHECK (to_account <> from_account),
  instrument_no int NOT NULL,
  quantity      bigint NOT NULL CHECK (quantity > 0),
  trusted       boolean NOT NULL,
  approved_at   bigint NOT NULL,
  due_at        bigint NOT NULL,
  cancel_until  bigint NOT NULL CHECK (cancel_until <= due_at),
  pack_no       int NOT NULL,
  state         text NOT NULL CHECK (state IN ('WAITING', 'EXECUTED', 'CANCELLED', 'STOPPED')),
  ended_at      bigint NOT NULL,
  ended_by      text NOT NULL,
  note          text NOT NULL,
  PRIMARY KEY (venue_no, transfer_no),
  CONSTRAINT nothing_leaves_before_its_time CHECK (state <> 'EXECUTED' OR ended_at >= due_at),
  CONSTRAINT called_off_in_time CHECK (state <> 'CANCELLED' OR ended_at < cancel_until)
);
CREATE INDEX delayed_transfers_of_org ON delayed_transfers (venue_no, org, transfer_no);
CREATE TABLE trusted_accounts (
  venue_no     int NOT NULL,
  trust_no     bigint NOT NULL,
  account_no   bigint NOT NULL,
  trusted      bigint NOT NULL CHECK (trusted <> account_no),
  added_at     bigint NOT NULL,
  effective_at bigint NOT NULL CHECK (effective_at >= added_at),
  removed_at   bigint NOT NULL,
  removed_by   text NOT NULL,
  PRIMARY KEY (venue_no, trust_no)
);
CREATE INDEX trusted_accounts_of_account ON trusted_accounts (venue_no, account_no, trust_no);
CREATE TABLE freeze_orders (
  venue_no      int NOT NULL,
  freeze_no     bigint NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('ACCOUNT', 'UNITS', 'SERIALS')),
  account_no    bigint NOT NULL,
  instrument_no int NOT NULL,
  first_serial  bigint NOT NULL,
  last_serial   bigint NOT NULL CHECK (last_serial >= first_serial),
  kept          jsonb NOT NULL,
  reason        text NOT NULL,
  authority     text NOT NULL,
  document_no   text NOT NULL,
  stolen        boolean NOT NULL,
  frozen_at     bigint NOT NULL,
  until         bigint NOT NULL,
  remaining     bigint NOT NULL CHECK (remaining >= 0),
  state         text NOT NULL CHECK (state IN ('ACTIVE', 'RELEASED', 'EXPIRED')),
  ended_at      bigint NOT NULL,
  PRIMARY KEY (venue_no, freeze_no)
);
CREATE INDEX freeze_orders_of_serials ON freeze_orders (venue_no, instrument_no, first_serial)
  WHERE kind = 'SERIALS' AND state = 'ACTIVE';
CREATE TABLE surrenders (
  venue_no      int NOT NULL,
  surrender_no  bigint NOT NULL,
  account_no    bigint NOT NULL,
  instrument_no int NOT NULL,
  year          int NOT NULL,
  quantity      bigint NOT NULL CHECK (quantity > 0),
  at            bigint NOT NULL,
  PRIMARY KEY (venue_no, surrender_no)
);
CREATE TABLE notices (
  venue_no   int NOT NULL,
  notice_no  bigint NOT NULL,
  kind       text NOT NULL,
  account_no bigint NOT NULL,
  org        text NOT NULL,
  subject_no bigint NOT NULL,
  caused_by  text NOT NULL,
  seq        bigint NOT NULL,
  at         bigint NOT NULL,
  facts      jsonb NOT NULL,
  PRIMARY KEY (venue_no, notice_no)
);
CREATE INDEX notices_of_org ON notices (venue_no, org, notice_no);
CREATE TABLE holding_certificates (
  venue_no       int NOT NULL,
  certificate_no bigint NOT NULL,
  account_no     bigint NOT NULL,
  instrument_no  int NOT NULL,
  quantity       bigint NOT NULL CHECK (quantity >= 0),
  frozen         bigint NOT NULL CHECK (frozen >= 0),
  seq            bigint NOT NULL,
  at             bigint NOT NULL,
  issued_to      text NOT NULL,
  PRIMARY KEY (venue_no, certificate_no)
);
-- How notices went out, and who has read them: kept by the service beside the journal, never changed.
CREATE TABLE notice_deliveries (
  venue_no  int NOT NULL,
  notice_no bigint NOT NULL,
  attempt   int NOT NULL CHECK (attempt >= 1),
  at        bigint NOT NULL,
  ok        boolean NOT NULL,
  error     text NOT NULL,
  PRIMARY KEY (venue_no, notice_no, attempt)
);
CREATE TABLE notice_acknowledgements (
  venue_no  int NOT NULL,
  notice_no bigint NOT NULL,
  person_id text NOT NULL,
  at        bigint NOT NULL,
  PRIMARY KEY (venue_no, notice_no, person_id)
);
GRANT SELECT, INSERT, UPDATE ON delayed_transfers, trusted_accounts, freeze_orders TO airshed_app;
GRANT SELECT, INSERT ON surrenders, notices, holding_certificates, notice_deliveries, notice_acknowledgements TO airshed_app;
`;

export class Custody1700000000260 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
