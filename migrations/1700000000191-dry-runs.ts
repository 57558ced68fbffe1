import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates a new one).
CREATE TABLE dry_runs (
  venue_no   int NOT NULL,
  dry_run_no bigint NOT NULL,
  draft_no   bigint NOT NULL,
  from_day   date NOT NULL,
  to_day     date NOT NULL CHECK (to_day >= from_day),
  state      text NOT NULL CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
  commands   bigint NOT NULL DEFAULT 0,
  error      text NOT NULL DEFAULT '',
  report     jsonb,
  asked_by   text NOT NULL,
  asked_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (venue_no, dry_run_no),
  CONSTRAINT a_report_when_done CHECK ((state = 'DONE') = (report IS NOT NULL))
);
-- Workers look for the few that are not done, among all there have ever been.
CREATE INDEX dry_runs_not_done ON dry_runs (asked_at) WHERE state IN ('WAITING', 'RUNNING');
GRANT SELECT, INSERT, UPDATE ON dry_runs TO airshed_app;
`;

export class DryRuns1700000000191 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
