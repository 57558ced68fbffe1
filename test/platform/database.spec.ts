import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntitySchema } from 'typeorm';
import { type Database, openDataSource } from '../../src/platform/database.js';
import { freshDatabase } from '../support/database.js';

describe('the role the service runs as', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());

  it('is not a superuser and owns nothing', async () => {
    const { rows } = await database.pool.query(
      `SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super,
              (SELECT count(*)::int FROM pg_tables WHERE tableowner = current_user) AS owned`,
    );
    expect(rows[0]).toEqual({ current_user: 'airshed_app', super: false, owned: 0 });
  });

  it('is what TypeORM works as too', async () => {
    const role = new EntitySchema({
      name: 'role',
      tableName: 'pg_roles',
      columns: { rolname: { type: 'text', primary: true } },
    });
    const source = await openDataSource(database, [role]);
    expect(await source.query('SELECT current_user')).toEqual([{ current_user: 'airshed_app' }]);
    await source.destroy();
  });

  it.each([
    ['journal_batches', 'payload'],
    ['ledger_postings', 'amounts'],
    ['office_journal', 'payload'],
    ['venue_snapshots', 'state'],
  ])('cannot update, delete or truncate %s', async (table, column) => {
    for (const sql of [
      `UPDATE ${table} SET ${column} = ${column}`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
    ]) {
      await expect(database.pool.query(sql)).rejects.toThrow('permission denied');
    }
  });
});
