import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Database, withClient } from '../../src/platform/database.js';
import { migrate } from '../../src/platform/migrate.js';
import { freshDatabase } from '../support/database.js';

let database: Database;
beforeAll(async () => (database = await freshDatabase()));
afterAll(() => database.close());

const LAST = 'TradesByAccount1700000000440';
const undo = (): Promise<unknown> =>
  withClient(database.ownerUrl, async (client) => {
    await client.query(`DROP INDEX trades_by_buyer, trades_by_seller, trades_by_day`);
    await client.query(`DELETE FROM schema_migrations WHERE name = $1`, [LAST]);
  });

describe('migrating', () => {
  it('does nothing where everything has been applied', async () => {
    expect(await migrate(database.ownerUrl)).toEqual([]);
  });

  it('applies exactly what is missing, also when several start at once', async () => {
    await undo();
    const applied = await Promise.all([1, 2, 3].map(() => migrate(database.ownerUrl)));
    expect(applied.flat()).toEqual([LAST]);
    const { rows } = await withClient(database.ownerUrl, (client) =>
      client.query(`SELECT count(*)::int AS n FROM pg_indexes WHERE indexname = 'trades_by_day'`),
    );
    expect(rows).toEqual([{ n: 1 }]);
  });
});
