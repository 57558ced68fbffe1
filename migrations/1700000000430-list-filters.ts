import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: SHARE on settlement_runs, notices and log_checkpoints while their indexes are built.
-- These grow without end, and are now narrowed by more than their order: what is not done, an account, when it was signed.
SET LOCAL lock_timeout = '10s';
CREATE INDEX settlement_runs_open ON settlement_runs (venue_no, from_trade, to_trade) WHERE state <> 'DONE';
CREATE INDEX notices_of_account ON notices (venue_no, account_no, notice_no);
CREATE INDEX log_checkpoints_by_signing ON log_checkpoints (log_no, signed_at);
`;

export class ListFilters1700000000430 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
