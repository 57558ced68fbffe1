import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: ACCESS EXCLUSIVE on both for an instant; a constant default rewrites no row.
ALTER TABLE orders
  ADD COLUMN method text NOT NULL DEFAULT 'listed' CHECK (method IN ('listed', 'block', 'one_way'));
ALTER TABLE trades
  ADD COLUMN method text NOT NULL DEFAULT 'listed' CHECK (method IN ('listed', 'block', 'one_way'));
`;

export class TradingMethods1700000000220 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
