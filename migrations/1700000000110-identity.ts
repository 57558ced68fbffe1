import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
CREATE TABLE organisations (
  org_id      text PRIMARY KEY CHECK (org_id ~ '^org_[0-9a-z_]+$'),
  title       text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('enterprise', 'regulator', 'operator', 'verifier', 'auditor')),
  owner_group text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE people (
  person_id     text PRIMARY KEY CHECK (person_id ~ '^usr_[0-9a-z_]+$'),
  org_id        text NOT NULL REFERENCES organisations,
  login_name    text NOT NULL UNIQUE CHECK (login_name = lower(login_name)),
  display_name  text NOT NULL,
  password_hash text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX people_by_org ON people (org_id, person_id);
CREATE TABLE person_roles (
  person_id text NOT NULL REFERENCES people,
  role      text NOT NULL,
  PRIMARY KEY (person_id, role)
);
CREATE TABLE sessions (
  token_hash   bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  session_id   text NOT NULL UNIQUE,
  person_id    text NOT NULL REFERENCES people,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked_at   timestamptz
);
CREATE INDEX sessions_by_person ON sessions (person_id) WHERE revoked_at IS NULL;
CREATE TABLE api_keys (
  key_id        text PRIMARY KEY CHECK (key_id ~ '^key_[0-9a-z]+$'),
  person_id     text NOT NULL REFERENCES people,
  label         text NOT NULL,
  sealed_secret bytea NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked_at    timestamptz
);
CREATE INDEX api_keys_by_person ON api_keys (person_id, key_id);
-- By hash of the name, so that names nobody has are counted (and locked) exactly like real ones.
CREATE TABLE login_failures (
  login_hash   bytea PRIMARY KEY,
  failures     int NOT NULL,
  locked_until timestamptz,
  last_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- Nonces of requests stamped ahead of our clock: the only ones that a restart could let through twice.
CREATE TABLE nonces_ahead (
  key_id     text NOT NULL,
  nonce      text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (key_id, nonce)
);
CREATE TABLE office_idempotency (
  person_id    text NOT NULL,
  key          text NOT NULL CHECK (length(key) BETWEEN 1 AND 64),
  request_hash bytea NOT NULL,
  answer       json,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (person_id, key)
);
GRANT SELECT, INSERT ON organisations, people, person_roles TO airshed_app;
GRANT UPDATE (password_hash) ON people TO airshed_app;
GRANT SELECT, INSERT, UPDATE (last_seen_at, revoked_at) ON sessions TO airshed_app;
GRANT SELECT, INSERT, UPDATE (revoked_at) ON api_keys TO airshed_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON login_failures TO airshed_app;
GRANT SELECT, INSERT, DELETE ON nonces_ahead TO airshed_app;
GRANT SELECT, INSERT, UPDATE (answer) ON office_idempotency TO airshed_app;
`;

export class Identity1700000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
