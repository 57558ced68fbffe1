import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvariantBroken } from './invariant.js';
import { canonical, canonicalPieces, type Json } from './json.js';

describe('a canonical text', () => {
  it('sorts keys by UTF-16 code units, as RFC 8785 §3.2.3 shows', () => {
    const value = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 };
    expect(canonical(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}');
  });

  it('escapes as RFC 8785 §3.2.2 shows and pads nothing', () => {
    expect(canonical({ string: '€$\u000f\nA\'B"\\\\"/', literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    expect(canonical([])).toBe('[]');
    expect(canonical({})).toBe('{}');
  });

  it('leaves out what is undefined and knows one zero', () => {
    expect(canonical({ b: undefined, a: -0, c: [0] })).toBe('{"a":0,"c":[0]}');
  });

  it.each([[0.5], [NaN], [Infinity], [2 ** 53]])('holds no %p', (number) =>
    expect(() => canonical({ amount: number })).toThrow(InvariantBroken),
  );

  it.each([[1n], [() => 1], [Symbol('x')]])('holds nothing but plain data: %p', (thing) =>
    expect(() => canonical([thing as unknown as Json])).toThrow(InvariantBroken),
  );

  const json = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.string({ unit: 'binary' }),
      fc.array(tie('value')),
      fc.dictionary(fc.string(), tie('value')),
    ),
  })).value;

  it('means what it was made from, has no line break, and is the same however often it is made', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonical(value);
        expect(canonical(JSON.parse(text) as Json)).toBe(text);
        expect(text).not.toContain('\n');
      }),
    );
  });

  it('does not depend on the order in which members were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.maxSafeInteger()), (value) => {
        const backwards = Object.fromEntries(Object.entries(value).reverse());
        expect(canonical(backwards)).toBe(canonical(value));
      }),
    );
  });

  it('is the same in pieces, however deep they go', () => {
    fc.assert(
      fc.property(json, fc.nat(5), (value, depth) => {
        expect([...canonicalPieces(value, depth)].join('')).toBe(canonical(value));
      }),
    );
  });

  it('is opened down to the depth that is asked for', () => {
    const value = { b: [1, [2]], a: {}, c: undefined, d: null };
    const pieces = (depth: number): string[] => [...canonicalPieces(value, depth)];
    expect(pieces(0)).toEqual(['{"a":{},"b":[1,[2]],"d":null}']);
    expect(pieces(1)).toEqual(['{"a":', '{}', ',"b":', '[1,[2]]', ',"d":', 'null', '}']);
    expect(pieces(2)).toEqual(['{"a":', '{}', ',"b":', '[', '1', ',', '[2]', ']', ',"d":', 'null', '}']);
  });

  it('sorts many keys as it sorts few', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${(i * 37) % 100}`, i]));
    const keys = Object.keys(JSON.parse(canonical(many)) as object);
    expect(keys).toEqual(Object.keys(many).sort());
  });
});
