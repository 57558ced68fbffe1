import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntitySchema } from 'typeorm';
import { awaitDatabase, DatabaseUnreachableError } from '../../src/platform/await-database.js';
import { type Database, openDataSource } from '../../src/platform/database.js';
import { freshDatabase } from '../support/database.js';

describe('a service that starts beside its PostgreSQL', () => {
  let database: Database;
  let door: Server;
  beforeAll(async () => {
    database = await freshDatabase();
    const { port } = new URL(database.ownerUrl);
    door = createServer((client) => void client.pipe(connect(Number(port), '127.0.0.1')).pipe(client));
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
  });
  afterAll(async () => {
    door.close();
    await database.close();
  });
  const behindDoor = (): URL => {
    const url = new URL(database.ownerUrl);
    url.port = String((door.address() as AddressInfo).port);
    return url;
  };
  const close = (): Promise<unknown> => new Promise((closed) => void door.close(closed));

  it('waits until it answers', async () => {
    const url = behindDoor();
    await close();
    let isOpen = false;
    setTimeout(() => door.listen(Number(url.port), '127.0.0.1', () => (isOpen = true)), 300);
    await awaitDatabase(url.href, 20_000);
    expect(isOpen).toBe(true);
  });

  it('says whom it has asked in vain, without the password', async () => {
    const url = behindDoor();
    await close();
    const failed = await awaitDatabase(url.href, 200).catch((error: unknown) => error as Error);
    expect(failed).toBeInstanceOf(DatabaseUnreachableError);
    expect((failed as Error).message).toBe(
      `Airshed cannot start. No PostgreSQL has answered at ${url.host}${url.pathname} for 0.2 seconds (ECONNREFUSED).`,
    );
    door.listen(Number(url.port), '127.0.0.1');
    await once(door, 'listening');
  });

  it('does not wait for what waiting cannot change', async () => {
    const url = behindDoor();
    url.password = 'wrong';
    await expect(awaitDatabase(url.href, 600_000)).rejects.toMatchObject({ code: '28P01' });
  });
});

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
