import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as limits from '../../src/kernel/limits.js';

const HOME = 'src/kernel/limits.ts';

/** Kept by other software, and too slow or too far away to be met in a test; a spec sees that it was told ours. */
const HANDED_OVER: Readonly<Record<string, string>> = {
  REQUEST_MS_MAX: 'the HTTP server of Node waits for it, and looks every half minute',
  POOL_WAIT_MS_MAX: 'the pool of connections waits for it',
  EMBEDDED_CONNECTIONS_MAX: 'PostgreSQL counts everybody on the server, the other tests too',
  QUEUE_CONNECTIONS_MAX: 'the pool of the queues',
  JOBS_COMPLETED_MAX: 'BullMQ removes old jobs when it likes to',
  JOBS_FAILED_MAX: 'BullMQ removes old jobs when it likes to',
};

/** Number formats, and what tools show or read: facts of their own files. */
const ELSEWHERE: readonly string[] = [
  'src/registry/domain/instrument.ts INSTRUMENT_NO_MAX',
  'src/registry/domain/instrument.ts SERIAL_MAX',
  'src/platform/http/public-id.ts VENUE_NO_MAX',
  'src/platform/http/public-id.ts NO_MAX',
  'src/checker/invariant.ts BROKEN_SHOWN_MAX',
  'src/cli/api-client.ts TRIES_MAX',
  'src/conformance/command-reader.ts LINE_BYTES_MAX',
  'src/conformance/report-writer.ts LINE_BYTES_MAX',
];

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
const specs = ['src', 'test']
  .flatMap(filesUnder)
  .filter((name) => name.endsWith('.spec.ts'))
  .map((name) => readFileSync(name, 'utf8'));
const names = Object.keys(limits).filter((name) => /_(?:MAX|MIN)$/.test(name));

const called = (by: string, texts: readonly string[]): string[] =>
  texts.flatMap((text) =>
    [...text.matchAll(new RegExp(`^ *${by}\\('([A-Z_]+)'`, 'gm'))].map(([, name]) => name),
  );
/** Limits that no spec tests at the limit and one past it, nor hands over by permission. */
function untested(of: readonly string[], texts: readonly string[]): string[] {
  const met = called('atTheLimit', texts);
  const told = called('handedOver', texts).filter((name) => name in HANDED_OVER);
  return of.filter((name) => !met.includes(name) && !told.includes(name));
}

const DEFINED = /^(?:export )?const ([A-Z][A-Z0-9_]*_MAX)\b[^=]*= *[\d(]/gm;
const definedIn = (file: string, text: string): string[] =>
  [...text.matchAll(DEFINED)].map(([, name]) => `${file} ${name}`);

describe('every limit of the service', () => {
  it('is tested at the limit and one past it', () => {
    expect(names.length).toBeGreaterThan(40);
    expect(untested(names, specs)).toEqual([]);
  });

  it('would be missed here without its test, or with one that only hands it over', () => {
    const texts = ["  atTheLimit('A_MAX', {", "  // atTheLimit('B_MAX', {", "handedOver('C_MAX', () => 1);"];
    expect(untested(['A_MAX', 'B_MAX', 'C_MAX'], texts)).toEqual(['B_MAX', 'C_MAX']);
    expect(untested(['REQUEST_MS_MAX'], ["handedOver('REQUEST_MS_MAX', () => 1);"])).toEqual([]);
  });

  it('is handed over only where the list says so, and the list names nothing else', () => {
    expect(called('handedOver', specs).sort()).toEqual(Object.keys(HANDED_OVER).sort());
  });

  it('has a positive whole number, and says above it what it counts', () => {
    const text = readFileSync(HOME, 'utf8');
    for (const name of names) {
      const value = limits[name as keyof typeof limits] as number;
      expect([name, Number.isSafeInteger(value) && value > 0]).toEqual([name, true]);
      const above = text
        .slice(0, text.indexOf(`export const ${name} `))
        .trimEnd()
        .split('\n')
        .at(-1)!;
      // The second of a pair stands under the words of the first.
      expect(`${name}: ${above}`).toMatch(/\*\/$|export const \w+(?:_MIN|COMPLETED_MAX) /);
    }
  });

  it('stands in that one file', () => {
    const others = filesUnder('src').filter((file) => file !== HOME && !file.endsWith('.spec.ts'));
    const found = others.flatMap((file) => definedIn(file, readFileSync(file, 'utf8')));
    expect(found.sort()).toEqual([...ELSEWHERE].sort());
  });

  it('would be noticed in another file', () => {
    expect(definedIn('a.ts', 'const X_MAX = 500;\n')).toEqual(['a.ts X_MAX']);
    expect(definedIn('a.ts', 'export const X_MAX: number = 2 ** 3;\n')).toEqual(['a.ts X_MAX']);
  });
});
