import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: SHARE on serial_moves while the index is built: no serial number moves meanwhile.
-- The door of annulments asks for the moves of one trade among all that ever were.
SET LOCAL lock_timeout = '5s';
CREATE INDEX serial_moves_by_cause ON serial_moves (venue_no, cause, cause_no);
`;

export class SerialMovesByCause1700000000242 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
