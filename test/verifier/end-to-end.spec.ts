import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { batchesOf } from '../../src/bundle/bundle-source.js';
import { exportJournal } from '../../src/bundle/export-journal.js';
import { replayBundle } from '../../src/bundle/replay-bundle.js';
import { VenueMachine } from '../../src/machine.js';
import { SECRETS } from '../../src/platform/http/index.js';
import type { Secrets } from '../../src/platform/secrets.js';
import { LogKeeper, signerParts } from '../../src/proof/index.js';
import { signingKeys } from '../../src/proof/commands/sign-checkpoint.js';
import { keyIdOf } from '../../src/proof/domain/note-key.js';
import { noteText } from '../../src/proof/domain/signed-note.js';
import { replayBatch } from '../../src/sequencer/index.js';
import { IdempotencyWindow } from '../../src/sequencer/domain/idempotency-window.js';
import { packState, unpackState } from '../../src/sequencer/saved-state.js';
import {
  BundleCheck,
  hashWith,
  verifyCheckpoint,
  verifyConsistency,
  verifyHolding,
  verifyInclusion,
} from '../../verifier/core/index.js';
import { done, VenueClient } from '../api/venue-client.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { linesOf } from './bundles.js';
import { canonicalLine, sealed } from './forged-lines.js';

hashWith((bytes) => createHash('sha256').update(bytes).digest());
const folder = mkdtempSync(join(tmpdir(), 'airshed-end-'));
let app: TestApp;
let venue: VenueClient;
let owner: pg.Client;
let keys: string[];
let accounts: string[];
let day: string;
/** The record after which the state was kept. */
let middle: number;

beforeAll(async () => {
  app = await startTestApp({ env: { LOG_SIGNATURES: 'ed25519,sm2' } });
  venue = new VenueClient(app);
  owner = new pg.Client({ connectionString: app.database.ownerUrl });
  await owner.connect();
  accounts = await Promise.all(
    ['plant-a', 'plant-b'].map(async (who) => done(await venue.get(who, 'accounts')).body.items[0].accountId),
  );
  await venue.allocate('CEA-2026', [{ accountId: accounts[0], quantity: '1000' }], '1000000');
  await trade(4);
  await log().checkpoint(1);
  middle = await keepState();
  await trade(5);
  day = await app.engine.ask('demo', ({ market }) => market.tradingDay);
  done(await venue.post('exchange', 'trading-days/close', { day }));
  await until(() => app.engine.ask('demo', ({ reconciliation }) => reconciliation.lastReport === day));
  await until(() => app.engine.ask('demo', ({ holdings }) => holdings.lastDay === day));
  await log().checkpoint(1);
  ({ keys } = JSON.parse(linesOf(await exported(1))[0].toString()) as { keys: string[] });
});
afterAll(async () => {
  await owner?.end();
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});

const log = (): LogKeeper => app.app.get(LogKeeper, { strict: false });

async function trade(times: number): Promise<void> {
  for (let no = 0; no < times; no++) {
    const order = { symbol: 'CEA-2026', price: '74.00', quantity: `${10 + no}` };
    done(await venue.post('plant-a', 'orders', { ...order, accountId: accounts[0], side: 'sell' }));
    done(await venue.post('plant-b', 'orders', { ...order, accountId: accounts[1], side: 'buy' }));
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 600; looks++) {
    if (await holds()) return;
    await new Promise((then) => setTimeout(then, 50));
  }
  throw new Error('it never came');
}

/** Keeps the state after what is committed now, as the service does after very many commands. */
async function keepState(): Promise<number> {
  const machine = new VenueMachine();
  let [seq, at] = [0, 0];
  let head: Buffer | undefined;
  const client = await app.database.pool.connect();
  try {
    for await (const batch of batchesOf(client, 1, 0, Number.MAX_SAFE_INTEGER)) {
      for (const record of replayBatch(machine, undefined, batch)) at = record.at;
      seq = batch.lastSeq;
      head = batch.hash;
    }
  } finally {
    client.release();
  }
  const memory = { machine: machine.dump(), window: new IdempotencyWindow().dump(), at };
  const { bytes, machineHash } = (await packState(memory, () => Promise.resolve(true)))!;
  await owner.query(
    `INSERT INTO venue_snapshots (venue_no, seq, head_hash, state_hash, state) VALUES (1, $1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [seq, head, machineHash, bytes],
  );
  return seq;
}

async function exported(from: number, to = Number.MAX_SAFE_INTEGER): Promise<Buffer> {
  const { idSecret } = app.app.get<Secrets>(SECRETS);
  const client = await app.database.pool.connect();
  const parts: Buffer[] = [];
  try {
    for await (const part of exportJournal(client, { venue: 'demo', from, to, idSecret })) parts.push(part);
  } finally {
    client.release();
  }
  return Buffer.concat(parts);
}

async function verified(lines: readonly Buffer[], brought: object = { keys }) {
  const check = new BundleCheck(brought);
  for (const line of lines) check.take(line);
  return check.finish();
}
function replayed(lines: readonly Buffer[]) {
  const file = join(folder, 'one.bundle');
  writeFileSync(file, Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
  return replayBundle(file);
}
const lookedAt = ({ verdicts }: { verdicts: readonly { promise: string; checked: number }[] }) =>
  Object.fromEntries(verdicts.map(({ promise, checked }) => [promise, checked]));

/** A bundle with the first line of a kind changed, sealed as if it had always been so. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function changed(lines: readonly Buffer[], kind: string, change: (line: any) => object): readonly Buffer[] {
  const at = lines.findIndex((line) => line.toString().startsWith(`{"#":"${kind}"`));
  const line = JSON.parse(lines[at].toString()) as object;
  return sealed(lines.with(at, canonicalLine(change(line))));
}

describe('the report of a day', () => {
  it('is verified with the bundle: its signature, the head of the log and the state that it says', async () => {
    const lines = linesOf(await exported(1));
    const report = await verified(lines);
    expect([report.broken, lookedAt(report).reports]).toEqual([undefined, 1]);
    const replay = replayed(lines);
    expect([replay.difference, replay.reports]).toEqual([
      undefined,
      [expect.objectContaining({ day, stateHash: expect.stringMatching(/^[0-9a-f]{64}$/) })],
    ]);
    const [{ seq, stateSeq, stateHash }] = replay.reports;
    const { rows } = await owner.query(`SELECT seq, open FROM day_reports`);
    expect([Number(rows[0].seq), JSON.parse(rows[0].open as string).state]).toEqual([
      seq,
      { seq: stateSeq, hash: stateHash },
    ]);
  });

  it('is refused where another state was published, or none, by the verifier and by the replay', async () => {
    const lines = linesOf(await exported(1));
    const places = lines.flatMap((line, at) => (line.toString().startsWith('{"#":"state"') ? [at] : []));
    const said = places.at(-1)!;
    const other = JSON.parse(lines[said].toString()) as { hash: string };
    const lied = sealed(lines.with(said, canonicalLine({ ...other, hash: '0'.repeat(64) })));
    expect((await verified(lied)).broken).toMatchObject({ promise: 'reports', fault: 'report_state' });
    expect(replayed(lied).difference).toMatch(/the state after record \d+ is not the published one/);
    const silent = sealed(lines.toSpliced(said, 1));
    expect((await verified(silent)).broken).toMatchObject({ promise: 'reports', fault: 'report_state' });
    expect(replayed(silent).difference).toMatch(/and the bundle does not publish it/);
  });
});

describe('a bundle that begins late', () => {
  it('is verified and replayed from the state before it', async () => {
    const lines = linesOf(await exported(middle + 2));
    const header = JSON.parse(lines[0].toString()) as { from: number; frontier: string[] };
    expect([header.from, header.frontier.length > 0]).toEqual([middle + 1, true]);
    const report = await verified(lines);
    expect([report.broken, report.ok, report.isPinned]).toEqual([undefined, true, true]);
    expect(lookedAt(report)).toMatchObject({ reports: 1, holdings: 2 });
    const replay = replayed(lines);
    expect([replay.difference, replay.reports.length]).toEqual([undefined, 1]);
    expect(replay.compared).toBeGreaterThanOrEqual(2);
    expect(replay.stateHash).toBe(replayed(linesOf(await exported(1))).stateHash);
  });

  it('is refused with another start: other titles, another state, another place, another tree before it', async () => {
    const lines = linesOf(await exported(middle + 1));
    const titles = (move: number) => (line: { titles: number[][] }) => {
      const users = line.titles.filter(([account, asset]) => account >= 100 && asset === 0);
      expect(users.length).toBeGreaterThan(1);
      users[0][2] += move;
      users[1][2] -= move;
      return line;
    };
    expect((await verified(changed(lines, 'opening', titles(1)))).broken).toMatchObject({
      promise: expect.stringMatching(/^(supply|holdings)$/),
    });
    const one = (line: { titles: number[][] }) => {
      line.titles[0][2] += 1;
      return line;
    };
    expect((await verified(changed(lines, 'opening', one))).broken).toMatchObject({ fault: 'opening_sum' });

    const richer = await otherState(lines, (machine) => {
      const balance = machine.ledger.find(([account, asset]) => account >= 100 && asset === 0)!;
      balance[2] += 1_000_000;
    });
    expect(replayed(richer).difference).toMatch(/is not the published one|is decided the same|covered/);
    const named = changed(lines, 'snapshot', (line) => ({ ...line, stateHash: '1'.repeat(64) }));
    expect(replayed(named).difference).toMatch(/the state after record \d+ is not the published one/);
    const moved = changed(lines, 'snapshot', (line) => ({ ...line, seq: line.seq - 1 }));
    expect(replayed(moved).difference).toMatch(/the state is of record/);
    const frontier = changed(lines, 'airshed-bundle', (line) => ({
      ...line,
      frontier: [...line.frontier.slice(1), line.frontier[0]],
    }));
    expect((await verified(frontier)).broken).toMatchObject({ promise: 'log' });
    const linked = changed(lines, 'airshed-bundle', (line) => ({ ...line, prev: '2'.repeat(64) }));
    expect((await verified(linked)).broken).toMatchObject({ promise: 'chain' });
    expect(replayed(linked).difference).toBeDefined();
  });

  /** The bundle with a state of one's own, packed and named as a state is. */
  async function otherState(
    lines: readonly Buffer[],
    change: (machine: { ledger: number[][] }) => void,
  ): Promise<readonly Buffer[]> {
    const at = lines.findIndex((line) => line.toString().startsWith('{"#":"snapshot"'));
    const line = JSON.parse(lines[at].toString()) as { state: string };
    const memory = unpackState(Buffer.from(line.state, 'base64'))!;
    change(memory.machine as unknown as { ledger: number[][] });
    const { bytes, machineHash: stateHash } = (await packState(memory, () => Promise.resolve(true)))!;
    return sealed(lines.with(at, canonicalLine({ ...line, state: bytes.toString('base64'), stateHash })));
  }
});

describe('a log that signs with SM2, too', () => {
  it('is verified by either key alone, and by neither of another log', async () => {
    const lines = linesOf(await exported(1));
    expect(keys).toHaveLength(2);
    // Base64 has a plus of its own.
    const typeOf = (vkey: string) => Buffer.from(vkey.split('+').slice(2).join('+'), 'base64')[0];
    const sm2 = keys.filter((vkey) => typeOf(vkey) === 0xff);
    expect(sm2).toHaveLength(1);
    for (const one of [sm2, keys.filter((vkey) => !sm2.includes(vkey))]) {
      const report = await verified(lines, { keys: one });
      expect([report.broken, report.isPinned]).toEqual([undefined, true]);
    }
    const notes = lines.filter((line) => line.toString().startsWith('{"#":"checkpoint"'));
    const { note } = JSON.parse(notes.at(-1)!.toString()) as { note: string };
    const judged = await verifyCheckpoint(note, { keys: sm2 });
    expect(judged).toMatchObject({ ok: true, signedBy: [sm2[0].split('+')[0]] });
    // One bit of the SM2 signature, and everything else as it was.
    const id = sm2[0].split('+')[1];
    const spoiled = changed(lines, 'checkpoint', (line) => ({
      ...line,
      note: line.note.replace(/(\u2014 \S+ )(\S+)/g, (all: string, name: string, text: string) => {
        const bytes = Buffer.from(text, 'base64');
        if (bytes.subarray(0, 4).toString('hex') !== id) return all;
        bytes[20] ^= 1;
        return `${name}${bytes.toString('base64')}`;
      }),
    }));
    expect((await verified(spoiled)).broken).toMatchObject({ promise: 'signed', fault: 'forged' });
  });
});

describe('what a page is answered', () => {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const json = async (path: string, login?: string): Promise<any> => {
    const headers = new Headers();
    if (login !== undefined) headers.set('authorization', `Bearer ${await app.tokenOf(login)}`);
    return (await fetch(`${app.address}/api/v1/${path}`, { headers })).json();
  };

  it('about one’s own record, two checkpoints and one’s holding, is verified as it is', async () => {
    const trust = { keys };
    const { rows } = await owner.query(
      `SELECT first_seq, convert_from(payload, 'UTF8') AS text FROM journal_batches WHERE venue_no = 1 ORDER BY 1`,
    );
    const own = rows
      .flatMap(({ text }) => (text as string).split('\n'))
      .map((line) => JSON.parse(line))
      .find(({ cmd }) => cmd.kind === 'place-order' && cmd.side === 'sell');
    const record = await json(`logs/demo/records/${own.seq}`, 'plant-a');
    expect(await verifyInclusion(record, trust)).toMatchObject({ ok: true, isPinned: true });
    const hidden = await json(`logs/demo/proofs/inclusion/${own.seq}`);
    expect(await verifyInclusion(hidden, trust)).toMatchObject({ ok: true });
    const { told } = record;
    expect(
      (await verifyInclusion({ ...record, told: told.replace('7400', '7401') }, trust)).broken,
    ).toMatchObject({
      fault: 'other_leaf',
    });

    const { items } = await json('logs/demo/checkpoints?limit=50');
    const [newer, older] = [items[0], items.at(-1)];
    expect(newer.size).toBeGreaterThan(older.size);
    const { hashes } = await json(`logs/demo/proofs/consistency?from=${older.size}&to=${newer.size}`);
    const claim = { older: older.note, newer: newer.note, hashes };
    expect(await verifyConsistency(claim, trust)).toMatchObject({
      ok: true,
      checkpoint: { size: newer.size },
    });

    const { proofs } = await json(`venues/demo/accounts/${accounts[0]}/holding-proofs?day=${day}`, 'plant-a');
    const statements = (await json('venues/demo/holding-statements')).items;
    expect(proofs.length).toBe(2);
    for (const proof of proofs) {
      const statement = statements.find((one: { asset: number }) => one.asset === proof.asset);
      expect(verifyHolding(proof, statement)).toMatchObject({ ok: true, amount: proof.amount });
    }
  });
});

describe('a witness as a process of its own', () => {
  it('signs what grew; after the database is edited and hashed anew it signs nothing and names the log', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'airshed-witness-'));
    const args = ['--log', `${app.address}/api/v1/logs/demo`, '--name', 'witness.example/w1', '--dir', dir];
    const look = () => witness([...args, '--vkey', ...keys, '--once']);
    const first = await look();
    expect(first.code).toBe(0);
    const vkey = /^witness (\S+)$/m.exec(first.out)![1];
    await app.database.pool.query(`INSERT INTO log_witnesses (vkey, added_at) VALUES ($1, now())`, [vkey]);
    done(await venue.post('plant-b-manager', 'accounts', { title: 'One more', kind: 'compliance' }));
    await log().checkpoint(1);
    expect((await look()).out).toMatch(/signed at \d+ records$/m);

    const lines = linesOf(await exported(1));
    const report = await verified(lines, { keys, witnesses: [vkey] });
    expect([report.broken, lookedAt(report).witnessed]).toEqual([undefined, 1]);

    // A superuser who has the log's own keys edits an order and signs the head of that other history.
    const { rows: heads } = await owner.query(
      `SELECT size, root, note FROM log_checkpoints WHERE log_no = 1 ORDER BY size DESC LIMIT 2`,
    );
    const other = createHash('sha256').update('another history').digest();
    const [origin] = (heads[0].note as string).split('\n');
    const text = `${origin}\n${heads[0].size}\n${other.toString('base64')}\n`;
    const signatures = (await signingKeys(signerParts(app.database.pool, app.settings))).map((key) => ({
      ...{ name: origin, keyId: keyIdOf({ ...key, name: origin }), signature: key.sign(text) },
    }));
    const note = noteText({ text, signatures });
    const head = (root: Buffer, signed: string) =>
      owner.query(`UPDATE log_checkpoints SET root = $1, note = $2 WHERE log_no = 1 AND size = $3`, [
        ...[root, signed, heads[0].size],
      ]);
    await head(other, note);
    const forked = await look();
    expect([forked.code, forked.err]).toEqual([1, expect.stringContaining('THE LOG IS FORKED')]);
    await head(heads[0].root as Buffer, heads[0].note as string);

    // And one forgets the newest records and everything that was signed of them.
    await owner.query(`DELETE FROM log_cosignatures WHERE log_no = 1`);
    await owner.query(`DELETE FROM log_checkpoints WHERE log_no = 1 AND size > $1`, [heads[1].size]);
    const rolledBack = await look();
    expect([rolledBack.code, rolledBack.err]).toEqual([1, expect.stringContaining('THE LOG IS SHRUNK')]);
    const kept = readdirSync(dir).filter((name) => name.startsWith('evidence-'));
    const reasons = kept.map((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')).reason);
    expect(reasons).toContain('shrunk');
    rmSync(dir, { recursive: true, force: true });
  });

  async function witness(args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    const child = spawn(process.execPath, ['bin/airshed.mjs', 'witness', ...args]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    const code = await new Promise<number>((then) => child.once('exit', (status) => then(status ?? -1)));
    return { code, out, err };
  }
});
