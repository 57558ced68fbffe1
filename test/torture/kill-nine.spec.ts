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
import { acceptedOrders, compare, type Sent, Trader, type Wish } from './trader.js';

const KILLS = Number(process.env.TORTURE_KILLS ?? 20);
const SEED = Number(process.env.TORTURE_SEED ?? 20261124);
const CLIENTS = 4;
/** Load runs this long at most before the kill. */
const LIFE_MS_MAX = 700;
/** A recovery that is killed has lived so long at most. */
const RECOVERY_MS_MAX = 1_500;
const BATCH_ORDERS = 20;

let service: KillableService;
let directory: string;
let traders: Trader[];
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
  const counts = { kept: 0, resolved: 0, lost: 0, changed: 0, killedRecoveries: 0 };
  const accepted = new Set<string>();
  const recoveries: number[] = [];
  await service.start();
  traders = await prepareTraders(random);
  for (let kill = 0; kill < KILLS; kill++) {
    for (const trader of traders) trader.begin();
    await sleep(50 + random() * LIFE_MS_MAX);
    // Every fourth time PostgreSQL dies with the service; every third time the recovery is killed as well.
    await service.kill(kill % 4 === 3);
    await Promise.all(traders.map((trader) => trader.end()));
    if (kill % 3 === 2) {
      await service.launch();
      await sleep(random() * RECOVERY_MS_MAX);
      await service.kill(false);
      counts.killedRecoveries += 1;
    }
    recoveries.push(await service.start());
    for (const trader of traders) {
      for (const sent of trader.history.splice(0)) {
        const again = await trader.ask(sent);
        counts[compare(sent, again)] += 1;
        for (const orderId of acceptedOrders(again)) accepted.add(orderId);
      }
    }
  }
  const record = await lookAtTheRecord();
  recoveries.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(recoveries[Math.min(recoveries.length - 1, Math.floor(recoveries.length * share))]);
  process.stderr.write(
    `torture: seed ${SEED}, ${KILLS} kills under load and ${counts.killedRecoveries} in recovery; ` +
      `${counts.kept} answers kept, ${counts.resolved} unknown resolved by key, ${counts.lost} lost, ${counts.changed} changed; ` +
      `${accepted.size} orders accepted, ${record.orders} on record; recovery p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; ${record.commands} commands in the journal\n`,
  );
  expect(counts).toMatchObject({ lost: 0, changed: 0 });
  expect(counts.kept).toBeGreaterThan(KILLS);
  // Every order that was accepted is there once, and no other.
  expect(record.orders).toBe(accepted.size);
  expect(record.broken).toEqual([]);
}, 900_000);

it('would notice an answer that was lost and one that was changed', async () => {
  const [trader] = traders;
  const wish = trader.wish('orders');
  const never: Sent = {
    key: 'never-sent',
    ...wish,
    acknowledged: { status: 201, body: { orderId: 'ord_invented' } },
  };
  expect(compare(never, await trader.ask(never))).toBe('lost');
  expect(compare(never, await trader.ask(never))).toBe('changed');
  const batch = trader.wish('orders:batch');
  const half: Sent = {
    key: 'never-sent-batch',
    ...batch,
    acknowledged: { status: 200, body: { items: [{ ok: true, order: { seq: 1 } }] } },
  };
  expect(compare(half, await trader.ask(half))).toBe('changed');
});

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
  const accountOf = async (login: string): Promise<string> =>
    done(await venue.get(login, 'accounts')).body.items[0].accountId;
  const [a, b] = [await accountOf('plant-a'), await accountOf('plant-b')];
  await venue.allocate(
    'CEA-2026',
    [
      { accountId: a, quantity: '500000' },
      { accountId: b, quantity: '500000' },
    ],
    '1000000',
  );
  return Promise.all(
    Array.from({ length: CLIENTS }, async (_, i) => {
      const [login, account] = i % 2 === 0 ? ['plant-a', a] : ['plant-b', b];
      return new Trader(service.url, await served.tokenOf(login), wishes(account, random));
    }),
  );
}

/** Mostly single orders, now and then many in one request, seldom all open ones cancelled. */
function wishes(accountId: string, random: () => number): (door?: Wish['door']) => Wish {
  const symbol = 'CEA-2026';
  const order = (): object => ({
    accountId,
    symbol,
    side: random() < 0.5 ? 'buy' : 'sell',
    price: `74.${String(30 + Math.floor(random() * 60))}`,
    quantity: String(1 + Math.floor(random() * 20)),
    timeInForce: random() < 0.2 ? 'IOC' : 'DAY',
  });
  const batch = (): object => ({
    items: Array.from({ length: BATCH_ORDERS }, () => ({ action: 'place', order: order() })),
  });
  const any = (): Wish['door'] =>
    random() < 0.02 ? 'orders/cancel-all' : random() < 0.1 ? 'orders:batch' : 'orders';
  return (door = any()) => ({
    door,
    body: door === 'orders' ? order() : door === 'orders:batch' ? batch() : { accountId, symbol },
  });
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
async function lookAtTheRecord(): Promise<{ commands: number; orders: number; broken: string[] }> {
  const port = (await findEmbeddedPostgres(join(directory, 'postgres')))!;
  const { ownerPassword } = loadSecrets({
    DATA_DIR: directory,
    ID_SECRET: undefined,
    INTERNAL_SECRET: undefined,
  });
  const pool = new pg.Pool({ connectionString: urlOf({ port }, 'airshed_owner', ownerPassword, 'airshed') });
  pool.on('error', () => undefined);
  try {
    // The sweeper needs a moment for the trades of the last life.
    await sleep(3_000);
    const [check, replay] = [await checkVenue(pool, 'demo'), await replayVenue(pool, 'demo')];
    const { rows } = await pool.query(
      `SELECT count(*)::int AS orders, (SELECT count(*) FROM trades)::int - (SELECT count(*) FROM settlements)::int AS unsettled FROM orders`,
    );
    const [{ orders, unsettled }] = rows as { orders: number; unsettled: number }[];
    const broken = [...check.verdicts, ...replay.verdicts]
      .filter(({ ok }) => !ok)
      .map(({ id, broken: what }) => `${id}: ${what.join('; ')}`);
    if (unsettled > 0) broken.push(`${unsettled} trades are not settled`);
    return { commands: check.commands, orders, broken };
  } finally {
    await pool.end();
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
