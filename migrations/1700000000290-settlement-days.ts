import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
-- Deliveries that failed: what is ordinary has no row, a settled trade is in settlements.
CREATE TABLE settlement_failures (
  venue_no    int NOT NULL,
  trade_no    bigint NOT NULL,
  leg         text NOT NULL CHECK (leg IN ('GOODS', 'CASH')),
  account_no  bigint NOT NULL,
  obstacle    text NOT NULL CHECK (obstacle IN ('FROZEN', 'SHORT')),
  state       text NOT NULL CHECK (state IN ('FAILED_GOODS', 'FAILED_CASH', 'RETRY', 'DELIVERED', 'RESERVE_COVERED',
                'RECOVERED', 'DEFAULTED')),
  retries     int NOT NULL CHECK (retries >= 0),
  next_at     bigint,
  covered_by  bigint NOT NULL,
  since_at    bigint NOT NULL,
  changed_at  bigint NOT NULL,
  proposal_no bigint NOT NULL,
  reason      text NOT NULL,
  PRIMARY KEY (venue_no, trade_no),
  CONSTRAINT who_decides_says_why CHECK (state NOT IN ('RESERVE_COVERED', 'DEFAULTED') OR (proposal_no > 0 AND reason <> ''))
);
CREATE INDEX settlement_failures_owed ON settlement_failures (venue_no, trade_no) WHERE state NOT IN ('DELIVERED', 'RECOVERED');
CREATE TABLE settlement_confirmations (
  venue_no    int NOT NULL,
  day         date NOT NULL,
  from_trade  bigint NOT NULL,
  to_trade    bigint NOT NULL CHECK (to_trade >= from_trade - 1),
  undelivered int NOT NULL CHECK (undelivered >= 0),
  seq         bigint NOT NULL,
  at          bigint NOT NULL,
  PRIMARY KEY (venue_no, day)
);
CREATE TABLE settlement_disputes (
  venue_no    int NOT NULL,
  dispute_no  bigint NOT NULL,
  trade_no    bigint NOT NULL,
  account_no  bigint NOT NULL,
  grounds     text NOT NULL CHECK (grounds <> ''),
  state       text NOT NULL CHECK (state IN ('OPEN', 'ACCEPTED', 'REJECTED')),
  filed_by    text NOT NULL,
  filed_at    bigint NOT NULL,
  deadline    bigint,
  trading_day date NOT NULL,
  decided_by  text NOT NULL,
  changed_at  bigint NOT NULL,
  answer      text NOT NULL,
  proposal_no bigint NOT NULL,
  PRIMARY KEY (venue_no, dispute_no),
  CONSTRAINT in_time CHECK (deadline IS NULL OR filed_at < deadline),
  CONSTRAINT answered_with_reason CHECK ((state = 'OPEN') = (answer = '') AND (state = 'OPEN') = (decided_by = '')),
  CONSTRAINT accepted_is_proposed CHECK ((state = 'ACCEPTED') = (proposal_no > 0))
);
CREATE INDEX settlement_disputes_by_trade ON settlement_disputes (venue_no, trade_no);
-- Work on a day's settlement: what was asked of the workers and how far they are. The truth about each trade is in settlements.
CREATE TABLE settlement_days (
  venue_no   int NOT NULL,
  day        date NOT NULL,
  from_trade bigint NOT NULL,
  to_trade   bigint NOT NULL CHECK (to_trade >= from_trade - 1),
  state      text NOT NULL CHECK (state IN ('RUNNING', 'CONFIRMED')),
  begun_by   text NOT NULL,
  begun_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- How often a flow of jobs was put in the queue for it.
  asked      int NOT NULL DEFAULT 0,
  asked_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (venue_no, day)
);
CREATE TABLE settlement_steps (
  venue_no   int NOT NULL,
  day        date NOT NULL,
  step       text NOT NULL CHECK (step IN ('TRADE_CAPTURED', 'FUNDED', 'DELIVERED', 'CONFIRMED')),
  from_trade bigint NOT NULL,
  to_trade   bigint NOT NULL CHECK (to_trade >= from_trade),
  state      text NOT NULL CHECK (state IN ('PENDING', 'RUNNING', 'DONE', 'FAILED')),
  attempts   int NOT NULL DEFAULT 0,
  error      text NOT NULL DEFAULT '',
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (venue_no, day, step, from_trade)
);
CREATE INDEX settlement_steps_not_done ON settlement_steps (venue_no, day) WHERE state <> 'DONE';
GRANT SELECT, INSERT ON settlement_confirmations TO airshed_app;
GRANT SELECT, INSERT, UPDATE ON settlement_failures, settlement_disputes, settlement_days, settlement_steps TO airshed_app;
`;

export class SettlementDays1700000000290 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
