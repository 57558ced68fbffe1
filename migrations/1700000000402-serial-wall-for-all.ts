import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
-- Lock: SHARE ROW EXCLUSIVE on serial_blocks while its triggers are made anew.
-- The wall looked at INSERTs alone, and at what its own transaction could see. A block may be changed by whoever owns the
-- table, and two writers past the fence would not see each other: now changes are looked at too, and whoever changes a
-- venue's blocks waits for whoever does at that moment. A DELETE leaves disjoint what was disjoint.
-- And it looked up both neighbours of every block, which took half of a settlement: what is cut off a block one piece
-- after the other lies in one run, and a run is disjoint from all others when it is so in itself, when no other block
-- begins in it, and when the one before it ends before it.
SET LOCAL lock_timeout = '10s';
CREATE OR REPLACE FUNCTION one_holder_a_serial() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
  broken record;
BEGIN
  PERFORM pg_advisory_xact_lock(1869374319, venue_no) FROM (SELECT DISTINCT venue_no FROM new_blocks ORDER BY 1) v;
  -- A statement of its own after the lock: it sees what the other has committed.
  WITH sorted AS (
    SELECT *, lag(last_serial) OVER (PARTITION BY venue_no, instrument_no ORDER BY first_serial) AS before FROM new_blocks),
  runs AS (
    SELECT venue_no, instrument_no, run, min(first_serial) AS first, max(last_serial) AS last, count(*) AS blocks,
      bool_or(before >= first_serial) AS cross_each_other
    FROM (SELECT *, count(*) FILTER (WHERE before IS NULL OR before + 1 < first_serial)
            OVER (PARTITION BY venue_no, instrument_no ORDER BY first_serial) AS run FROM sorted) s
    GROUP BY 1, 2, 3)
  SELECT r.instrument_no, r.first INTO broken FROM runs r
  WHERE r.cross_each_other
     OR (SELECT count(*) FROM serial_blocks b WHERE b.venue_no = r.venue_no AND b.instrument_no = r.instrument_no
         AND b.first_serial BETWEEN r.first AND r.last) <> r.blocks
     OR (SELECT b.last_serial FROM serial_blocks b WHERE b.venue_no = r.venue_no AND b.instrument_no = r.instrument_no
         AND b.first_serial < r.first ORDER BY b.first_serial DESC LIMIT 1) >= r.first
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'one_holder_a_serial: instrument % serial %', broken.instrument_no, broken.first USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NULL;
END $body$;
CREATE TRIGGER one_holder_a_serial_changed AFTER UPDATE ON serial_blocks
  REFERENCING NEW TABLE AS new_blocks FOR EACH STATEMENT EXECUTE FUNCTION one_holder_a_serial();
`;

export class SerialWallForAll1700000000402 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}
