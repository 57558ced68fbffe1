import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Serials } from '../../src/registry/index.js';
import { projectSerials } from '../../src/registry/store/serials.projection.js';
import type { Database } from '../../src/platform/database.js';
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

  it.each(['serial_moves', 'rule_packs'])(
    '%s takes no update and no delete from the service',
    async (table) => {
      for (const sql of [`UPDATE ${table} SET venue_no = 1`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
        await expect(database.pool.query(sql)).rejects.toThrow('permission denied');
      }
    },
  );
});
