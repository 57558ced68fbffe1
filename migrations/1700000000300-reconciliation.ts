import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
CREATE TABLE reconciliation_runs (
  venue_no     int NOT NULL,
  run_no       bigint NOT NULL,
  day          text NOT NULL,
  is_close     boolean NOT NULL,
  as_of_seq    bigint NOT NULL,
  head         text NOT NULL,
  from_trade   bigint NOT NULL,
  to_trade     bigint NOT NULL,
  rows         bigint NOT NULL CHECK (rows >= 0),
  figures_hash text NOT NULL,
  totals       jsonb NOT NULL,
  found        jsonb NOT NULL,
  seq          bigint NOT NULL CHECK (seq > as_of_seq),
  at           bigint NOT NULL,
  asked_by     text NOT NULL,
  PRIMARY KEY (venue_no, run_no)
);
CREATE UNIQUE INDEX one_closing_run_a_day ON reconciliation_runs (venue_no, day) WHERE is_close;
-- What a run compared, row for row; the run in the journal has the hash over them. Written before the run is: a run that
-- was never recorded leaves rows that nobody refers to.
CREATE TABLE reconciliation_figures (
  venue_no      int NOT NULL,
  figures_hash  text NOT NULL,
  row_no        int NOT NULL,
  total         text NOT NULL,
  part          text NOT NULL,
  account_no    bigint NOT NULL,
  instrument_no int NOT NULL,
  subject_no    bigint NOT NULL,
  one           bigint NOT NULL,
  other         bigint NOT NULL,
  PRIMARY KEY (venue_no, figures_hash, row_no)
);
CREATE TABLE reconciliation_breaks (
  venue_no      int NOT NULL,
  break_no      bigint NOT NULL,
  total         text NOT NULL CHECK (total IN ('UNITS', 'CASH', 'SUPPLY', 'TRADES', 'ALL')),
  part          text NOT NULL,
  account_no    bigint NOT NULL,
  instrument_no int NOT NULL,
  subject_no    bigint NOT NULL,
  one           bigint NOT NULL,
  other         bigint NOT NULL,
  since_day     text NOT NULL,
  found_run_no  bigint NOT NULL,
  found_at      bigint NOT NULL,
  last_run_no   bigint NOT NULL CHECK (last_run_no >= found_run_no),
  gone_run_no   bigint NOT NULL,
  state         text NOT NULL CHECK (state IN ('OPEN', 'EXPLAINED', 'CORRECTED', 'ACCEPTED', 'CLOSED')),
  owner         text NOT NULL,
  explanation   text NOT NULL,
  explained_by  text NOT NULL,
  due_day       text NOT NULL,
  proposal_no   bigint NOT NULL,
  closed_run_no bigint NOT NULL,
  changed_at    bigint NOT NULL,
  PRIMARY KEY (venue_no, break_no),
  CONSTRAINT different CHECK (one <> other),
  CONSTRAINT explained_before_it_ends CHECK (state = 'OPEN' OR explanation <> ''),
  CONSTRAINT decided_under_four_eyes CHECK (state NOT IN ('CORRECTED', 'ACCEPTED') OR proposal_no > 0),
  CONSTRAINT closed_by_a_later_run CHECK ((state = 'CLOSED') = (closed_run_no > 0) AND (closed_run_no = 0 OR closed_run_no > last_run_no))
);
CREATE INDEX reconciliation_breaks_live ON reconciliation_breaks (venue_no, break_no) WHERE state <> 'CLOSED';
CREATE TABLE day_reports (
  venue_no  int NOT NULL,
  day       date NOT NULL,
  run_no    bigint NOT NULL,
  seq       bigint NOT NULL,
  at        bigint NOT NULL,
  open      text NOT NULL,
  open_hash text NOT NULL,
  "full"    text NOT NULL,
  full_hash text NOT NULL,
  note      text NOT NULL,
  PRIMARY KEY (venue_no, day),
  CONSTRAINT hashes_are_those_of_the_texts CHECK (open_hash = encode(sha256(convert_to(open, 'UTF8')), 'hex')
    AND full_hash = encode(sha256(convert_to("full", 'UTF8')), 'hex'))
);
GRANT SELECT, INSERT ON reconciliation_runs, reconciliation_figures, day_reports TO airshed_app;
GRANT SELECT, INSERT, UPDATE ON reconciliation_breaks TO airshed_app;
`;

export class Reconciliation1700000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
