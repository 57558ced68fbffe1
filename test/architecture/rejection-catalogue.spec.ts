import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { ContextCatalogue } from '../../src/platform/http/catalogue.js';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const TEST = fileURLToPath(new URL('..', import.meta.url));
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const files = filesUnder(SRC);
/** What stands in quotes in any spec: a code in a comment is not a test. */
const specTexts = [SRC, TEST].flatMap((folder) =>
  filesUnder(folder)
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8')),
);
const sources = files.filter((name) => !name.endsWith('.spec.ts') && !name.endsWith('rejections.ts'));
const catalogues = files.filter((name) => /(^|\/)rejections\.ts$/.test(name));

/** `reject('market.busy'`, `refused('…'`, `code: '…'` and the like: a quoted code where a refusal is made. */
const USED =
  /(?:\b(?:reject|refuse|refused|rejected|problem)\(\s*|\bcode:\s*(?:[\w.!?()' =]+\?\s*)?)'([a-z-]+\.[a-z_]+)'/g;

const known = new Map<string, { file: string; status: number; zh: string; en: string }>();
for (const file of catalogues) {
  const module = (await import(join(SRC, file))) as Record<string, ContextCatalogue>;
  for (const catalogue of Object.values(module))
    for (const [code, entry] of Object.entries(catalogue)) known.set(code, { file, ...entry });
}

function untested(codes: readonly string[], specs: readonly string[]): string[] {
  const quoted = new Set(
    specs.flatMap((text) => [...text.matchAll(/['"`]([a-z-]+\.[a-z_0-9]+)['"`]/g)].map(([, code]) => code!)),
  );
  return codes.filter((code) => !quoted.has(code));
}

const used = new Map<string, string>();
for (const file of sources)
  for (const [, code] of readFileSync(join(SRC, file), 'utf8').matchAll(USED)) used.set(code!, file);

describe('the catalogue of refusals', () => {
  it('has every code that the source refuses with', () => {
    expect(used.size).toBeGreaterThan(50);
    expect([...used].filter(([code]) => !known.has(code)).map(([code, file]) => `${file}: ${code}`)).toEqual(
      [],
    );
  });

  it('has no code that nothing refuses with', () => {
    const text = sources.map((file) => readFileSync(join(SRC, file), 'utf8')).join('\n');
    expect([...known.keys()].filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });

  it('has no code that no spec meets', () => {
    expect(untested([...known.keys()], specTexts)).toEqual([]);
  });

  it('would show a code that no spec meets, also when a comment or a longer code names it', () => {
    const specs = ["expect(code).toBe('market.busy_today'); // market.busy"];
    expect(untested(['market.busy', 'market.busy_today'], specs)).toEqual(['market.busy']);
  });

  it('says each in Chinese and in English, under a status of refusal, and under its own context', () => {
    for (const [code, { file, status, zh, en }] of known) {
      expect([code, status >= 400 && status < 600]).toEqual([code, true]);
      expect([code, /\p{Script=Han}/u.test(zh)]).toEqual([code, true]);
      expect([code, /^[A-Z][\x20-\x7e]+$/.test(en)]).toEqual([code, true]);
      expect(file).toContain(code.split('.')[0]!);
    }
  });

  it('is registered by every context that has one', () => {
    const text = sources.map((file) => readFileSync(join(SRC, file), 'utf8')).join('\n');
    const names = catalogues.map(
      (file) => /export const (\w+)/.exec(readFileSync(join(SRC, file), 'utf8'))![1]!,
    );
    expect(names.filter((name) => !text.includes(`registerRejections(${name})`))).toEqual([]);
  });
});
