import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: ACCESS EXCLUSIVE on both for an instant; constant defaults rewrite no row, batches are few.
ALTER TABLE allocation_batches
  ADD COLUMN stage text NOT NULL DEFAULT '' CHECK (stage IN ('', 'PRE', 'FINAL')),
  DROP CONSTRAINT allocation_batches_total_check,
  ADD CONSTRAINT something_is_allocated CHECK (total > 0 OR (total = 0 AND stage <> ''));
ALTER TABLE allocation_batch_lines
  ADD COLUMN approved bigint NOT NULL DEFAULT 0 CHECK (approved >= 0),
  ADD COLUMN deducted bigint NOT NULL DEFAULT 0,
  ADD COLUMN owed bigint NOT NULL DEFAULT 0 CHECK (owed >= 0),
  ADD COLUMN kept bigint NOT NULL DEFAULT 0 CHECK (kept >= 0 AND kept <= owed),
  DROP CONSTRAINT allocation_batch_lines_quantity_check,
  ADD CONSTRAINT something_is_given CHECK (quantity > 0 OR (quantity = 0 AND approved > 0)),
  ADD CONSTRAINT no_more_comes_back_than_was_given CHECK (recalled + owed <= quantity);
CREATE TABLE allocation_deductions (
  venue_no      int NOT NULL,
  account_no    bigint NOT NULL,
  instrument_no int NOT NULL,
  imposed       bigint NOT NULL CHECK (imposed > 0),
  open          bigint NOT NULL CHECK (open >= 0 AND open <= imposed),
  PRIMARY KEY (venue_no, account_no, instrument_no)
);
GRANT SELECT, INSERT, UPDATE ON allocation_deductions TO airshed_app;
`;

export class AllocationAdjustments1700000000420 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
