import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalEnd, NOWHERE, textEnd, valueEnd } from './json-bytes.js';
import { canonical, type Json } from './json.js';
import { SHAPE_KEYS_MAX } from './limits.js';

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 30 }),
  ),
})).value;
const bytesOf = (text: string): Buffer => Buffer.from(text);
const endOf = (value: Json | undefined, text: string): number => canonicalEnd(value, bytesOf(text), 0);

describe('the canonical text of a value, compared where it lies', () => {
  it('ends where the text that would be written ends, whatever stands around it', () => {
    fc.assert(
      fc.property(json, fc.string(), fc.constantFrom(',', '}', ']', '\n', ''), (value, before, after) => {
        const text = bytesOf(canonical(value));
        const [start, bytes] = [
          bytesOf(before).length,
          Buffer.concat([bytesOf(before), text, bytesOf(after)]),
        ];
        expect(canonicalEnd(value, bytes, start)).toBe(start + text.length);
      }),
      { numRuns: 500 },
    );
  });

  it('is another one when any byte of it is another one', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, place, change) => {
        const bytes = bytesOf(canonical(value));
        bytes[place % bytes.length]! ^= change;
        // Of a number that goes on, or is cut short by a comma, the beginning is no longer the number.
        expect(canonicalEnd(value, bytes, 0)).not.toBe(bytes.length);
      }),
      { numRuns: 500 },
    );
  });

  it('is not that of another value', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const text = canonical(other);
        expect(endOf(one, text) === bytesOf(text).length).toBe(canonical(one) === text);
      }),
    );
  });

  it.each([
    ['01', 1], ['-01', -1], ['1.0', 1], ['1e0', 1], ['+1', 1], ['-0', 0], ['', 0], ['9007199254740993', 2 ** 53 - 1],
    [' 1', 1], ['"\\u0061"', 'a'], ['"a', 'a'], ['tru', true], ['[1 ]', [1]], ['[1,]', [1]], ['{"a":1,}', { a: 1 }],
    ['{"b":1,"a":2}', { a: 2, b: 1 }], ['{"a":1,"a":1}', { a: 1 }], ['{}', { a: 1 }], ['{"a":null}', { a: undefined }],
  ] as [string, Json][])('%s is not how a value is written', (text, value) => {
    expect(endOf(value, text)).not.toBe(text.length);
  }); // prettier-ignore

  it.each([[0.5], [NaN], [Infinity], [2 ** 53], [1n], [undefined]])('%p has none', (thing) => {
    expect(endOf(thing as Json, String(thing))).toBe(NOWHERE);
  });

  it('leaves out what is undefined and knows one zero', () => {
    expect(endOf({ b: undefined, a: -0, c: [] }, '{"a":0,"c":[]}')).toBe(14);
  });

  it('is found after a comparison that failed deep inside', () => {
    expect(endOf({ a: { b: { c: 1 } } }, '{"a":{"b":{"c":2}}}')).toBe(NOWHERE);
    expect(endOf({ a: { b: { c: 1 } } }, '{"a":{"b":{"c":1}}}')).toBe(19);
  });
});

describe('the end of a value that is passed over', () => {
  it('is where its text ends', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(',"a":1}', '}', ']'), (value, after) => {
        const text = bytesOf(canonical(value));
        expect(valueEnd(Buffer.concat([text, bytesOf(after)]), 0)).toBe(text.length);
      }),
    );
  });

  it.each(['', '"abc', '"abc\\"', '[1,2', '{"a":"}"', ',', '}'])(
    'is nowhere when it does not end: %s',
    (text) => expect(valueEnd(bytesOf(text), 0)).toBe(NOWHERE),
  );

  it('is known of plain text', () => {
    expect([textEnd('"at":', bytesOf('{"at":1'), 1), textEnd('"at":', bytesOf('{"by":1'), 1)]).toEqual([
      6,
      NOWHERE,
    ]);
  });
});

describe('where it is easy to be wrong', () => {
  it('a text of nothing but what is escaped', () => {
    for (const text of ['\\', '"', '\n', '\u007f', ' ', '\\\\'])
      expect(endOf(text, JSON.stringify(text))).toBe(bytesOf(JSON.stringify(text)).length);
  });

  it.each([0, 1, 2])('an object of %i names more than are remembered', (more) => {
    const names = Array.from({ length: SHAPE_KEYS_MAX + more }, (_, i) => `n${String(i).padStart(4, '0')}`);
    const value = Object.fromEntries(names.toReversed().map((name, i) => [name, i]));
    const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, value[name]])));
    expect(canonical(value)).toBe(text);
    expect(endOf(value, text)).toBe(text.length);
  });

  it.each([
    ['"a"', 3],
    ['"a",', 3],
    ['1}', 1],
    ['1,', 1],
    ['}', NOWHERE],
    [',', NOWHERE],
    ['"a', NOWHERE],
    ['[1}', 3],
  ])('the end of %j', (text, end) => {
    expect(valueEnd(bytesOf(text), 0)).toBe(end);
  });
});
