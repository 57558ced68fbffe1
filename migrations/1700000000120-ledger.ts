import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
CREATE TABLE balances (
  venue_no   int NOT NULL,
  account_no bigint NOT NULL,
  asset_no   int NOT NULL,
  posted     bigint NOT NULL,
  held       bigint NOT NULL CHECK (held >= 0),
  outgoing   bigint NOT NULL CHECK (outgoing >= 0),
  incoming   bigint NOT NULL CHECK (incoming >= 0),
  locked     bigint NOT NULL CHECK (locked >= 0),
  frozen     bigint NOT NULL CHECK (frozen >= 0),
  PRIMARY KEY (venue_no, account_no, asset_no),
  -- Accounts 1 and 2 are sources (bank, issuance): their debt is what the world was given.
  CONSTRAINT no_overdraft CHECK (account_no IN (1, 2)
    OR (posted >= 0 AND posted + incoming - locked - held - outgoing - frozen >= 0))
);
CREATE TABLE ledger_entries (
  venue_no   int NOT NULL,
  cause      text NOT NULL,
  cause_no   bigint NOT NULL,
  line       smallint NOT NULL,
  account_no bigint NOT NULL,
  asset_no   int NOT NULL,
  amount     bigint NOT NULL,
  PRIMARY KEY (venue_no, cause, cause_no, line)
);
CREATE INDEX ledger_entries_by_account ON ledger_entries (venue_no, account_no, asset_no);
GRANT SELECT, INSERT, UPDATE ON balances TO airshed_app;
GRANT SELECT, INSERT ON ledger_entries TO airshed_app;
`;

export class Ledger1700000000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
