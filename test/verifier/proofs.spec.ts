import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { suppliesOf, SumTree } from '../../src/holdings/index.js';
import {
  EN,
  faultText,
  isEd25519Signed,
  portableEd25519,
  sha512,
  verifyCheckpoint,
  verifyConsistency,
  verifyHolding,
  verifyInclusion,
  ZH,
} from '../../verifier/core/index.js';
import { reportText } from '../../verifier/core/words.js';
import { verifyFile } from '../../verifier/web/verify-file.js';
import { journalBundle, KEY, tradedVenue } from './bundles.js';
import { TestKey } from './log-keeper.js';
import { encodeRecord } from '../../src/audit/index.js';

const venue = tradedVenue();
const { keeper, lines } = journalBundle(venue);
/** §7.1, TEST 1 and TEST 3. */
const RFC8032 = [
  [
    'no text',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    'two bytes',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;
const brought = { keys: [keeper.key.vkey], witnesses: [keeper.witness.vkey] };
const toBase64 = (hashes: readonly string[]): string[] =>
  hashes.map((hash) => Buffer.from(hash, 'hex').toString('base64'));

/** As the door of a log answers about one's own record. */
function answerOf(seq: number) {
  const { told, events } = keeper.halves(seq, encodeRecord(venue.records[seq - 1]));
  return {
    ...{ seq, index: seq - 1, size: keeper.size, leaf: leafOf(seq), told },
    ...{ hashes: toBase64(keeper.inclusion(seq - 1)), checkpoint: keeper.checkpoint() },
    ...{ toldSalt: keeper.salt(seq, 1).toString('base64'), eventsHash: events.toString('base64') },
  };
}
function leafOf(seq: number): string {
  const entry = keeper.entry(seq, encodeRecord(venue.records[seq - 1]));
  return createHash('sha256').update(Buffer.of(0)).update(entry).digest('base64');
}
const faultOf = async (judgement: Promise<{ ok: boolean; broken?: { fault: string } }>) => {
  const { ok, broken } = await judgement;
  return [ok, broken?.fault];
};

describe('one record', () => {
  it('is shown to be in the signed log, as it was sent and answered', async () => {
    for (const seq of [1, 7, keeper.size]) {
      const judgement = await verifyInclusion(answerOf(seq), brought);
      expect(judgement).toMatchObject({
        ...{ ok: true, isPinned: true, signedBy: [keeper.origin], broken: undefined },
        checkpoint: { origin: keeper.origin, size: keeper.size },
        witnessedBy: [{ name: 'witness.example/w1', seconds: 1_764_000_000 }],
      });
    }
    // Whoever may not see what was sent sees that something was.
    const { told: _told, toldSalt: _salt, eventsHash: _events, ...bare } = answerOf(3);
    expect(await faultOf(verifyInclusion(bare, brought))).toEqual([true, undefined]);
  });

  it('is refused when anything of it is another', async () => {
    const answer = answerOf(5);
    const other = answerOf(6);
    const changed = (change: object) => faultOf(verifyInclusion({ ...answer, ...change }, brought));
    expect(await changed({ told: answer.told.replace('"ok":true', '"ok":false') })).toEqual([
      false,
      'other_leaf',
    ]);
    expect(await changed({ told: `${answer.told} ` })).toEqual([false, 'not_canonical']);
    expect(await changed({ seq: 6, index: 5 })).toEqual([false, 'not_canonical']);
    expect(await changed({ toldSalt: other.toldSalt })).toEqual([false, 'other_leaf']);
    expect(await changed({ leaf: other.leaf })).toEqual([false, 'other_leaf']);
    expect(await changed({ hashes: other.hashes })).toEqual([false, 'not_in_log']);
    expect(await changed({ hashes: answer.hashes.slice(1) })).toEqual([false, 'not_in_log']);
    expect(await changed({ hashes: ['AAAA'] })).toEqual([false, 'proof_form']);
    expect(await changed({ size: 3 })).toEqual([false, 'other_sizes']);
    expect(await changed({ checkpoint: keeper.checkpoint(6) })).toEqual([false, 'other_sizes']);
    expect(await changed({ checkpoint: 'nothing' })).toEqual([false, 'proof_form']);
    expect(await faultOf(verifyInclusion(undefined as never, brought))).toEqual([false, 'proof_form']);
  });

  it('is vouched for only by whom the reader names', async () => {
    const answer = answerOf(5);
    expect(await faultOf(verifyInclusion(answer, {}))).toEqual([false, 'no_key']);
    const { vkey: foreign } = new TestKey('other.example/log/demo');
    expect(await faultOf(verifyInclusion(answer, { keys: [foreign] }))).toEqual([false, 'other_log']);
    const { vkey: unknown } = new TestKey(keeper.origin);
    expect(await faultOf(verifyInclusion(answer, { keys: [unknown] }))).toEqual([false, 'unsigned']);
    const alike = keeper.key.signingLike(new TestKey(keeper.origin));
    const forged = { ...answer, checkpoint: keeper.checkpoint(keeper.size, alike) };
    expect(await faultOf(verifyInclusion(forged, brought))).toEqual([false, 'forged']);
    const stranger = { ...brought, witnesses: [new TestKey('w.example/2', 'witness').vkey] };
    expect(await faultOf(verifyCheckpoint(answer.checkpoint, stranger))).toEqual([
      false,
      'too_few_witnesses',
    ]);
    expect(await faultOf(verifyCheckpoint(answer.checkpoint, { keys: ['no key'] }))).toEqual([
      false,
      'unreadable',
    ]);
  });
});

describe('two checkpoints', () => {
  const claim = (older: number, newer = keeper.size) => ({
    ...{ older: keeper.checkpoint(older), newer: keeper.checkpoint(newer) },
    hashes: toBase64(keeper.consistency(older, newer)),
  });

  it('are one log that grew, at every size', async () => {
    for (const older of [1, 2, 7, 8, 31, keeper.size])
      expect(await faultOf(verifyConsistency(claim(older), brought))).toEqual([true, undefined]);
  });

  it('are refused when the past is another, or the log shrank', async () => {
    const { older, newer, hashes } = claim(7);
    expect(await faultOf(verifyConsistency({ older: newer, newer: older, hashes }, brought))).toEqual([
      false,
      'shrunk',
    ]);
    expect(await faultOf(verifyConsistency({ older, newer, hashes: hashes.slice(1) }, brought))).toEqual([
      false,
      'not_grown',
    ]);
    const fork = keeper.checkpoint(9).split('\n');
    const text = `${[fork[0], '7', fork[2]].join('\n')}\n`;
    const forked = `${text}\n${keeper.key.line(text)}`;
    expect(await faultOf(verifyConsistency({ older: forked, newer, hashes }, brought))).toEqual([
      false,
      'not_grown',
    ]);
  });
});

describe('one holding', () => {
  const seq = venue.records.find(({ cmd }) => cmd.kind === 'publish-holdings')!.seq;
  const { day, assets } = venue.records[seq - 1].cmd as unknown as {
    day: string;
    assets: { asset: number; issued: number; retired: number; total: number; size: number; root: string }[];
  };
  const holdingOf = () => {
    const stated = assets.find(({ asset }) => asset === 0)!;
    const copy = new (venue.machine.constructor as new () => typeof venue.machine)();
    for (const { seq: no, at, by, org, key, cmd } of venue.records.slice(0, seq - 1))
      copy.decide({ seq: no, at, by, org, key, cmd });
    const titles = [...suppliesOf(copy.ledger)].find(([asset]) => asset === 0)![1].titles;
    const [account, amount] = titles.find(([no]) => no === venue.b)!;
    const pieces = new SumTree(KEY, 0, titles).proofOf(venue.b);
    return { day, ...stated, account, amount, pieces: JSON.parse(JSON.stringify(pieces)) as object[] };
  };

  it('is part of the total that everybody was shown', () => {
    const answer = holdingOf();
    const { account: _account, amount: _amount, pieces: _pieces, ...statement } = answer;
    expect(verifyHolding(answer, statement)).toEqual({
      ...{ ok: true, amount: answer.amount, total: answer.total, broken: undefined },
    });
  });

  it('is refused with another amount, account, day or total', () => {
    const answer = holdingOf();
    const fault = (change: object, statement: object = {}) =>
      verifyHolding({ ...answer, ...change }, { ...answer, ...statement }).broken?.fault;
    expect(fault({ amount: answer.amount + 1 })).toBe('not_held');
    expect(fault({ account: answer.account + 1 })).toBe('not_held');
    expect(fault({}, { day: '2026-11-04' })).toBe('not_held');
    expect(fault({}, { total: answer.total - 1 })).toBe('total_stated');
    expect(fault({}, { total: answer.total - 1, retired: answer.retired + 1 })).toBe('not_held');
    expect(fault({ pieces: answer.pieces.slice(1) })).toBe('not_held');
    expect(fault({ amount: '5' })).toBe('proof_form');
    expect(verifyHolding(null as never).broken?.fault).toBe('unreadable');
  });
});

describe('what a page has instead of Node', () => {
  it('verifies a whole bundle from a file, packed or not', async () => {
    const text = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
    const plain = await verifyFile(new Blob([text]), brought);
    expect([plain.broken, plain.ok, plain.isPinned]).toEqual([undefined, true, true]);
    const packed = Object.assign(new Blob([gzipSync(text)]), { name: 'demo.bundle.gz' });
    expect((await verifyFile(packed, brought)).verdicts).toEqual(plain.verdicts);
    const edited = text.toString().replace('"price":7400', '"price":7401');
    const found = await verifyFile(new Blob([edited]), brought);
    expect(found.broken).toMatchObject({ promise: 'roots', fault: 'batch_root' });
    expect(reportText(found, 'zh')).toContain('的记录与其 Merkle 根不符');
    expect(reportText(found, 'en')).toContain('has records that do not match its Merkle root');
  });

  it('hashes with SHA-512 and takes Ed25519 as Node does, without Web Crypto', async () => {
    for (let length = 0; length < 260; length++) {
      const bytes = Buffer.alloc(length, length);
      expect(Buffer.from(sha512(bytes)).equals(createHash('sha512').update(bytes).digest())).toBe(true);
    }
    for (let no = 0; no < 8; no++) {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      const key = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
      const text = Buffer.from(`airshed.example/log/demo\n${no}\n`);
      const signature = sign(null, text, privateKey);
      expect(portableEd25519(key, text, signature)).toBe(true);
      expect(await isEd25519Signed(key, text, signature)).toBe(true);
      const spoiled = [signature, key, text].map((bytes, which) => {
        const all = [signature, key, text].map((one) => Buffer.from(one));
        all[which][(no * 7) % bytes.length] ^= 4;
        return portableEd25519(all[1], all[2], all[0]);
      });
      expect(spoiled).toEqual([false, false, false]);
      expect(portableEd25519(key, text, plusOrder(signature))).toBe(false);
    }
  });

  it.each(RFC8032)('takes the signature of RFC 8032 for %s', (_name, key, text, signature) => {
    const [k, m, s] = [key, text, signature].map((hex) => Buffer.from(hex, 'hex'));
    expect(portableEd25519(k, m, s)).toBe(true);
  });
});

/** The same signature with the group's order added to its scalar: another text of it that must not count. */
function plusOrder(signature: Buffer): Buffer {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  let scalar = order;
  for (let at = 0; at < 32; at++) scalar += BigInt(signature[32 + at]) << BigInt(8 * at);
  const copy = Buffer.from(signature);
  for (let at = 0; at < 32; at++) copy[32 + at] = Number((scalar >> BigInt(8 * at)) & 0xffn);
  return copy;
}

describe('faults', () => {
  it('each have a text in both languages, about the same facts', () => {
    expect(Object.keys(ZH)).toEqual(Object.keys(EN));
    const named = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    for (const fault of Object.keys(EN) as (keyof typeof EN)[]) {
      expect([fault, named(ZH[fault])]).toEqual([fault, named(EN[fault])]);
      expect(ZH[fault]).toMatch(/[\u4e00-\u9fff]/);
      expect(faultText(fault, {}, 'zh')).not.toMatch(/[{}]/);
    }
  });
});
