import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeRecord } from '../../audit/domain/journal-batch.js';
import { canonical, type Json } from '../../kernel/json.js';
import type { DecidedRecord } from './command.js';
import { recordLine } from './replay-line.js';

const json = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('json'), { maxKeys: 30 }),
  ),
})).json;

describe('the line of a decided record', () => {
  it('is what the journal encoding writes, whatever the record holds', () => {
    const optional = <T>(part: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
      fc.option(part, { nil: undefined });
    const record = fc.record({
      seq: fc.nat(), at: fc.nat(), by: fc.string(), org: fc.string(), key: optional(fc.string()), cmd: json,
      ok: fc.boolean(), ans: optional(json), rej: optional(json), ev: fc.array(json, { maxLength: 3 }),
    }); // prettier-ignore
    fc.assert(
      fc.property(record, (parts) => {
        const decided = parts as unknown as DecidedRecord;
        expect(recordLine(decided, canonical(parts.cmd))).toBe(encodeRecord(decided));
      }),
    );
  });

  it('has its members sorted, as the canonical form wants', () => {
    const line = recordLine(
      { seq: 1, at: 2, by: 'b', org: 'o', key: 'k', cmd: { kind: 'x' }, ok: true, ans: null, ev: [] },
      '{"kind":"x"}',
    );
    const keys = Object.keys(JSON.parse(line) as object);
    expect(keys).toEqual([...keys].sort());
  });
});
