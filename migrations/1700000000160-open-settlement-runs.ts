import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: SHARE on settlement_runs while the index is built; nobody is answered by that table.
-- The sweeper asks every two seconds for the few runs that are not done, among all there have ever been.
CREATE INDEX settlement_runs_not_done ON settlement_runs (venue_no, from_trade, to_trade) WHERE state <> 'DONE';
`;

export class OpenSettlementRuns1700000000160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
