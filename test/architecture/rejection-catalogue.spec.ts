import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { ContextCatalogue } from '../../src/platform/http/catalogue.js';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
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
