import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: SHARE on trades while the indexes are built: no trade is written meanwhile.
-- A member's own trades are among all that ever were; a day's are between two numbers, which the last index finds.
SET LOCAL lock_timeout = '5s';
CREATE INDEX trades_by_buyer ON trades (venue_no, buyer, trade_no);
CREATE INDEX trades_by_seller ON trades (venue_no, seller, trade_no);
CREATE INDEX trades_by_day ON trades (venue_no, trading_day, trade_no);
`;

export class TradesByAccount1700000000440 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
