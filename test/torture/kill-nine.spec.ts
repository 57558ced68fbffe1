import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { checkVenue, replayVenue } from '../../src/checker/check-venue.js';
import { urlOf } from '../../src/platform/database.js';
import { findEmbeddedPostgres } from '../../src/platform/embedded-postgres.js';
import { loadSecrets } from '../../src/platform/secrets.js';
import { done, VenueClient } from '../api/venue-client.js';
import { seeded } from '../support/random.js';
import { KillableService } from './service.js';
import { type Sent, Trader } from './trader.js';

const KILLS = Number(process.env.TORTURE_KILLS ?? 20);
const SEED = Number(process.env.TORTURE_SEED ?? 20261124);
const CLIENTS = 4;
/** Load runs this long at most before the kill. */
const LIFE_MS_MAX = 700;

let service: KillableService;
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'airshed-torture-'));
  chmodSync(directory, 0o711);
  service = new KillableService(directory);
});
afterAll(async () => {
  await service?.stop();
  rmSync(directory, { recursive: true, force: true });
});

it(`survives kill -9 at ${KILLS} random instants under load: nothing acknowledged is lost, nothing is half done`, async () => {
  const random = seeded(SEED);
  const recoveries: number[] = [];
  await service.start();
  const traders = await prepareTraders(random);
  let lost = 0;
  let changed = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    for (const trader of traders) trader.begin();
    await new Promise((resolve) => setTimeout(resolve, 50 + random() * LIFE_MS_MAX));
    // Every fourth time PostgreSQL dies with the service.
    await service.kill(kill % 4 === 3);
    await Promise.all(traders.map((trader) => trader.end()));
    recoveries.push(await service.start());
    for (const trader of traders) {
      for (const sent of trader.history.splice(0)) {
        const verdict = await judge(trader, sent);
        if (verdict === 'lost') lost += 1;
        if (verdict === 'changed') changed += 1;
        counts[verdict] += 1;
      }
    }
  }
  const reports = await checkAll();
  recoveries.sort((a, b) => a - b);
  const at = (share: number): number => Math.round(recoveries[Math.min(recoveries.length - 1, Math.floor(recoveries.length * share))]);
  process.stderr.write(
    `torture: seed ${SEED}, ${KILLS} kills, ${counts.kept} acknowledged and kept, ${counts.resolved} unknown resolved by key, ` +
      `${lost} lost, ${changed} changed; recovery p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; ${reports.commands} commands in the journal\n`,
  );
  expect({ lost, changed }).toEqual({ lost: 0, changed: 0 });
  expect(counts.kept).toBeGreaterThan(KILLS);
  expect(reports.broken).toEqual([]);
}, 600_000);

const counts = { kept: 0, resolved: 0, lost: 0, changed: 0 };

/** Asks for every order again by its key: an acknowledged one must answer the same, from the journal. */
async function judge(trader: Trader, sent: Sent): Promise<keyof typeof counts> {
  const again = await trader.ask(sent);
  if (sent.acknowledged === undefined) return 'resolved';
  if (sent.acknowledged.status !== again.status) return 'lost';
  if (again.status === 201 && !again.replayed) return 'lost';
  return JSON.stringify(sent.acknowledged.body) === JSON.stringify(again.body) ? 'kept' : 'changed';
}

async function prepareTraders(random: () => number): Promise<Trader[]> {
  const tokens = new Map<string, string>();
  const served = {
    get address() {
      return service.url;
    },
    tokenOf: async (login: string): Promise<string> => {
      if (!tokens.has(login)) tokens.set(login, await signIn(login));
      return tokens.get(login)!;
    },
  };
  const venue = new VenueClient(served);
  const accountOf = async (login: string): Promise<string> => done(await venue.get(login, 'accounts')).body.items[0].accountId;
  const [a, b] = [await accountOf('plant-a'), await accountOf('plant-b')];
  await venue.allocate('CEA-2026', [{ accountId: a, quantity: '500000' }, { accountId: b, quantity: '500000' }], '1000000');
  const order = (accountId: string) => (): object => ({
    accountId,
    symbol: 'CEA-2026',
    side: random() < 0.5 ? 'buy' : 'sell',
    price: `74.${String(30 + Math.floor(random() * 60))}`,
    quantity: String(1 + Math.floor(random() * 20)),
    timeInForce: random() < 0.2 ? 'IOC' : 'DAY',
  });
  return Promise.all(
    Array.from({ length: CLIENTS }, async (_, i) => {
      const [login, account] = i % 2 === 0 ? ['plant-a', a] : ['plant-b', b];
      return new Trader(service.url, await served.tokenOf(login), order(account));
    }),
  );
}

async function signIn(login: string): Promise<string> {
  const person = service.credentials.people.find((one) => one.login === login)!;
  const response = await fetch(`${service.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: person.password }),
  });
  return ((await response.json()) as { token: string }).token;
}

/** The checker, on the database that went through all of it. */
async function checkAll(): Promise<{ commands: number; broken: string[] }> {
  const port = (await findEmbeddedPostgres(join(directory, 'postgres')))!;
  const { ownerPassword } = loadSecrets({ DATA_DIR: directory, ID_SECRET: undefined, INTERNAL_SECRET: undefined });
  const pool = new pg.Pool({ connectionString: urlOf({ port }, 'airshed_owner', ownerPassword, 'airshed') });
  pool.on('error', () => undefined);
  try {
    // The sweeper needs a moment for the trades of the last life.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const [check, replay] = [await checkVenue(pool, 'demo'), await replayVenue(pool, 'demo')];
    const broken = [...check.verdicts, ...replay.verdicts].filter(({ ok }) => !ok).map(({ id, broken: what }) => `${id}: ${what.join('; ')}`);
    return { commands: check.commands, broken };
  } finally {
    await pool.end();
  }
}
