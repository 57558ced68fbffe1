import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RejectionError } from '../../kernel/rejection.js';
import { parseStrictJson } from './strict-json.js';

const parse = (text: string): unknown => parseStrictJson(Buffer.from(text));
const codeOf = (raw: string | Buffer): string => {
  try {
    parseStrictJson(Buffer.from(raw as string));
  } catch (error) {
    if (error instanceof RejectionError) return error.rejection.code;
    throw error;
  }
  return 'accepted';
};

describe('strict JSON', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        // Both have their own tests.
        fc.pre(!text.includes('__proto__') && !/\\u(0000|d[89a-f])/.test(text));
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses a key given twice, at any depth and however it is spelled', () => {
    expect(codeOf('{"price":"1","price":"2"}')).toBe('http.duplicate_json_key');
    expect(codeOf('{"orders":[{"a":1},{"b":{"c":1,"c":1}}]}')).toBe('http.duplicate_json_key');
    expect(codeOf('{"price":"1","pr\\u0069ce":"2"}')).toBe('http.duplicate_json_key');
    expect(codeOf('{"a":":","b":"\\":","c":{":":1}}')).toBe('accepted');
  });

  it.each([
    ['a NUL in a value', '{"reason":"a\\u0000b"}'],
    ['a NUL in a key', '{"a\\u0000b":1}'],
    ['the first half of a pair', '{"reason":"\\ud83d"}'],
    ['the second half of a pair', '["\\uDE00"]'],
    ['the halves in the wrong order', '{"a":{"b":["\\ude00\\ud83d"]}}'],
    ['half of a pair in a key, deep down', '[[{"x":{"\\ud800y":null}}]]'],
    ['a text alone', '"\\u0000"'],
  ])('refuses what no table can keep: %s', (_, text) => {
    expect(codeOf(text)).toBe('http.unstorable_text');
  });

  it('takes whole pairs, other numbered characters, and words that only look like them', () => {
    expect(parse('{"a":"\\ud83d\\ude00","b":"\\u0007","c":"\\\\u0000","\\u4e2d":"😀"}')).toEqual({
      a: '😀',
      b: '\u0007',
      c: '\\u0000',
      中: '😀',
    });
  });

  it('refuses exactly the texts that have a NUL or half of a pair', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', '\0', '\ud800', '\udfff'),
        (text, bad) => {
          // That key is refused for another reason, told below.
          fc.pre(!text.includes('\0') && text !== '__proto__');
          expect(codeOf(JSON.stringify({ [text]: [bad] }))).toBe(
            bad === '' ? 'accepted' : 'http.unstorable_text',
          );
          expect(codeOf(JSON.stringify({ [text + bad]: '' }))).toBe(
            bad === '' ? 'accepted' : 'http.unstorable_text',
          );
        },
      ),
    );
  });

  it('refuses what could reach a prototype, broken text, bad UTF-8 and nesting without end', () => {
    expect(codeOf('{"__proto__":{"admin":true}}')).toBe('http.malformed_json');
    expect(codeOf('{"a":NaN}')).toBe('http.malformed_json');
    expect(codeOf('{"a":1,}')).toBe('http.malformed_json');
    expect(codeOf(Buffer.from([0x22, 0xff, 0x22]))).toBe('http.malformed_json');
    expect(codeOf('['.repeat(200) + ']'.repeat(200))).toBe('http.malformed_json');
  });
});
