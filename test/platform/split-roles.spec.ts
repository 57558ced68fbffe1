import { isAscii } from 'node:buffer';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import request from 'supertest';
import { checkVenue, replayVenue } from '../../src/checker/check-venue.js';
import type { DemoCredentials } from '../../src/demo/seed-demo.js';
import { type Database, openPool, withClient } from '../../src/platform/database.js';
import { EventReader } from '../api/event-reader.js';
import { done, VenueClient } from '../api/venue-client.js';
import { freshDatabase } from '../support/database.js';

type Role = 'api' | 'engine' | 'worker';
const READY_TIMEOUT_MS = 40_000;

/** The layout of docker/compose.yaml on one machine: three processes that share only a PostgreSQL and two secrets. */
class Layout {
  readonly folder = mkdtempSync(join(tmpdir(), 'airshed-split-'));
  readonly ports = new Map<Role, number>();
  private readonly children = new Map<Role, ChildProcess>();
  private readonly said = new Map<Role, string>();
  private readonly secrets = {
    ID_SECRET: randomBytes(32).toString('hex'),
    INTERNAL_SECRET: randomBytes(32).toString('hex'),
  };

  constructor(private readonly databaseUrl: string) {}

  address(role: Role): string {
    return `http://127.0.0.1:${this.ports.get(role)}`;
  }

  /** The demo's people are made up by the engine; nobody else has the file. */
  credentials(): DemoCredentials {
    const file = join(this.folder, 'engine', 'demo-credentials.json');
    return JSON.parse(readFileSync(file, 'utf8')) as DemoCredentials;
  }

  async start(role: Role): Promise<void> {
    if (!this.ports.has(role)) this.ports.set(role, await freePort());
    this.said.set(role, '');
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      env: {
        PATH: process.env.PATH,
        ...this.secrets,
        ROLE: role,
        PORT: String(this.ports.get(role)),
        DATA_DIR: join(this.folder, role),
        DATABASE_URL: this.databaseUrl,
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.children.set(role, child);
    const hear = (text: Buffer): void =>
      void this.said.set(role, (this.said.get(role) + String(text)).slice(-4_000));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const deadline = performance.now() + READY_TIMEOUT_MS;
    while (!(await this.isReady(role))) {
      if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline)
        throw new Error(`the ${role} did not come up: ${this.said.get(role)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Resolves with the exit code; null when the signal itself ended it. */
  async end(role: Role, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.children.get(role);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return null;
    const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    child.kill(signal);
    return gone;
  }

  async close(): Promise<void> {
    await Promise.all([...this.children.keys()].map((role) => this.end(role, 'SIGKILL')));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async isReady(role: Role): Promise<boolean> {
    return fetch(`${this.address(role)}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
      (response) => response.ok,
      () => false,
    );
  }
}

let server: Database;
let name: string;
let pool: Pool;
let layout: Layout;
let venue: VenueClient;
let a: string;
let b: string;

beforeAll(async () => {
  server = await freshDatabase();
  // Empty, not a copy of the migrated template: three processes meet it at the same moment.
  name = `t_${randomBytes(8).toString('hex')}`;
  await withClient(server.ownerUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`));
  const url = new URL(server.ownerUrl);
  url.pathname = `/${name}`;
  layout = new Layout(url.href);
  await Promise.all([layout.start('api'), layout.start('engine'), layout.start('worker')]);
  pool = openPool(url.href);
  const tokens = new Map<string, Promise<string>>();
  venue = new VenueClient({
    address: layout.address('api'),
    tokenOf: (login) => {
      if (!tokens.has(login)) tokens.set(login, signIn(login));
      return tokens.get(login)!;
    },
  });
  a = done(await venue.get('plant-a', 'accounts')).body.items[0].accountId;
  b = done(await venue.get('plant-b', 'accounts')).body.items[0].accountId;
  await venue.allocate('CEA-2026', [{ accountId: a, quantity: '10000' }], '1000000');
});

afterAll(async () => {
  await layout?.close();
  await pool?.end();
  await withClient(server.ownerUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  await server.close();
});

async function signIn(login: string): Promise<string> {
  const { password } = layout.credentials().people.find((person) => person.login === login)!;
  const response = await request(layout.address('api')).post('/api/v1/sessions').send({ login, password });
  return done(response).body.token as string;
}

const order = (side: 'buy' | 'sell', quantity: string, price: string): object => ({
  accountId: side === 'sell' ? a : b,
  symbol: 'CEA-2026',
  side,
  price,
  quantity,
});

const waiting = async (): Promise<number> =>
  done(await venue.get('clearing1', 'settlement-runs/pending')).body.waiting as number;

async function settled(): Promise<void> {
  for (let tries = 0; (await waiting()) > 0; tries++) {
    if (tries > 300) throw new Error('not settled in 15 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const unitsOf = async (login: string): Promise<string> =>
  done(await venue.get(login, 'holdings')).body.items.find((i: { asset: string }) => i.asset === 'CEA-2026')
    .posted;

describe('api, engine and worker as three processes on one PostgreSQL', () => {
  it('take an order at the api, match it in the engine, settle it by the worker; the api reads its own writes', async () => {
    const sold = done(await venue.post('plant-a', 'orders', order('sell', '100', '74.00'))).body;
    expect(sold).toMatchObject({ status: 'OPEN', remaining: '100' });
    expect(done(await venue.get('plant-a', `orders/${sold.orderId}`)).body.status).toBe('OPEN');
    const bought = done(await venue.post('plant-b', 'orders', order('buy', '60', '75.00'))).body;
    expect(bought).toMatchObject({ status: 'FILLED', fills: [{ price: '74.00', quantity: '60' }] });
    await settled();
    expect(await unitsOf('plant-b')).toBe('60');
    expect(done(await venue.get('plant-b', 'trades')).body.items[0].state).toBe('SETTLED');
  });

  it('write files and describe themselves with what lies outside their one file', async () => {
    // It is read a byte a character.
    expect(isAscii(readFileSync('dist/service.cjs'))).toBe(true);
    const day = new Date().toISOString().slice(0, 10);
    const statement = async (format: string): Promise<number> => {
      const path = `statements/file?format=${format}&from=${day}&to=${day}`;
      return Number(done(await venue.get('plant-b', path)).headers['content-length']);
    };
    expect(await statement('pdf')).toBeGreaterThan(1_000);
    expect(await statement('xlsx')).toBeGreaterThan(1_000);
    const api = request(layout.address('api'));
    expect(done(await api.get('/api/v1/openapi.json')).body.paths).toHaveProperty([
      '/api/v1/venues/{venue}/statements/file',
    ]);
    expect(done(await api.get('/api/docs/swagger-ui-bundle.js')).status).toBe(200);
  });

  it('stream at the api what the engine committed', async () => {
    const reader = await EventReader.open(`${layout.address('api')}/api/v1/venues/demo/stream`);
    try {
      done(await venue.post('plant-b', 'orders', order('buy', '5', '74.00')));
      await reader.until((events) => events.some(({ event }) => event === 'trades'));
      const trades = reader.events.filter(({ event }) => event === 'trades');
      expect(trades.map(({ data }) => [data.price, data.quantity])).toEqual([['74.00', '5']]);
    } finally {
      reader.close();
    }
    await settled();
  });

  it('keep the bell ringing while the worker is dead; a new one settles', async () => {
    await layout.end('worker', 'SIGKILL');
    done(await venue.post('plant-b', 'orders', order('buy', '10', '74.00')));
    // Longer than the gathering of trades: with a worker alive it would be settled by now.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await waiting()).toBe(1);
    await layout.start('worker');
    await settled();
    expect(await unitsOf('plant-b')).toBe('75');
  });

  it('answer 503 and how to ask again while the engine is dead; the same key then places the order once', async () => {
    await layout.end('engine', 'SIGKILL');
    const key = randomUUID();
    const body = order('sell', '7', '80.00');
    const refused = await venue.post('plant-a', 'orders', body, key);
    expect([refused.status, refused.body.code]).toEqual([503, 'sequencer.outcome_unknown']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    // Reading goes on without the engine.
    expect(await unitsOf('plant-b')).toBe('75');
    await layout.start('engine');
    const placed = done(await venue.post('plant-a', 'orders', body, key)).body;
    expect(placed).toMatchObject({ status: 'OPEN', quantity: '7' });
    expect(done(await venue.post('plant-a', 'orders', body, key)).body.orderId).toBe(placed.orderId);
    const open = done(await venue.get('plant-a', 'orders')).body.items as { quantity: string }[];
    expect(open.filter(({ quantity }) => quantity === '7')).toHaveLength(1);
  });

  it('let nobody give commands at the internal door without the secret', async () => {
    const before = await headSeq();
    const body = { slug: 'demo', by: 'system:clearing', org: '', command: { kind: 'close-day' } };
    const forged = { 'x-airshed-internal': `${Date.now()}.${'0'.repeat(64)}` };
    for (const headers of [{}, forged]) {
      const answer = await request(layout.address('engine'))
        .post('/internal/commands')
        .set(headers)
        .send(body);
      expect(answer.status).toBe(403);
    }
    expect((await request(layout.address('api')).post('/internal/commands').send(body)).status).toBe(404);
    expect(await headSeq()).toBe(before);
  });

  it('leave a venue that proves itself, and stop cleanly', async () => {
    for (const role of ['api', 'worker', 'engine'] as const)
      expect(await layout.end(role, 'SIGTERM')).toBe(0);
    const [check, replay] = [await checkVenue(pool, 'demo'), await replayVenue(pool, 'demo')];
    expect([...check.verdicts, ...replay.verdicts].filter(({ ok }) => !ok)).toEqual([]);
  });
});

async function headSeq(): Promise<number> {
  return Number((await pool.query(`SELECT last_seq FROM venues`)).rows[0].last_seq);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
