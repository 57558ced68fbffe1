import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
-- One log a journal: a venue's, or 0 for the office journal. It is built from what is committed and can be built again.
CREATE TABLE merkle_logs (
  log_no       int PRIMARY KEY CHECK (log_no BETWEEN 0 AND 2047),
  name         text NOT NULL UNIQUE,
  origin       text NOT NULL UNIQUE,
  blinding_key bytea NOT NULL CHECK (octet_length(blinding_key) = 32),
  size         bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
  -- The hash of the journal's batch that the log ends with.
  journal_hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
  opened_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- Level -1: entries. A tile grows to 256 hashes; what it has is never changed.
CREATE TABLE log_tiles (
  log_no  int NOT NULL REFERENCES merkle_logs,
  level   smallint NOT NULL CHECK (level BETWEEN -1 AND 7),
  tile_no bigint NOT NULL CHECK (tile_no >= 0),
  hashes  bytea NOT NULL CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
  PRIMARY KEY (log_no, level, tile_no)
);
ALTER TABLE log_tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;
CREATE TABLE log_checkpoints (
  log_no        int NOT NULL REFERENCES merkle_logs,
  checkpoint_no bigint NOT NULL CHECK (checkpoint_no > 0),
  size          bigint NOT NULL CHECK (size > 0),
  root          bytea NOT NULL CHECK (octet_length(root) = 32),
  note          text NOT NULL,
  signed_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (log_no, checkpoint_no)
);
CREATE INDEX log_checkpoints_by_size ON log_checkpoints (log_no, size);
-- Public halves; the private ones are files, and were never here.
CREATE TABLE log_keys (
  key_no     int PRIMARY KEY CHECK (key_no > 0),
  algorithm  text NOT NULL CHECK (algorithm IN ('ed25519', 'sm2')),
  public_key bytea NOT NULL UNIQUE,
  valid_from timestamptz NOT NULL,
  valid_to   timestamptz CHECK (valid_to >= valid_from),
  -- A note in which the key before it names it.
  handover   text
);
CREATE UNIQUE INDEX one_log_key_in_force ON log_keys (algorithm) WHERE valid_to IS NULL;
CREATE TABLE log_witnesses (
  vkey       text PRIMARY KEY,
  added_at   timestamptz NOT NULL,
  removed_at timestamptz
);
CREATE TABLE log_cosignatures (
  log_no        int NOT NULL,
  checkpoint_no bigint NOT NULL,
  vkey          text NOT NULL REFERENCES log_witnesses,
  line          text NOT NULL,
  signed_at     timestamptz NOT NULL,
  PRIMARY KEY (log_no, checkpoint_no, vkey),
  FOREIGN KEY (log_no, checkpoint_no) REFERENCES log_checkpoints
);
GRANT SELECT, INSERT ON merkle_logs, log_tiles, log_checkpoints, log_keys, log_witnesses, log_cosignatures TO airshed_app;
GRANT UPDATE (size, journal_hash) ON merkle_logs TO airshed_app;
GRANT UPDATE (hashes) ON log_tiles TO airshed_app;
GRANT UPDATE (valid_to) ON log_keys TO airshed_app;
GRANT UPDATE (removed_at) ON log_witnesses TO airshed_app;
`;

export class MerkleLog1700000000270 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
