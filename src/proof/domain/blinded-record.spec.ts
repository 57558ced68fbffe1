import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeRecord, leafHash, merkleRoot } from '../../audit/index.js';
import { canonical, type Json } from '../../kernel/json.js';
import { blindRecord, entryOfTold } from './blinded-record.js';
import { partsOf } from './record-parts.js';

interface Vectors {
  readonly blindingKey: string;
  readonly records: readonly {
    readonly seq: number;
    readonly line: string;
    readonly told: string;
    readonly events: string;
    readonly toldSalt: string;
    readonly eventsHash: string;
    readonly entry: string;
    readonly leaf: string;
  }[];
  readonly root: string;
}
const file = new URL('../../../test/vectors/merkle-log-v1.json', import.meta.url);
const frozen = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
const key = Buffer.from(frozen.blindingKey, 'hex');
const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
};

describe('a blinded record', () => {
  it.each(frozen.records)('$seq is what it always was', (record) => {
    const blinded = blindRecord(key, record.seq, Buffer.from(record.line));
    expect(blinded).toEqual({
      told: record.told,
      toldSalt: Buffer.from(record.toldSalt, 'hex'),
      eventsHash: Buffer.from(record.eventsHash, 'hex'),
      entry: Buffer.from(record.entry, 'hex'),
    });
    expect(leafHash(blinded.entry).toString('hex')).toBe(record.leaf);
    expect(partsOf(Buffer.from(record.line)).events.toString()).toBe(record.events);
  });

  it('is what the page says, worked out by hand', () => {
    for (const { seq, told, events, entry } of frozen.records) {
      const salt = (half: number): Buffer =>
        createHmac('sha256', key)
          .update(Buffer.from([0, 0, 0, 0, 0, 0, 0, seq, half]))
          .digest();
      const t = sha256('airshed told v1\n', salt(1), told);
      const e = sha256('airshed events v1\n', salt(2), events);
      expect(sha256('airshed record v1\n', t, e).toString('hex')).toBe(entry);
    }
  });

  it('makes the frozen root', () => {
    const leaves = frozen.records.map(({ leaf }) => Buffer.from(leaf, 'hex'));
    expect(merkleRoot(leaves).toString('hex')).toBe(frozen.root);
  });

  it('is found again from what its sender is shown, and from nothing else', () => {
    const { line, seq } = frozen.records[0]!;
    const { entry, ...shown } = blindRecord(key, seq, Buffer.from(line));
    expect(entryOfTold(shown)).toEqual(entry);
    expect(entryOfTold({ ...shown, told: shown.told.replace('7463', '7464') })).not.toEqual(entry);
    expect(blindRecord(key, seq + 1, Buffer.from(line)).entry).not.toEqual(entry);
    expect(blindRecord(Buffer.alloc(32), seq, Buffer.from(line)).entry).not.toEqual(entry);
  });

  it('is split as its JSON would be, whatever is in it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), fc.array(fc.string()), (cmd, ev) => {
        const record = { seq: 1, at: 2, cmd, ev, ok: true, org: '","ev":[]' };
        const parts = partsOf(Buffer.from(encodeRecord(record)));
        const { ev: _, ...told } = record;
        expect(parts.told.toString()).toBe(encodeRecord(told));
        expect(parts.events.toString()).toBe(canonical(ev as Json));
      }),
    );
    expect(partsOf(Buffer.from('{"actor":"a","v":1}'))).toEqual({
      told: Buffer.from('{"actor":"a","v":1}'),
      events: Buffer.alloc(0),
    });
  });
});
