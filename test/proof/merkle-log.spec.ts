import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { appendOfficeEntry, leafHash, merkleRoot } from '../../src/audit/index.js';
import { COSIGNED_NOTE_CHARACTERS_MAX } from '../../src/kernel/limits.js';
import { rotateKey } from '../../src/proof/commands/rotate-key.js';
import { checkpointText, parseCheckpoint } from '../../src/proof/domain/checkpoint.js';
import {
  isSignedNote,
  judgeNote,
  keyIdOf,
  type NoteKey,
  parseVkey,
  vkeyOf,
} from '../../src/proof/domain/note-key.js';
import { noteText, parseNote } from '../../src/proof/domain/signed-note.js';
import {
  entryOfTold,
  isConsistent,
  isIncluded,
  KeyNotHere,
  LogKeeper,
  LogRefused,
  signCheckpoint,
  signerParts,
} from '../../src/proof/index.js';
import { exportTiles } from '../../src/proof/queries/export-tiles.js';
import { PrivateKeys } from '../../src/proof/store/private-keys.js';
import { LogMisbehaved, witnessOnce } from '../../src/proof/witness/witness-round.js';
import { serveWitness } from '../../src/proof/witness/witness-server.js';
import { originHash, Witness } from '../../src/proof/witness/witness.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { atTheLimit } from '../support/at-the-limit.js';
import { done, VenueClient } from '../api/venue-client.js';

let app: TestApp;
let keeper: LogKeeper;
let logs: string;
const scratch = mkdtempSync(join(tmpdir(), 'airshed-proof-'));
const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
const json = async (path: string): Promise<any> => (await fetch(`${logs}/${path}`)).json(); // eslint-disable-line @typescript-eslint/no-explicit-any
const listed = async (): Promise<any> => (await fetch(logs)).json(); // eslint-disable-line @typescript-eslint/no-explicit-any
const keysOf = async (log: string): Promise<NoteKey[]> =>
  (await json(`${log}/keys`)).keys.map(({ vkey }: { vkey: string }) => parseVkey(vkey)!);
const asOwner = async (sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: app.database.ownerUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
};
let told = 0;
/** One more record in the journal of the demo venue, sent by plant A; its place. */
const moreNews = async (): Promise<number> => {
  const title = `Account ${(told += 1)}`;
  done(await new VenueClient(app).post('plant-a-manager', 'accounts', { title, kind: 'compliance' }));
  const { rows } = await app.database.pool.query(
    `SELECT first_seq, convert_from(payload, 'UTF8') AS text FROM journal_batches WHERE venue_no = 1 ORDER BY last_seq DESC LIMIT 20`,
  );
  const [place] = rows.flatMap(({ first_seq, text }) =>
    (text as string)
      .split('\n')
      .flatMap((line, at) => (line.includes(title) ? [Number(first_seq) + at] : [])),
  );
  return place!;
};
const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const servers: Server[] = [];
/** A log that says this and nothing else. */
const fakeLog = async (note: string): Promise<string> => {
  const server = createServer((_, reply) => void reply.end(note));
  servers.push(server);
  return listening(server);
};

beforeAll(async () => {
  app = await startTestApp();
  keeper = app.app.get(LogKeeper, { strict: false });
  logs = `${app.address}/api/v1/logs`;
  await keeper.checkpoint(0);
  await keeper.checkpoint(1);
}, 60_000);
afterAll(async () => {
  for (const server of servers) server.close();
  await app.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe('the log of a venue', () => {
  it('has every record of its journal, under a signed checkpoint, in tiles anybody can read', async () => {
    const { items } = await listed();
    expect(items.map(({ name }: { name: string }) => name)).toEqual(['office', 'demo']);
    const response = await fetch(`${logs}/demo/checkpoint`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=5');
    const checkpoint = parseCheckpoint(await response.text())!;
    expect(isSignedNote(checkpoint.note, await keysOf('demo'))).toBe(true);
    const { rows } = await app.database.pool.query(`SELECT last_seq FROM venues WHERE venue_no = 1`);
    expect([checkpoint.origin, checkpoint.size]).toEqual([
      'airshed.local/api/v1/logs/demo',
      Number(rows[0].last_seq),
    ]);
    expect(checkpoint.size).toBeLessThan(256);
    const tile = await fetch(`${logs}/demo/tile/0/000.p/${checkpoint.size}`);
    expect(tile.headers.get('content-type')).toBe('application/octet-stream');
    expect(tile.headers.get('cache-control')).toContain('immutable');
    const hashes = Buffer.from(await tile.arrayBuffer());
    const leaves = Array.from({ length: checkpoint.size }, (_, i) => hashes.subarray(i * 32, i * 32 + 32));
    expect(merkleRoot(leaves)).toEqual(checkpoint.root);
    const bundle = await fetch(`${logs}/demo/tile/entries/000.p/${checkpoint.size}`);
    const entries = Buffer.from(await bundle.arrayBuffer());
    expect(entries.length).toBe(34 * checkpoint.size);
    leaves.forEach((leaf, i) => expect(leafHash(entries.subarray(i * 34 + 2, i * 34 + 34))).toEqual(leaf));
  });

  it('proves each record and its own growth', async () => {
    const older = parseCheckpoint(await (await fetch(`${logs}/demo/checkpoint`)).text())!;
    for (const seq of [1, older.size]) {
      const { index, size, leaf, hashes } = await json(`demo/proofs/inclusion/${seq}`);
      const claim = { index, size, leaf: bytes(leaf), proof: hashes.map(bytes), root: older.root };
      expect([index, isIncluded(claim)]).toEqual([seq - 1, true]);
    }
    await moreNews();
    const fresh = (await keeper.checkpoint(1))!;
    const { hashes } = await json(`demo/proofs/consistency?from=${older.size}&to=${fresh.size}`);
    const growth = { older: older.size, newer: fresh.size, olderRoot: older.root, newerRoot: fresh.root };
    expect(isConsistent({ ...growth, proof: hashes.map(bytes) })).toBe(true);
    const page = await json('demo/checkpoints?limit=1');
    expect(page.items[0].size).toBe(fresh.size);
    expect((await json(`demo/checkpoints?limit=1&after=${page.next}`)).items[0].size).toBe(older.size);
    // Narrowed by the record they hold and by when they were signed: what is left is what one would sift out of all.
    const all: { no: number; size: number; signedAt: string }[] = (await json('demo/checkpoints?limit=500'))
      .items;
    const mid = all[Math.floor(all.length / 2)]!;
    for (const [query, keeps] of [
      [`seq=${mid.size}`, ({ size }) => size >= mid.size],
      [`from=${mid.signedAt}`, ({ no }) => no >= mid.no],
      [`to=${mid.signedAt}`, ({ no }) => no < mid.no],
      [`seq=${fresh.size + 1}`, () => false],
    ] as [string, (one: (typeof all)[number]) => boolean][])
      expect((await json(`demo/checkpoints?limit=500&${query}`)).items).toEqual(all.filter(keeps));
    const first = await json(`demo/proofs/inclusion/1?size=${older.size}`);
    expect(first.size).toBe(older.size);
  });

  it('shows a sender what it sent and was told, an auditor the whole line, others nothing', async () => {
    const seq = await moreNews();
    await keeper.checkpoint(1);
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    const ask = async (login: string): Promise<any> => {
      const headers = { authorization: `Bearer ${await app.tokenOf(login)}` };
      return (await fetch(`${logs}/demo/records/${seq}`, { headers })).json();
    };
    const own = await ask('plant-a');
    const shown = { told: own.told, toldSalt: bytes(own.toldSalt), eventsHash: bytes(own.eventsHash) };
    expect(leafHash(entryOfTold(shown)).toString('base64')).toBe(own.leaf);
    expect(JSON.parse(own.told).seq).toBe(seq);
    expect(own.told).not.toContain('"ev":');
    expect(own.line).toBeUndefined();
    expect(own.tlogProof).toMatch(new RegExp(`^c2sp.org/tlog-proof@v1\nindex ${seq - 1}\n`));
    expect((await ask('auditor')).line).toContain('"ev":');
    expect((await ask('plant-b')).code).toBe('proof.record_unknown');
    expect((await ask('exchange')).code).toBe('proof.record_unknown');
  });

  it.each([
    ['nowhere/checkpoint', 404, 'proof.log_unknown'],
    ['demo/tile/0/000', 404, 'proof.tile_unknown'],
    ['demo/tile/0/000.p/255', 404, 'proof.tile_unknown'],
    ['demo/tile/1/x000/x000/001', 404, 'proof.tile_unknown'],
    ['demo/proofs/inclusion/1000000', 404, 'proof.record_unknown'],
    ['demo/proofs/inclusion/1?size=1000000', 404, 'proof.checkpoint_unknown'],
    ['demo/proofs/consistency?from=1&to=1000000', 404, 'proof.checkpoint_unknown'],
    ['demo/proofs/consistency?from=2&to=1', 422, 'http.invalid_request'],
    ['demo/checkpoints?after=WyJhIl0', 422, 'http.bad_cursor'],
    ['demo/checkpoints?seq=0', 422, 'http.invalid_request'],
    ['demo/checkpoints?from=2026-11-26', 422, 'http.invalid_request'],
  ])('answers %s with %i %s, and no cache keeps it', async (path, status, code) => {
    const answer = await fetch(`${logs}/${path}`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('is exported as the files that a web server needs', async () => {
    const files = new Map<string, Buffer>();
    for await (const { path, bytes: content } of exportTiles(app.database.pool)) files.set(path, content);
    const { size, root } = parseCheckpoint(files.get('demo/checkpoint')!.toString())!;
    const tile = files.get(`demo/tile/0/000.p/${size}`)!;
    expect(merkleRoot(Array.from({ length: size }, (_, i) => tile.subarray(i * 32, i * 32 + 32)))).toEqual(
      root,
    );
    expect([...files.keys()].filter((path) => path.startsWith('office/')).length).toBe(4);
  });

  it('is signed once however often it is asked, and by whoever asks at the same time', async () => {
    await appendOfficeEntry(app.database.pool as never, {
      actor: 'test',
      kind: 'news',
      subject: 's',
      detail: {},
    });
    const many = await Promise.all(Array.from({ length: 5 }, () => keeper.checkpoint(0)));
    expect(new Set(many.map((one) => one!.checkpointNo)).size).toBe(1);
    expect(await keeper.checkpoint(0)).toEqual(many[0]);
    expect((await keeper.logsWithNews()).map(({ logNo }) => logNo)).not.toContain(0);
  });

  it('has its private key in a file for the owner alone', () => {
    const folder = join(app.settings.DATA_DIR, 'log-keys');
    expect(readdirSync(folder).sort()).toEqual(['ed25519.pem', 'signed.json']);
    expect(statSync(join(folder, 'ed25519.pem')).mode & 0o777).toBe(0o600);
  });

  it.each([
    'UPDATE log_checkpoints SET note = note',
    'DELETE FROM log_checkpoints',
    'DELETE FROM log_tiles',
    'DELETE FROM log_cosignatures',
  ])('is not changed by the service: %s', async (sql) => {
    await expect(app.database.pool.query(sql)).rejects.toThrow('permission denied');
  });
});

describe('a witness', () => {
  const witnessOf = async (folder: string): Promise<Witness> =>
    new Witness({
      folder: join(scratch, folder),
      name: 'witness.example/w1',
      logKeys: await keysOf('demo'),
      nowSeconds: () => Math.floor(Date.now() / 1000),
    });
  const bring = async (checkpoint: string): Promise<{ status: number; code?: string }> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${logs}/demo/cosignatures`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ checkpoint }),
    });
    return { status: answer.status, code: ((await answer.json()) as { code?: string }).code };
  };
  /** The operator's own key on a tree of its invention. */
  const forge = async (size: number, root: Buffer): Promise<string> => {
    const [noteKey] = (await keysOf('demo')).slice(-1);
    const key = new PrivateKeys(app.settings.DATA_DIR).find('ed25519', noteKey!.publicKey)!;
    const text = checkpointText({ origin: noteKey!.name, size, root });
    return noteText({
      text,
      signatures: [{ name: noteKey!.name, keyId: keyIdOf(noteKey!), signature: key.sign(text) }],
    });
  };

  it('signs under growth, and the log shows its signature once it knows it', async () => {
    const witness = await witnessOf('w1');
    const log = `${logs}/demo`;
    expect((await witnessOnce(witness, log)).accepted).toEqual([]);
    await app.database.pool.query(`INSERT INTO log_witnesses (vkey, added_at) VALUES ($1, now())`, [
      witness.vkey,
    ]);
    expect((await witnessOnce(witness, log)).accepted).toEqual(['witness.example/w1']);
    await moreNews();
    const { size } = (await keeper.checkpoint(1))!;
    expect(await witnessOnce(witness, log)).toEqual({ size, accepted: ['witness.example/w1'] });
    const text = await (await fetch(`${log}/checkpoint`)).text();
    expect(isSignedNote(parseCheckpoint(text)!.note, [parseVkey(witness.vkey)!])).toBe(true);
    expect((await json('demo/keys')).witnesses[0].vkey).toBe(witness.vkey);
  });

  it('brings nothing that is not a checkpoint of ours under its own signature', async () => {
    const note = (await keeper.checkpoint(1))!.note;
    const witness = await witnessOf('w1');
    const { text } = parseCheckpoint(note)!.note;
    const noteKey = parseVkey(witness.vkey)!;
    const forged = { name: noteKey.name, keyId: keyIdOf(noteKey), signature: Buffer.alloc(72) };
    expect(await bring('hello')).toEqual({ status: 422, code: 'proof.not_a_checkpoint' });
    expect(await bring(note)).toEqual({ status: 403, code: 'proof.witness_unknown' });
    expect(await bring(noteText({ text, signatures: [forged] }))).toEqual({
      status: 403,
      code: 'proof.cosignature_forged',
    });
    expect(await bring(await forge(2, Buffer.alloc(32)))).toEqual({
      status: 404,
      code: 'proof.checkpoint_unknown',
    });
  });

  it('names a log that shrank, forked or was rewritten, and signs none of it', async () => {
    const witness = await witnessOf('w1');
    const { size, root } = (await keeper.checkpoint(1))!;
    const claim = { oldSize: size, proof: [] };
    expect(witness.witness({ ...claim, note: await forge(size - 1, root) })).toMatchObject({
      status: 400,
      reason: 'shrunk',
    });
    expect(witness.witness({ ...claim, note: await forge(size, leafHash('x')) })).toMatchObject({
      status: 422,
      reason: 'forked',
    });
    expect(
      witness.witness({ ...claim, proof: [root], note: await forge(size + 9, leafHash('x')) }),
    ).toMatchObject({ status: 422, reason: 'rewritten' });
    expect(witness.witness({ ...claim, oldSize: 1, note: await forge(size, root) })).toMatchObject({
      status: 409,
    });
    const ours = await forge(size, root);
    expect(witness.witness({ ...claim, note: ours.replace('airshed.local', 'other.local') })).toMatchObject({
      status: 404,
    });
    expect(witness.witness({ ...claim, note: ours.replace(`\n${size}\n`, `\n${size + 1}\n`) })).toMatchObject(
      { status: 403 },
    );
    expect(witness.seen('airshed.local/api/v1/logs/demo')).toEqual({ size, root });
    await expect(witnessOnce(witness, await fakeLog(await forge(size - 1, root)))).rejects.toThrow(
      LogMisbehaved,
    );
  });

  it('answers as C2SP tlog-witness asks', async () => {
    const witness = await witnessOf('w2');
    const refused: string[] = [];
    const server = serveWitness(witness, ['airshed.local/api/v1/logs/demo'], (_, reason) =>
      refused.push(reason),
    );
    const url = await listening(server);
    const { note, size } = (await keeper.checkpoint(1))!;
    const add = async (old: number, text: string): Promise<[number, string]> => {
      const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body: `old ${old}\n\n${text}` });
      return [answer.status, await answer.text()];
    };
    expect(await add(5, note)).toEqual([409, '0\n']);
    const [status, line] = await add(0, note);
    expect([status, line.startsWith('\u2014 witness.example/w1 ')]).toEqual([200, true]);
    expect((await add(size, note))[0]).toBe(200);
    expect(await add(size, await forge(size, leafHash('x')))).toEqual([422, '']);
    expect((await fetch(`${url}/add-checkpoint`, { method: 'POST', body: 'old 01\n\nx' })).status).toBe(400);
    expect(refused).toEqual(['forked']);
    const served = await (
      await fetch(`${url}/${originHash('airshed.local/api/v1/logs/demo')}/checkpoint`)
    ).text();
    expect(isSignedNote(parseCheckpoint(served)!.note, [parseVkey(witness.vkey)!])).toBe(true);
    server.close();
  });

  it('as a process of its own signs growth, and leaves with 1 at a planted fork', async () => {
    const vkey = (await json('demo/keys')).keys.at(-1).vkey as string;
    const runAside = (log: string): Promise<{ code: number | null; out: string; err: string }> =>
      new Promise((resolve) => {
        const of = ['--log', log, '--vkey', vkey, '--name', 'w.example/p', '--dir', join(scratch, 'p')];
        const child = spawn(process.execPath, ['bin/airshed.mjs', 'witness', '--once', ...of]);
        let [out, err] = ['', ''];
        child.stdout.on('data', (text) => (out += text));
        child.stderr.on('data', (text) => (err += text));
        child.on('close', (code) => resolve({ code, out, err }));
      });
    const { size } = (await keeper.checkpoint(1))!;
    const honest = await runAside(`${logs}/demo`);
    expect([honest.code, honest.out]).toEqual([0, expect.stringContaining(`signed at ${size} records`)]);
    const forked = await runAside(await fakeLog(await forge(size, leafHash('another history'))));
    expect([forked.code, forked.err]).toEqual([1, expect.stringContaining('THE LOG IS FORKED')]);
    const evidence = readdirSync(join(scratch, 'p')).find((name) => name.startsWith('evidence-'))!;
    expect(JSON.parse(readFileSync(join(scratch, 'p', evidence), 'utf8')).reason).toBe('forked');
  }, 60_000);

  atTheLimit('COSIGNED_NOTE_CHARACTERS_MAX', {
    at: async (limit) => expect((await bring('x'.repeat(limit))).code).toBe('proof.not_a_checkpoint'),
    past: async (onePast) => {
      expect(onePast).toBe(COSIGNED_NOTE_CHARACTERS_MAX + 1);
      expect((await bring('x'.repeat(onePast))).code).toBe('http.invalid_request');
    },
  });
});

describe('the log’s key', () => {
  it('is replaced by one that it names, and what it signed stays verifiable', async () => {
    const parts = signerParts(app.database.pool, app.settings);
    const before = (await keeper.checkpoint(1))!;
    await rotateKey(parts, 'ed25519', { actor: 'test', reason: 'rehearsal' });
    const after = (await keeper.checkpoint(1))!;
    expect([after.size, after.checkpointNo]).toEqual([before.size, before.checkpointNo + 1]);
    const [oldKey, newKey] = await keysOf('demo');
    const signedBy = (note: string, key: NoteKey): boolean =>
      isSignedNote(parseCheckpoint(note)!.note, [key]);
    expect([signedBy(before.note, oldKey!), signedBy(before.note, newKey!)]).toEqual([true, false]);
    expect([signedBy(after.note, oldKey!), signedBy(after.note, newKey!)]).toEqual([false, true]);
    const { keys } = await json('demo/keys');
    expect([keys[0].to === null, keys[1].to]).toEqual([false, null]);
    const handover = parseNote(keys[1].handover)!;
    const origin = 'airshed.local/api/v1/logs';
    expect(isSignedNote(handover, [{ ...oldKey!, name: origin }])).toBe(true);
    expect(handover.text.split('\n')[2]).toBe(vkeyOf({ ...newKey!, name: origin }));
    expect(new PrivateKeys(app.settings.DATA_DIR).find('ed25519', oldKey!.publicKey)).toBeUndefined();
    const { rows } = await app.database.pool.query(
      `SELECT convert_from(payload, 'UTF8') AS line FROM office_journal ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows[0].line).toContain('"kind":"log-key-rotated"');
  });

  it('is not to be had where it is not: another process says so and signs nothing', async () => {
    const elsewhere = signerParts(app.database.pool, {
      ...app.settings,
      DATA_DIR: join(scratch, 'elsewhere'),
    });
    await moreNews();
    await expect(signCheckpoint(elsewhere, 1)).rejects.toThrow(KeyNotHere);
    await expect(rotateKey(elsewhere, 'ed25519', { actor: 'test', reason: 'none' })).rejects.toThrow(
      KeyNotHere,
    );
  });

  it('of SM2 signs beside the other when the settings say so', async () => {
    const both = signerParts(app.database.pool, { ...app.settings, LOG_SIGNATURES: ['ed25519', 'sm2'] });
    const { note } = (await signCheckpoint(both, 1))!;
    const signed = judgeNote(parseCheckpoint(note)!.note, await keysOf('demo')).good;
    expect(signed.map(({ key }) => key.algorithm)).toEqual(['ed25519', 'sm2']);
  });
});

// The last of this file: each leaves the database as it found it, by the owner's hand.
describe('the signer refuses', () => {
  const refusal = async (): Promise<string> => {
    try {
      await keeper.checkpoint(1);
      return 'nothing';
    } catch (error) {
      return error instanceof LogRefused ? error.message : String(error);
    }
  };
  const AT_LAST = `venue_no = 1 AND last_seq = (SELECT max(last_seq) FROM journal_batches WHERE venue_no = 1)`;

  it.each([
    [
      'a journal that was re-hashed',
      `UPDATE journal_batches SET hash = sha256(hash) WHERE ${AT_LAST}`,
      "the journal's chain is another",
    ],
    [
      'a journal whose last batch is gone',
      `DELETE FROM journal_batches WHERE ${AT_LAST}`,
      'the journal no longer has record',
    ],
    [
      'a new batch that does not fit the chain',
      `INSERT INTO journal_batches SELECT venue_no, last_seq + 1, last_seq + 1, prev_hash, root, hash, payload FROM journal_batches WHERE ${AT_LAST}`,
      "the journal's chain is broken",
    ],
    [
      'a tree that is another',
      `UPDATE log_tiles SET hashes = sha256(hashes) || substr(hashes, 33) WHERE log_no = 1 AND level = 0 AND tile_no = 0`,
      'its tree is not its last checkpoint with records added',
    ],
    [
      'a checkpoint whose row was edited',
      `UPDATE log_checkpoints SET root = sha256(root) WHERE log_no = 1`,
      'does not say what its row says',
    ],
    [
      'a checkpoint that somebody else signed',
      `UPDATE log_checkpoints SET note = replace(note, E'\u2014 airshed', E'\u2014 other') WHERE log_no = 1`,
      'was not signed by a key of ours',
    ],
    [
      'a log that was set back with all its checkpoints',
      `DELETE FROM log_cosignatures; DELETE FROM log_checkpoints WHERE log_no = 1; DELETE FROM log_tiles WHERE log_no = 1;
       UPDATE merkle_logs SET size = 0, journal_hash = decode(repeat('00', 32), 'hex'), blinding_key = sha256(blinding_key) WHERE log_no = 1`,
      'its tree is not what was signed before with records added',
    ],
  ])('%s', async (_, planted, said) => {
    expect(await refusal()).toBe('nothing');
    const tables = ['journal_batches', 'merkle_logs', 'log_tiles', 'log_checkpoints', 'log_cosignatures'];
    await asOwner(tables.map((table) => `CREATE TABLE was_${table} AS SELECT * FROM ${table}`).join(';'));
    await asOwner(planted);
    expect(await refusal()).toContain(said);
    const back = tables.map(
      (table) => `INSERT INTO ${table} SELECT * FROM was_${table}; DROP TABLE was_${table}`,
    );
    const gone = [...tables].reverse().map((table) => `DELETE FROM ${table}`);
    await asOwner([...gone, ...back].join(';'));
    expect(await refusal()).toBe('nothing');
  });
});
