import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
-- What was published of each asset after a day's close: a projection of the journal.
CREATE TABLE holding_statements (
  venue_no int NOT NULL,
  day      date NOT NULL,
  asset_no int NOT NULL,
  -- Everybody had this after record at_seq; record seq says so.
  at_seq   bigint NOT NULL,
  seq      bigint NOT NULL CHECK (seq > at_seq),
  at       bigint NOT NULL,
  issued   bigint NOT NULL,
  retired  bigint NOT NULL,
  total    bigint NOT NULL CHECK (total >= 0),
  leaves   bigint NOT NULL,
  root     text NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (venue_no, day, asset_no),
  CONSTRAINT total_is_issued_less_retired CHECK (total = issued - retired)
);
-- The titles that a root was made of, so that holders can be given their proofs: account and amount, 8 bytes each. Not a
-- projection: the journal knows no salts. What is here and was not published belongs to an attempt that came too late.
CREATE TABLE holding_titles (
  venue_no int NOT NULL,
  day      date NOT NULL,
  at_seq   bigint NOT NULL,
  asset_no int NOT NULL,
  titles   bytea NOT NULL CHECK (octet_length(titles) % 16 = 0),
  PRIMARY KEY (venue_no, day, at_seq, asset_no)
);
GRANT SELECT, INSERT ON holding_statements, holding_titles TO airshed_app;
`;

export class Holdings1700000000280 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
