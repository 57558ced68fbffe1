import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
-- An index for people over the two journals (ADR 20): nothing in it is decided, all of it can be read again.
CREATE TABLE trail_entries (
  stream        int NOT NULL CHECK (stream >= 0),
  seq           bigint NOT NULL,
  line          int NOT NULL CHECK (line >= 0),
  at            bigint NOT NULL,
  person        text NOT NULL,
  org           text NOT NULL,
  owner         text NOT NULL,
  roles         text NOT NULL,
  verb          text NOT NULL,
  venue_no      int NOT NULL,
  object_kind   text NOT NULL,
  object_ref    text NOT NULL,
  instrument_no int,
  reason        text NOT NULL,
  outcome       text NOT NULL,
  basis         jsonb NOT NULL,
  before        jsonb NOT NULL,
  after         jsonb NOT NULL,
  times         int NOT NULL CHECK (times > 0),
  PRIMARY KEY (stream, seq, line)
);
CREATE INDEX trail_by_time ON trail_entries (at, stream, seq, line);
CREATE INDEX trail_by_person ON trail_entries (person, at, stream, seq, line);
CREATE INDEX trail_by_org ON trail_entries (org, at, stream, seq, line);
CREATE INDEX trail_by_owner ON trail_entries (owner, at, stream, seq, line);
CREATE INDEX trail_by_verb ON trail_entries (verb, at, stream, seq, line);
-- Words are given to few lines, and those that give some are looked through one by one.
CREATE INDEX trail_with_reason ON trail_entries (at, stream, seq, line) WHERE reason <> '';
CREATE TABLE trail_objects (
  venue_no    int NOT NULL,
  object_kind text NOT NULL,
  object_ref  text NOT NULL,
  at          bigint NOT NULL,
  stream      int NOT NULL,
  seq         bigint NOT NULL,
  line        int NOT NULL,
  PRIMARY KEY (venue_no, object_kind, object_ref, at, stream, seq, line)
);
-- The indexer's own memory: what the journal has told of an object so far.
CREATE TABLE trail_facts (
  venue_no    int NOT NULL,
  object_kind text NOT NULL,
  object_ref  text NOT NULL,
  facts       jsonb NOT NULL,
  PRIMARY KEY (venue_no, object_kind, object_ref)
);
CREATE TABLE trail_cursors (
  stream   int PRIMARY KEY,
  last_seq bigint NOT NULL,
  at       bigint NOT NULL
);
GRANT SELECT, INSERT ON trail_entries, trail_objects TO airshed_app;
GRANT SELECT, INSERT, UPDATE (facts) ON trail_facts TO airshed_app;
GRANT SELECT, INSERT, UPDATE (last_seq, at) ON trail_cursors TO airshed_app;
`;

export class Trail1700000000310 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
