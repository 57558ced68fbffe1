import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates a new one).
CREATE TABLE kill_switches (
  venue_no         int NOT NULL,
  switch_no        bigint NOT NULL,
  -- null: every instrument
  instrument_no    int,
  engaged_at       bigint NOT NULL,
  orders_cancelled bigint NOT NULL CHECK (orders_cancelled >= 0),
  released_at      bigint,
  release_proposal bigint,
  party            text NOT NULL CHECK (party IN ('member', 'operator', 'regulator')),
  -- '': every organisation
  org              text NOT NULL,
  reason           text NOT NULL,
  engaged_by       text NOT NULL,
  released_by      text,
  PRIMARY KEY (venue_no, switch_no),
  CONSTRAINT released_by_somebody CHECK ((released_at IS NULL) = (released_by IS NULL)),
  CONSTRAINT offices_release_under_four_eyes CHECK (released_at IS NULL OR (party = 'member') = (release_proposal IS NULL)),
  CONSTRAINT a_member_bars_itself CHECK (party <> 'member' OR (org <> '' AND instrument_no IS NULL))
);
CREATE UNIQUE INDEX one_switch_a_scope ON kill_switches (venue_no, party, org, coalesce(instrument_no, 0)) WHERE released_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON kill_switches TO airshed_app;
`;

export class KillSwitches1700000000231 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
