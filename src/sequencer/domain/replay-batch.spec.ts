import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeRecord, GENESIS_HASH, sealBatch } from '../../audit/domain/journal-batch.js';
import { InvariantBroken } from '../../kernel/invariant.js';
import { canonical, type Json } from '../../kernel/json.js';
import type { CommandRecord, DecidedRecord, SqlStatement } from './command.js';
import { IdempotencyWindow } from './idempotency-window.js';
import type { Machine } from './machine.js';
import { bodyHash, replayBatch } from './replay-line.js';

/** Answers every command with what it was told to answer, and remembers what it was asked. */
class Parrot implements Machine {
  readonly heard: CommandRecord[] = [];

  constructor(private readonly words: readonly DecidedRecord[]) {}

  decide(record: CommandRecord): DecidedRecord {
    const { ok, ans, rej, ev } = this.words[this.heard.push(record) - 1]!;
    return { ...record, ok, ans, rej, ev };
  }

  drain(): SqlStatement[] {
    return [];
  }

  letGo(): void {}

  dump(): Json {
    return null;
  }

  restore(): void {}
}

const word = fc.string({ unit: 'binary' });
const json = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    word,
    fc.maxSafeInteger(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    // Names that a record has itself must not lead astray.
    fc.dictionary(
      fc.oneof(word, fc.constantFrom('ans', 'at', 'by', 'cmd', 'ev', 'key', 'ok', 'org', 'seq')),
      tie('json'),
    ),
  ),
})).json;
const optional = <T>(part: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(part, { nil: undefined });
const record = fc.record({
  at: fc.maxSafeInteger().map(Math.abs), by: word, org: word, key: optional(word), cmd: fc.dictionary(word, json),
  ok: fc.boolean(), ans: optional(json), rej: optional(json), ev: fc.array(json, { maxLength: 3 }),
}); // prettier-ignore
const some = fc
  .uniqueArray(record, { minLength: 1, maxLength: 5, selector: ({ by, key }) => `${by} ${key}` })
  .map((all) => all.map((parts, i) => ({ seq: i + 1, ...parts }) as unknown as DecidedRecord));
const sealed = (records: readonly DecidedRecord[]) =>
  sealBatch(1, 1, GENESIS_HASH, records.map(encodeRecord));
const wordsOf = ({ ok, ans, rej, ev }: DecidedRecord) => ({ ok, ans, rej, ev });

describe('a journalled batch decided again', () => {
  it('asks the machine what it was asked before, and gives what it decided', () => {
    fc.assert(
      fc.property(some, (records) => {
        const machine = new Parrot(records);
        const decided = [...replayBatch(machine, undefined, sealed(records))];
        const asked = records.map(({ seq, at, by, org, key, cmd }) => ({ seq, at, by, org, key, cmd }));
        expect(machine.heard).toEqual(asked);
        expect(decided.map(encodeRecord)).toEqual(records.map(encodeRecord));
      }),
    );
  });

  it('remembers every key with the digest of its command', () => {
    fc.assert(
      fc.property(some, (records) => {
        const window = new IdempotencyWindow();
        for (const _ of replayBatch(new Parrot(records), window, sealed(records)));
        for (const { seq, by, key, cmd } of records)
          if (key !== undefined)
            expect(window.find(by, key, bodyHash(canonical(cmd as Json)))).toEqual({ seq, isSame: true });
      }),
    );
  });

  it('is refused when anything else became of a command', () => {
    fc.assert(
      fc.property(some, some, (records, others) => {
        const told = records.map((record, i) => ({ ...record, ...wordsOf(others[i] ?? record) }));
        const isSame = told.every((one, i) => encodeRecord(one) === encodeRecord(records[i]!));
        const replay = () => [...replayBatch(new Parrot(told), undefined, sealed(records))];
        if (isSame) expect(replay()).toHaveLength(records.length);
        else expect(replay).toThrow(InvariantBroken);
      }),
    );
  });

  it('is refused when any byte of a line is another one, unless another command is asked', () => {
    fc.assert(
      fc.property(some, fc.nat(), fc.integer({ min: 1, max: 255 }), (records, place, change) => {
        const batch = sealed(records);
        const payload = Buffer.from(batch.payload);
        payload[place % payload.length]! ^= change;
        const machine = new Parrot(records);
        try {
          for (const _ of replayBatch(machine, undefined, { ...batch, payload }));
        } catch {
          return;
        }
        const heard = machine.heard.map((asked, i) => encodeRecord({ ...asked, ...wordsOf(records[i]!) }));
        expect(heard.join('\n')).toBe(payload.toString('utf8'));
        expect(heard).not.toEqual(records.map(encodeRecord));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a space', (line: string) => line.replace('"at":', '"at": ')],
    ['another order', (line: string) => line.replace(/("at":\d+),("by":"[^"]*")/, '$2,$1')],
    ['another version', (line: string) => line.replace('"v":1', '"v":2')],
    ['something after it', (line: string) => `${line} `],
    ['a member twice', (line: string) => line.replace('"ok":true', '"ok":true,"ok":true')],
    ['nothing', () => ''],
  ])('is refused when a line has %s', (_, change) => {
    const records = [{ seq: 1, at: 5, by: 'b', org: 'o', cmd: { kind: 'x' }, ok: true, ans: null, ev: [] }];
    const batch = sealBatch(1, 1, GENESIS_HASH, records.map(encodeRecord).map(change));
    expect(() => [...replayBatch(new Parrot(records), undefined, batch)]).toThrow(InvariantBroken);
  });
});
