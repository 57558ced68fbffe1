import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PoolClient } from 'pg';
import { exportHolder } from '../../src/bundle/export-holder.js';
import { exportJournal } from '../../src/bundle/export-journal.js';
import { replayBundle } from '../../src/bundle/replay-bundle.js';
import { SECRETS } from '../../src/platform/http/index.js';
import type { Secrets } from '../../src/platform/secrets.js';
import { LogKeeper } from '../../src/proof/index.js';
import { BundleCheck, hashWith } from '../../verifier/core/index.js';
import { createHash } from 'node:crypto';
import { done, VenueClient } from '../api/venue-client.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { linesOf } from './bundles.js';

hashWith((bytes) => createHash('sha256').update(bytes).digest());
const folder = mkdtempSync(join(tmpdir(), 'airshed-bundles-'));
const idSecret = '7e'.repeat(32);
let app: TestApp;
let client: PoolClient;
let account: number;

beforeAll(async () => {
  app = await startTestApp();
  const venue = new VenueClient(app);
  const accounts = await Promise.all(
    ['plant-a', 'plant-b'].map(async (who) => done(await venue.get(who, 'accounts')).body.items[0].accountId),
  );
  await venue.allocate('CEA-2026', [{ accountId: accounts[0], quantity: '1000' }], '1000000');
  for (let no = 0; no < 6; no++) {
    const order = { symbol: 'CEA-2026', price: '74.00', quantity: `${20 + no}` };
    done(await venue.post('plant-a', 'orders', { ...order, accountId: accounts[0], side: 'sell' }));
    done(await venue.post('plant-b', 'orders', { ...order, accountId: accounts[1], side: 'buy' }));
  }
  const day = await app.engine.ask('demo', ({ market }) => market.tradingDay);
  done(await venue.post('exchange', 'trading-days/close', { day }));
  for (let looks = 0; looks < 400; looks++) {
    if (done(await venue.get(null, 'holding-statements')).body.items.length > 0) break;
    await new Promise((then) => setTimeout(then, 50));
  }
  await app.app.get(LogKeeper, { strict: false }).checkpoint(1);
  client = await app.database.pool.connect();
  const { rows } = await client.query(
    `SELECT account_no FROM balances WHERE asset_no = 1 AND posted > 0 AND account_no >= 100 ORDER BY 1`,
  );
  account = Number(rows[0].account_no);
});
afterAll(async () => {
  client?.release();
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function bytesOf(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

async function verified(bytes: Buffer) {
  const [header] = linesOf(bytes);
  const { keys } = JSON.parse(header.toString()) as { keys: string[] };
  const check = new BundleCheck({ keys });
  for (const line of linesOf(bytes)) check.take(line);
  return check.finish();
}

describe('a bundle that the service exports', () => {
  it('of a whole journal is verified by the package, and replayed to the same state', async () => {
    const bytes = await bytesOf(
      exportJournal(client, { venue: 'demo', from: 1, to: Number.MAX_SAFE_INTEGER, idSecret }),
    );
    const report = await verified(bytes);
    // The secret given here is not the venue's, so the roots are others: the one promise that must not hold.
    expect(report.broken?.promise).toBe('holdings');
    const secret = app.app.get<Secrets>(SECRETS).idSecret;
    const bytesOfTruth = await bytesOf(
      exportJournal(client, { venue: 'demo', from: 1, to: Number.MAX_SAFE_INTEGER, idSecret: secret }),
    );
    const whole = await verified(bytesOfTruth);
    expect([whole.broken, whole.ok, whole.isPinned]).toEqual([undefined, true, true]);
    const file = join(folder, 'whole.bundle');
    writeFileSync(file, bytesOfTruth);
    const replay = replayBundle(file);
    expect([replay.difference, replay.trades]).toEqual([undefined, 6]);
    expect(replay.lastSeq).toBe(whole.facts.lastSeq);
    expect(await app.engine.ask('demo', ({ seq }) => seq)).toBeGreaterThanOrEqual(replay.lastSeq);
  });

  it('of a part begins with the state before it, ends with a proof, and is verified and replayed, too', async () => {
    const secret = app.app.get<Secrets>(SECRETS).idSecret;
    const { rows } = await client.query(`SELECT last_seq FROM journal_batches WHERE venue_no = 1 ORDER BY 1`);
    const to = Number(rows.at(-4).last_seq);
    const bytes = await bytesOf(exportJournal(client, { venue: 'demo', from: 1, to, idSecret: secret }));
    const report = await verified(bytes);
    expect([report.broken, report.facts.lastSeq]).toEqual([undefined, to]);
    const file = join(folder, 'part.bundle');
    writeFileSync(file, bytes);
    expect(replayBundle(file).difference).toBeUndefined();
    const changed = Buffer.from(bytes.toString('latin1').replace('"price":7400', '"price":7401'), 'latin1');
    writeFileSync(file, changed);
    expect(replayBundle(file).difference).toMatch(/records that do not match its Merkle root/);
    expect((await verified(changed)).broken).toMatchObject({ promise: 'roots' });
  });

  it('has no key of holdings that are stated after its end', async () => {
    const { idSecret } = app.app.get<Secrets>(SECRETS);
    const { rows } = await client.query(`SELECT min(at_seq) AS read FROM holding_statements WHERE venue_no = 1`);
    const to = Number(rows[0].read);
    const bytes = await bytesOf(exportJournal(client, { venue: 'demo', from: 1, to, idSecret }));
    expect(bytes.includes('"#":"holdings"')).toBe(false);
    const report = await verified(bytes);
    expect([report.broken, report.facts.lastSeq]).toEqual([undefined, to]);
  });

  it('of a holder has its own records and holdings, and names nobody else', async () => {
    const bytes = await bytesOf(
      exportHolder(client, { venue: 'demo', account, idSecret: app.app.get<Secrets>(SECRETS).idSecret }),
    );
    const report = await verified(bytes);
    expect([report.broken, report.kind]).toEqual([undefined, 'holder']);
    expect(report.facts.holdings.length).toBe(2);
    const { rows } = await client.query(`SELECT org FROM accounts WHERE venue_no = 1 AND account_no = $1`, [
      account,
    ]);
    const records = linesOf(bytes)
      .filter((line) => line.includes('"#":"record"'))
      .map((line) => JSON.parse(JSON.parse(line.toString()).told) as { org: string; cmd: { kind: string } });
    expect(records.length).toBeGreaterThan(5);
    expect(
      new Set(records.filter(({ cmd }) => cmd.kind !== 'publish-holdings').map(({ org }) => org)),
    ).toEqual(new Set([rows[0].org]));
  });
});
