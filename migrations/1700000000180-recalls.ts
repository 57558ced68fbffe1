import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: ACCESS EXCLUSIVE on both for an instant; a constant default rewrites no row, batches are few.
ALTER TABLE allocation_batches
  DROP CONSTRAINT allocation_batches_state_check,
  ADD CONSTRAINT allocation_batches_state_check CHECK (state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'MISMATCH', 'APPROVED',
    'CREATED', 'CREDITED_TO_PROVINCE', 'DISTRIBUTED', 'PARTIALLY_RECALLED', 'CLOSED'));
ALTER TABLE allocation_batch_lines
  ADD COLUMN recalled bigint NOT NULL DEFAULT 0 CHECK (recalled >= 0 AND recalled <= quantity);
`;

export class Recalls1700000000180 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
