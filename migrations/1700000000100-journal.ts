import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
CREATE TABLE venues (
  venue_no   int PRIMARY KEY CHECK (venue_no BETWEEN 1 AND 2047),
  slug       text NOT NULL UNIQUE,
  title      text NOT NULL,
  currency   text NOT NULL,
  epoch      bigint NOT NULL DEFAULT 0,
  owner_url  text,
  last_seq   bigint NOT NULL DEFAULT 0,
  head_hash  bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex')
);
CREATE TABLE journal_batches (
  venue_no     int NOT NULL,
  first_seq    bigint NOT NULL,
  last_seq     bigint NOT NULL CHECK (last_seq >= first_seq),
  prev_hash    bytea NOT NULL,
  root         bytea NOT NULL,
  hash         bytea NOT NULL,
  payload      bytea NOT NULL,
  committed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (venue_no, last_seq)
);
CREATE TABLE venue_snapshots (
  venue_no   int NOT NULL,
  seq        bigint NOT NULL,
  head_hash  bytea NOT NULL,
  state_hash text NOT NULL,
  state      bytea NOT NULL,
  PRIMARY KEY (venue_no, seq)
);
-- Office commands (people, organisations, keys): one chain for the whole service, venue 0.
CREATE TABLE office_head (
  only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  last_seq  bigint NOT NULL,
  head_hash bytea NOT NULL
);
INSERT INTO office_head VALUES (true, 0, decode(repeat('00', 32), 'hex'));
CREATE TABLE office_journal (
  seq       bigint PRIMARY KEY,
  prev_hash bytea NOT NULL,
  root      bytea NOT NULL,
  hash      bytea NOT NULL,
  payload   bytea NOT NULL,
  at        timestamptz NOT NULL DEFAULT clock_timestamp()
);
GRANT SELECT, INSERT ON venues, journal_batches, venue_snapshots, office_journal TO airshed_app;
GRANT UPDATE (epoch, owner_url, last_seq, head_hash) ON venues TO airshed_app;
GRANT SELECT, UPDATE (last_seq, head_hash) ON office_head TO airshed_app;
`;

export class Journal1700000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
