import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: none on existing tables (creates a new one).
CREATE TABLE annulments (
  venue_no    int NOT NULL,
  trade_no    bigint NOT NULL,
  proposal_no bigint NOT NULL,
  seq         bigint NOT NULL,
  at          bigint NOT NULL,
  reason      text NOT NULL CHECK (reason <> ''),
  -- A trade is annulled once: the second wall behind the machine's own register.
  PRIMARY KEY (venue_no, trade_no)
);
GRANT SELECT, INSERT ON annulments TO airshed_app;
`;

export class Annulments1700000000230 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
