import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: ACCESS EXCLUSIVE on orders for an instant; a constant default rewrites no row.
ALTER TABLE orders
  ADD COLUMN self_trade text NOT NULL DEFAULT 'CANCEL_NEWEST' CHECK (self_trade IN ('CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH')),
  ADD COLUMN post_only boolean NOT NULL DEFAULT false;
`;

export class OrderManners1700000000170 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
