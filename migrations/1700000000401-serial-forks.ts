import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: ACCESS EXCLUSIVE on serial_moves while every row gets its fork: no serial number moves meanwhile.
-- The path of one serial was found by a GiST index on ranges, whose upkeep cost more than all other rows of a move.
-- Of a run the serial that the most powers of two divide: runs with a serial in common have one of few such forks, and
-- an ordinary index finds them (src/registry/domain/serial-run.ts).
SET LOCAL lock_timeout = '10s';
ALTER TABLE serial_moves ADD COLUMN fork_serial bigint;
UPDATE serial_moves SET fork_serial = (
  SELECT (last_serial >> h) << h FROM generate_series(0, 40) AS h WHERE (last_serial >> h) << h >= first_serial ORDER BY h DESC LIMIT 1);
ALTER TABLE serial_moves ALTER COLUMN fork_serial SET NOT NULL,
  ADD CONSTRAINT a_fork_is_of_its_run CHECK (fork_serial BETWEEN first_serial AND last_serial);
DROP INDEX serial_moves_by_range;
CREATE INDEX serial_moves_by_fork ON serial_moves (venue_no, instrument_no, fork_serial);
`;

export class SerialForks1700000000401 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
