import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { urlOf, withClient } from '../../src/platform/database.js';
import {
  type EmbeddedServer,
  findEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/embedded-postgres.js';
import { whenPresent } from '../support/when.js';

const PASSWORD = 'for-this-test-only';

describe('the embedded PostgreSQL', () => {
  let directory: string;
  let server: EmbeddedServer;
  const url = (): string => urlOf(server, server.user, server.password, 'postgres');
  const postmasterPid = (): number =>
    Number(readFileSync(join(directory, 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[0]);

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'airshed-pg-'));
    server = await startEmbeddedPostgres(directory, PASSWORD);
    await withClient(url(), (client) => client.query(`CREATE TABLE kept AS SELECT 42 AS answer`));
  });
  afterAll(() => {
    server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const answer = () =>
    withClient(url(), async (client) => (await client.query('SELECT answer FROM kept')).rows[0].answer);

  it('is durable as PostgreSQL ships it', async () => {
    const { rows } = await withClient(url(), (c) =>
      c.query(`SELECT current_setting('fsync') f, current_setting('synchronous_commit') s`),
    );
    expect(rows[0]).toEqual({ f: 'on', s: 'on' });
  });

  it('is found and gone on with when it still runs after its parent was killed', async () => {
    const before = server.port;
    expect(await findEmbeddedPostgres(directory)).toBe(before);
    server = await startEmbeddedPostgres(directory, PASSWORD);
    expect(server.port).toBe(before);
    expect(await answer()).toBe(42);
  });

  it('comes back by itself after kill -9', async () => {
    process.kill(postmasterPid(), 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 300));
    server = await startEmbeddedPostgres(directory, PASSWORD);
    expect(await answer()).toBe(42);
  });

  it('is waited for when its starter was killed while it was recovering', async () => {
    await withClient(url(), (client) =>
      client.query(`CREATE TABLE much AS SELECT n, md5(n::text) FROM generate_series(1, 1000000) n`),
    );
    const killed = postmasterPid();
    process.kill(killed, 'SIGKILL');
    const module = new URL('../../dist/src/platform/embedded-postgres.js', import.meta.url).href;
    const script = `import(${JSON.stringify(module)}).then((m) => m.startEmbeddedPostgres(${JSON.stringify(directory)}, '${PASSWORD}'))`;
    const starter = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    const gone = new Promise((resolve) => starter.once('exit', resolve));
    while (starter.exitCode === null && (await findEmbeddedPostgres(directory)) === undefined)
      await new Promise((resolve) => setTimeout(resolve, 10));
    starter.kill('SIGKILL');
    await gone;
    server = await startEmbeddedPostgres(directory, PASSWORD);
    expect(postmasterPid()).not.toBe(killed);
    expect(await answer()).toBe(42);
    await withClient(url(), (client) => client.query(`DROP TABLE much`));
  });

  it('starts although a stale pid file names a process that is no postgres', async () => {
    server.stop();
    writeFileSync(join(directory, 'pgdata', 'postmaster.pid'), `${process.pid}\n/nowhere\n0\n5432\n`);
    expect(await findEmbeddedPostgres(directory)).toBeUndefined();
    server = await startEmbeddedPostgres(directory, PASSWORD);
    expect(await answer()).toBe(42);
  });

  it('sweeps what a killed first boot left, its password file too', async () => {
    for (const name of ['pgdata.0123abcd', 'pgdata.0123abcd.password'])
      writeFileSync(join(directory, name), 'left');
    server = await startEmbeddedPostgres(directory, PASSWORD);
    expect(readdirSync(directory).sort()).toEqual(['pgdata', 'port']);
  });

  it('keeps its port from one start to the next', async () => {
    const { port } = server;
    server.stop();
    server = await startEmbeddedPostgres(directory, PASSWORD);
    expect(server.port).toBe(port);
  });

  whenPresent(process.getuid?.() === 0, 'the sentence about closed folders: only root meets it')(
    'says in a sentence which folder keeps its user out',
    async () => {
      const closed = mkdtempSync(join(tmpdir(), 'airshed-closed-'));
      chmodSync(closed, 0o700);
      await expect(startEmbeddedPostgres(join(closed, 'postgres'), PASSWORD)).rejects.toThrow(
        `may not enter ${closed} on the way to its data`,
      );
      rmSync(closed, { recursive: true });
    },
  );
});
