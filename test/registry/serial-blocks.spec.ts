import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { forksAround } from '../../src/registry/domain/serial-run.js';
import { Serials } from '../../src/registry/index.js';
import { projectSerials } from '../../src/registry/store/serials.projection.js';
import { type Database, withClient } from '../../src/platform/database.js';
import { freshDatabase } from '../support/database.js';

const VENUE = 2047;
const INSTRUMENT = 4095;

describe('serial blocks in the database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());

  async function write(serials: Serials): Promise<void> {
    const client = await database.pool.connect();
    try {
      await client.query('BEGIN');
      for (const { name, text, values } of projectSerials(VENUE, serials)) {
        await client.query({ name, text, values: [...values] });
      }
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  }

  it('equal memory after 2,000 random moves written in batches, and every unit can be followed', async () => {
    let seed = 42;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed % below;
    };
    const serials = new Serials();
    for (let account = 100; account < 120; account++) {
      serials.birth(INSTRUMENT, 10_000, account, { kind: 'issue', no: account });
    }
    for (let move = 1; move <= 2_000; move++) {
      const [from, to] = [100 + random(20), 100 + random(20)];
      const held = serials.held(INSTRUMENT, from);
      if (from !== to && held > 0) {
        serials.move(INSTRUMENT, from, to, 1 + random(Math.min(held, 200)), { kind: 'trade', no: move });
      }
      if (move % 50 === 0) await write(serials);
    }
    const { rows } = await database.pool.query(
      `SELECT first_serial::int AS first, last_serial::int AS last, account_no::int AS "accountNo" FROM serial_blocks ORDER BY 1`,
    );
    const memory = [...serials.blocks()].sort((a, b) => a.first - b.first);
    expect(rows).toEqual(memory.map(({ first, last, accountNo }) => ({ first, last, accountNo })));
    const { rows: lost } = await database.pool.query(
      `SELECT b.first_serial FROM serial_blocks b WHERE NOT EXISTS (
         SELECT 1 FROM serial_moves m WHERE m.first_serial <= b.first_serial AND m.last_serial >= b.first_serial
           AND m.to_account = b.account_no
           AND m.move_no = (SELECT max(x.move_no) FROM serial_moves x
             WHERE x.first_serial <= b.first_serial AND x.last_serial >= b.first_serial))`,
    );
    expect(lost).toEqual([]);
    for (let serial = 1; serial <= 200_000; serial += 9_973) {
      const path = (where: string, values: unknown[]): Promise<{ rows: object[] }> =>
        database.pool.query(
          `SELECT move_no FROM serial_moves WHERE ${where} AND $1::bigint BETWEEN first_serial AND last_serial ORDER BY 1`,
          values,
        );
      const all = await path('true', [serial]);
      const found = await path('fork_serial = ANY ($2::bigint[])', [serial, forksAround(serial)]);
      expect(found.rows).toEqual(all.rows);
      expect(all.rows.length).toBeGreaterThan(0);
    }
  });

  it('one serial never has two holders, even if the program were wrong', async () => {
    const insert = `INSERT INTO serial_blocks VALUES ($1, 1, $2, $3, 100)`;
    await database.pool.query(insert, [1, 1, 10]);
    await expect(database.pool.query(insert, [1, 10, 11])).rejects.toThrow('one_holder_a_serial');
    await database.pool.query(insert, [1, 11, 11]);
    await database.pool.query(insert, [2, 1, 10]);
    await expect(database.pool.query(insert, [1, 2 ** 40, 2 ** 40])).rejects.toThrow('check constraint');
    await expect(database.pool.query(insert, [2048, 1, 1])).rejects.toThrow('check constraint');
  });

  it('no block grows into its neighbour: the service may not change one, and whoever owns the table meets the wall', async () => {
    const grow = `UPDATE serial_blocks SET last_serial = last_serial + 1 WHERE venue_no = 3 AND first_serial = 1`;
    const insert = `INSERT INTO serial_blocks VALUES (3, 1, $1, $2, 100)`;
    for (const ends of [
      [1, 10],
      [11, 20],
    ])
      await database.pool.query(insert, ends);
    await expect(database.pool.query(grow)).rejects.toThrow('permission denied');
    await withClient(database.ownerUrl, async (owner) => {
      await expect(owner.query(grow)).rejects.toThrow('one_holder_a_serial');
      await owner.query(`UPDATE serial_blocks SET last_serial = 9 WHERE venue_no = 3 AND first_serial = 1`);
      await owner.query(grow);
    });
    // What is taken away leaves disjoint what was disjoint, and its place is free again.
    await database.pool.query(`DELETE FROM serial_blocks WHERE venue_no = 3 AND first_serial = 1`);
    await expect(database.pool.query(insert, [10, 11])).rejects.toThrow('one_holder_a_serial');
    await database.pool.query(insert, [2, 10]);
  });

  it('two writers at once do not get past each other', async () => {
    const [one, other] = [await database.pool.connect(), await database.pool.connect()];
    try {
      await one.query('BEGIN');
      await one.query(`INSERT INTO serial_blocks VALUES (4, 1, 1, 10, 100)`);
      const late = other.query(`INSERT INTO serial_blocks VALUES (4, 1, 5, 15, 101)`).catch(String);
      const { rows } = await one.query(`SELECT pg_backend_pid() AS pid`);
      const waits = `SELECT 1 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))`;
      while ((await one.query(waits, [rows[0].pid])).rowCount === 0) continue;
      await one.query('COMMIT');
      expect(await late).toMatch('one_holder_a_serial');
    } finally {
      one.release();
      other.release();
    }
  });

  it.each(['serial_moves', 'rule_packs'])(
    '%s takes no update and no delete from the service',
    async (table) => {
      for (const sql of [`UPDATE ${table} SET venue_no = 1`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
        await expect(database.pool.query(sql)).rejects.toThrow('permission denied');
      }
    },
  );
});
