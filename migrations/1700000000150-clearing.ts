import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates new ones).
CREATE TABLE settlements (
  venue_no int NOT NULL,
  trade_no bigint NOT NULL,
  seq      bigint NOT NULL,
  at       bigint NOT NULL,
  -- A trade is settled once: the second wall behind the machine's own order.
  PRIMARY KEY (venue_no, trade_no)
);
-- What the worker has been asked to do; the truth about settlement is in settlements.
CREATE TABLE settlement_runs (
  venue_no   int NOT NULL,
  from_trade bigint NOT NULL,
  to_trade   bigint NOT NULL CHECK (to_trade >= from_trade),
  state      text NOT NULL CHECK (state IN ('PENDING', 'RUNNING', 'DONE', 'FAILED')),
  attempts   int NOT NULL DEFAULT 0,
  error      text NOT NULL DEFAULT '',
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (venue_no, from_trade, to_trade)
);
GRANT SELECT, INSERT ON settlements TO airshed_app;
GRANT SELECT, INSERT, UPDATE ON settlement_runs TO airshed_app;
`;

export class Clearing1700000000150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
