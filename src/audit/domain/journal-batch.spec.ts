import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { canonical } from '../../kernel/json.js';
import {
  batchLines,
  checkBatch,
  encodeRecord,
  GENESIS_HASH,
  type JournalBatch,
  sealBatch,
  stateHash,
} from './journal-batch.js';

interface Vector {
  readonly first: number;
  readonly records: readonly object[];
  readonly lines: readonly string[];
  readonly root: string;
  readonly hash: string;
}
const file = new URL('../../../test/vectors/journal-v1.json', import.meta.url);
const { venue, batches } = JSON.parse(readFileSync(file, 'utf8')) as { venue: number; batches: Vector[] };
const [three, one] = batches as [Vector, Vector];
const sha256 = (...parts: (Buffer | string)[]): Buffer =>
  parts
    .reduce<ReturnType<typeof createHash>>((hash, part) => hash.update(part), createHash('sha256'))
    .digest();
const bytes = (...values: number[]): Buffer => Buffer.from(values);

const seal = ({ first, lines }: Vector, prev: Buffer): JournalBatch => sealBatch(venue, first, prev, lines);
const whole = seal(three, GENESIS_HASH);

describe('the journal, version 1', () => {
  it.each(batches)('writes the records from $first as it always did', ({ records, lines }) => {
    expect(records.map(encodeRecord)).toEqual(lines);
  });

  it('seals three records as can be worked out by hand', () => {
    const [a, b, c] = three.lines.map((line) => sha256(bytes(0), line)) as [Buffer, Buffer, Buffer];
    const root = sha256(bytes(1), sha256(bytes(1), a, b), c);
    const header = `{"first":1,"last":3,"prev":"${'0'.repeat(64)}","root":"${root.toString('hex')}","v":1,"venue":7}`;
    expect(root.toString('hex')).toBe(three.root);
    expect(sha256(bytes(2), header).toString('hex')).toBe(three.hash);
    expect([whole.root.toString('hex'), whole.hash.toString('hex')]).toEqual([three.root, three.hash]);
    expect([whole.firstSeq, whole.lastSeq]).toEqual([1, 3]);
  });

  it('links the next batch to the one before', () => {
    const next = seal(one, whole.hash);
    const root = sha256(bytes(0), one.lines[0]!).toString('hex');
    const header = `{"first":4,"last":4,"prev":"${three.hash}","root":"${root}","v":1,"venue":7}`;
    expect([root, sha256(bytes(2), header).toString('hex')]).toEqual([one.root, one.hash]);
    expect([next.root.toString('hex'), next.hash.toString('hex')]).toEqual([one.root, one.hash]);
    expect(checkBatch(next, 4, whole.hash)).toBeUndefined();
  });

  it('gives back the lines that were sealed', () => expect(batchLines(whole)).toEqual(three.lines));

  it('hashes a state by its canonical text', () => {
    const state = { b: [1, 2], a: '配额' };
    expect(stateHash(state)).toBe(sha256('{"a":"配额","b":[1,2]}').toString('hex'));
    expect(canonical(state)).toBe('{"a":"配额","b":[1,2]}');
  });
});

describe('a stored batch', () => {
  const prev = GENESIS_HASH;
  const changed = (parts: Partial<JournalBatch>): string | undefined =>
    checkBatch({ ...whole, ...parts }, 1, prev);
  const flipped = (hash: Buffer): Buffer => Buffer.concat([bytes(hash[0]! ^ 1), hash.subarray(1)]);

  it('passes unchanged', () => expect(changed({})).toBeUndefined());

  it('is refused when a byte of a record, a record, or the order of records changed', () => {
    const text = whole.payload.toString('utf8');
    for (const payload of [text.replace('7463', '7464'), [...three.lines].reverse().join('\n')])
      expect(changed({ payload: Buffer.from(payload) })).toContain('do not match its Merkle root');
    expect(changed({ payload: Buffer.from(three.lines.slice(1).join('\n')) })).toContain(
      'wrong record count',
    );
    expect(changed({ payload: Buffer.alloc(0) })).toContain('wrong record count');
  });

  it('is refused in another place, under another predecessor, venue, root or hash', () => {
    expect(checkBatch(whole, 2, prev)).toContain('expected 2');
    expect(checkBatch(whole, 1, flipped(prev))).toContain('does not link');
    expect(changed({ venueNo: 8 })).toContain('does not match its hash');
    expect(changed({ root: flipped(whole.root) })).toContain('Merkle root');
    expect(changed({ hash: flipped(whole.hash) })).toContain('does not match its hash');
  });
});
