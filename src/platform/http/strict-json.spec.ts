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
        fc.pre(!text.includes('__proto__'));
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

  it('refuses what could reach a prototype, broken text, bad UTF-8 and nesting without end', () => {
    expect(codeOf('{"__proto__":{"admin":true}}')).toBe('http.malformed_json');
    expect(codeOf('{"a":NaN}')).toBe('http.malformed_json');
    expect(codeOf('{"a":1,}')).toBe('http.malformed_json');
    expect(codeOf(Buffer.from([0x22, 0xff, 0x22]))).toBe('http.malformed_json');
    expect(codeOf('['.repeat(200) + ']'.repeat(200))).toBe('http.malformed_json');
  });
});
