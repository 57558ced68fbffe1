import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { checkTrailFile } from './trail-file.js';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const json = (lines: readonly string[], next?: string): string => {
  const body = lines.map((line) => `${line}\n`).join('');
  return `${body}${JSON.stringify({ end: { lines: lines.length, sha256: hashOf(body), next } })}\n`;
};
const csv = (rows: readonly string[]): string => {
  const body = ['at,reason', ...rows].map((row) => `${row}\r\n`).join('');
  return `${body}#end,${rows.length},${hashOf(body)},\r\n`;
};
const checked = (text: string) => checkTrailFile(Buffer.from(text));

describe('an exported trail', () => {
  it('is borne out by its own last line', () => {
    const body = '{"a":"\\"x\\""}\n{"a":2}\n';
    expect(checked(json(['{"a":"\\"x\\""}', '{"a":2}'], 'c1'))).toEqual({
      ...{ lines: 2, sha256: hashOf(body), next: 'c1', fault: undefined },
    });
    expect(checked(csv(['1,plain', '2,"two\r\nlines, and a ""quote"""']))).toMatchObject({
      ...{ lines: 2, next: undefined, fault: undefined },
    });
    expect(checked(json([]))).toMatchObject({ lines: 0, fault: undefined });
  });

  it('is not, when a byte, a line or its end is another', () => {
    const text = json(['{"a":1}', '{"a":2}']);
    expect(checked(text.replace('"a":2', '"a":3')).fault).toMatch(/^it hashes to /);
    expect(checked(text.replace('{"a":1}\n', '')).fault).toMatch(/^it hashes to /);
    expect(checked(text.replace('"lines":2', '"lines":3')).fault).toBe(
      'it has 2 lines, its last line says 3',
    );
    for (const cut of [text.slice(0, -3), text.slice(0, 8), '', 'nonsense\n'])
      expect(checked(cut).fault).toBe('it has no last line: it was cut off, or is no exported trail');
    expect(checked(csv(['1,x']).replace('1,x', '1,y')).fault).toMatch(/^it hashes to /);
  });
});
