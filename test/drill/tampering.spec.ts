import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { JournalBatch } from '../../src/audit/index.js';
import { batchesOf, bundleSource } from '../../src/bundle/bundle-source.js';
import { exportJournal } from '../../src/bundle/export-journal.js';
import { SECRETS } from '../../src/platform/http/index.js';
import type { Secrets } from '../../src/platform/secrets.js';
import { LogKeeper } from '../../src/proof/index.js';
import { BundleCheck, hashWith } from '../../verifier/core/index.js';
import { done, VenueClient } from '../api/venue-client.js';
import { Dice } from '../simulation/dice.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { linesOf } from '../verifier/bundles.js';
import { TAMPERINGS, type Target } from './tampering.js';

hashWith((bytes) => createHash('sha256').update(bytes).digest());

/** `npm run drill -- --edits 1000 --seed S` asks for more. */
const EDITS = Number(process.env.DRILL_EDITS ?? 60);
const SEED = Number(process.env.DRILL_SEED ?? 20261125);

let app: TestApp;
let superuser: pg.Pool;
let client: pg.PoolClient;
let target: Target;
/** Kept outside the house from before: the keys, and one signed head. */
let kept: { readonly keys: readonly string[]; readonly seen: readonly string[] };

beforeAll(async () => {
  app = await startTestApp();
  const venue = new VenueClient(app);
  const log = app.app.get(LogKeeper, { strict: false });
  const [a, b] = await Promise.all(
    ['plant-a', 'plant-b'].map(
      async (who) => done(await venue.get(who, 'accounts')).body.items[0].accountId as string,
    ),
  );
  await venue.allocate('CEA-2026', [{ accountId: a, quantity: '1000' }], '1000000');
  for (let no = 0; no < 12; no++) {
    const order = { symbol: 'CEA-2026', price: '74.00', quantity: `${10 + no}` };
    done(await venue.post('plant-a', 'orders', { ...order, accountId: a, side: 'sell' }));
    done(await venue.post('plant-b', 'orders', { ...order, accountId: b, side: 'buy' }));
    if (no % 4 === 3) await log.checkpoint(1);
  }
  const day = await app.engine.ask('demo', ({ market }) => market.tradingDay);
  done(await venue.post('exchange', 'trading-days/close', { day }));
  for (let looks = 0; looks < 400; looks++) {
    if ((await app.engine.ask('demo', ({ holdings }) => holdings.lastDay)) === day) break;
    await new Promise((then) => setTimeout(then, 50));
  }
  await log.checkpoint(1);
  superuser = new pg.Pool({ connectionString: app.database.ownerUrl, max: 1 });
  client = await superuser.connect();
  const { keys, newest, log: kind } = await bundleSource(client, 'demo');
  kept = { keys, seen: [newest.note] };
  const batches: JournalBatch[] = [];
  for await (const batch of batchesOf(client, 1, 0, newest.size)) batches.push(batch);
  target = { venueNo: 1, origin: kind.origin, blinding: kind.blindingKey, batches };
});
afterAll(async () => {
  client?.release();
  await superuser?.end();
  await app?.close();
});

/** What an outsider finds in what the database gives now; undefined: nothing. */
async function found(): Promise<string | undefined> {
  const { idSecret } = app.app.get<Secrets>(SECRETS);
  const check = new BundleCheck(kept);
  const parts: Buffer[] = [];
  try {
    const asked = { venue: 'demo', from: 1, to: Number.MAX_SAFE_INTEGER, idSecret };
    for await (const part of exportJournal(client, asked)) parts.push(part);
  } catch (error) {
    return `no bundle: ${String(error)}`;
  }
  for (const line of linesOf(Buffer.concat(parts))) check.take(line);
  const { ok, isPinned, broken } = await check.finish();
  return ok && isPinned ? undefined : (broken?.promise ?? 'no key');
}

describe('the tamper drill', () => {
  it(`finds every one of ${EDITS} edits by a superuser of the database, with one checkpoint kept outside`, async () => {
    const dice = new Dice(SEED, 0);
    const kinds = Object.keys(TAMPERINGS);
    const by = new Map<string, number>();
    const missed: string[] = [];
    expect(await found()).toBeUndefined();
    for (let no = 0; no < EDITS; no++) {
      const kind = no < kinds.length ? kinds[no] : dice.one(kinds);
      // Undone by the database itself: no restore, no restart.
      await client.query('BEGIN');
      try {
        await TAMPERINGS[kind](client, target, dice);
        const promise = await found();
        if (promise === undefined) missed.push(`${no}: ${kind}`);
        else by.set(promise, (by.get(promise) ?? 0) + 1);
      } finally {
        await client.query('ROLLBACK');
      }
    }
    const promises = [...by].map(([promise, count]) => `${promise} ${count}`).join(', ');
    process.stdout.write(`seed ${SEED}: ${EDITS} edits, ${EDITS - missed.length} found (${promises})\n`);
    expect(missed).toEqual([]);
    expect(await found()).toBeUndefined();
  }, 3_600_000);
});
