import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Database } from '../../src/platform/database.js';
import type { SqlStatement } from '../../src/sequencer/index.js';
import { bigints, ints } from '../../src/sequencer/store/integer-column.js';
import { OneTransaction } from '../../src/sequencer/store/one-transaction.js';
import { freshDatabase } from '../support/database.js';

describe('statements sent as one transaction', () => {
  let database: Database;
  let client: pg.Client;
  const prepared = new Map<string, string>();
  beforeAll(async () => {
    database = await freshDatabase();
    client = new pg.Client(database.pool.options);
    await client.connect();
    await client.query('CREATE TEMPORARY TABLE words (word text PRIMARY KEY)');
  });
  afterAll(async () => {
    await client.end();
    await database.close();
  });

  const keep = (word: string): SqlStatement => ({
    name: 'keep',
    text: 'INSERT INTO words VALUES ($1)',
    values: [word],
  });
  const divide = (by: number): SqlStatement => ({
    name: 'divide',
    text: 'SELECT 1 / $1::int',
    values: [by],
  });
  const send = (...statements: SqlStatement[]): OneTransaction =>
    client.query(new OneTransaction(statements, prepared));
  const kept = async (): Promise<string[]> =>
    (await client.query('SELECT word FROM words ORDER BY word')).rows.map(({ word }) => word as string);

  it('are all there once it is committed, whatever rows they return, and are prepared once', async () => {
    const first = send(keep('a'), divide(1), keep('b'));
    await first.committed;
    expect([first.answered, await kept()]).toEqual([3, ['a', 'b']]);
    await send(keep('c')).committed;
    expect(await kept()).toEqual(['a', 'b', 'c']);
    const { rows } = await client.query('SELECT name FROM pg_prepared_statements ORDER BY name');
    expect(rows).toEqual([{ name: 'divide' }, { name: 'keep' }]);
  });

  it('carry columns of whole numbers exactly, to the last one that there is', async () => {
    const { MAX_SAFE_INTEGER: most } = Number;
    const big = [0, 1, -1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, -(2 ** 32), 2 ** 52 + 1, most, -most];
    const small = [0, 7, -7, 2 ** 31 - 1, -(2 ** 31)];
    await client.query('CREATE TEMPORARY TABLE numbers (big bigint[], small int[])');
    const text = 'INSERT INTO numbers VALUES ($1::bigint[], $2::int[])';
    await send({ name: 'numbers', text, values: [bigints(big), ints(small)] }).committed;
    // The driver's own way, as the checker writes.
    await client.query(text, [bigints([]), ints([])]);
    const { rows } = await client.query('SELECT big, small FROM numbers');
    expect(rows.map((row) => [row.big.map(Number), row.small])).toEqual([
      [big, small],
      [[], []],
    ]);
    for (const wrong of [0.5, most + 1, Number.NaN])
      expect(() => bigints([wrong]).toPostgres()).toThrow('whole numbers');
    expect(() => ints([2 ** 31]).toPostgres()).toThrow();
  });

  it('leave nothing when one of them fails, and say how many were answered before it', async () => {
    const before = await kept();
    for (const [statements, answered] of [
      [[divide(0), keep('d')], 0],
      [[keep('d'), divide(0), keep('e')], 1],
      [[keep('d'), keep('d')], 1],
    ] as const) {
      const failed = send(...statements);
      await expect(failed.committed).rejects.toThrow(/division by zero|duplicate key/);
      expect([failed.answered, await kept()]).toEqual([answered, before]);
    }
  });

  it('are not committed because each was answered: the commit itself may fail', async () => {
    await client.query('CREATE TEMPORARY TABLE late (word text UNIQUE DEFERRABLE INITIALLY DEFERRED)');
    const late = { name: 'late', text: 'INSERT INTO late VALUES ($1)', values: ['a'] };
    const failed = send(late, late);
    await expect(failed.committed).rejects.toThrow('duplicate key');
    expect([failed.answered, (await client.query('SELECT 1 FROM late')).rows]).toEqual([2, []]);
  });

  it('are not known to be committed when the connection dies', async () => {
    const other = new pg.Client(database.pool.options);
    other.on('error', () => undefined);
    await other.connect();
    const lost = other.query(
      new OneTransaction(
        [{ name: 'leave', text: 'SELECT pg_terminate_backend(pg_backend_pid())', values: [] }],
        new Map(),
      ),
    );
    await expect(lost.committed).rejects.toThrow(/terminat/i);
    await other.end().catch(() => undefined);
  });
});
