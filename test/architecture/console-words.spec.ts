import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const CONSOLE = join(process.cwd(), 'console', 'src');
const sources = readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !name.endsWith('.spec.ts') && !name.includes('generated'),
);
const textOf = (name: string): string => readFileSync(join(CONSOLE, name), 'utf8');

interface Words {
  readonly namespace: string;
  readonly zh: Readonly<Record<string, string>>;
  readonly en: Readonly<Record<string, string>>;
}

/** `words.ts` and `…-words.ts` are loaded; a desk's menu words stand in its desk.ts. */
async function wordsOf(file: string): Promise<readonly Words[]> {
  const module = (await import(join(CONSOLE, file))) as Record<string, Words & { words?: Words }>;
  return Object.values(module).map((value) => value.words ?? value);
}

const files = sources.filter((name) => /(^|\/)([a-z-]+-)?words\.ts$/.test(name) || /\/desk\.ts$/.test(name));
const sets: { file: string; words: Words }[] = [];
// One after the other: jest's loader loses modules that two imports want at once.
for (const file of files.filter((name) => name !== 'words/define-words.ts'))
  for (const words of await wordsOf(file)) sets.push({ file, words });

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort();

/** Keys that the code says: in quotes, or the beginning of one before a `${`, or the prefix given to `wordOf`. */
function isSaid(key: string, text: string): boolean {
  if (text.includes(`'${key}'`)) return true;
  return [...key.matchAll(/\./g)].some(({ index }) => {
    const prefix = key.slice(0, index);
    return (
      text.includes(`\`${prefix}.\${`) ||
      new RegExp(`wordOf\\([^)]*'${prefix.replaceAll('.', '\\.')}'`).test(text)
    );
  });
}

describe('the words of the console', () => {
  it('are found', () => expect(sets.length).toBeGreaterThan(3));

  it('have a namespace each', () => {
    const names = sets.map(({ words }) => words.namespace);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });

  it.each(sets.map(({ words }) => [words.namespace, words] as const))(
    '%s: every key says something in both',
    (_, { zh, en }) => {
      expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
      const empty = Object.keys(zh).filter((key) => zh[key]!.trim() === '' || en[key]!.trim() === '');
      expect(empty).toEqual([]);
      const different = Object.keys(zh).filter(
        (key) => placeholders(zh[key]!).join() !== placeholders(en[key]!).join(),
      );
      expect(different).toEqual([]);
    },
  );

  it.each(sets.map(({ words, file }) => [words.namespace, words, file] as const))(
    '%s: every key is said somewhere in its folder, or by the shell',
    (_, { zh }, file) => {
      const home = dirname(file);
      const readers = sources.filter((name) => name.startsWith(`${home}/`) && name !== file);
      const text = [...readers, ...(file.endsWith('desk.ts') ? ['shell/layout.tsx'] : [])]
        .map(textOf)
        .join('\n');
      const own = textOf(file).replaceAll(/^\s*'[^']+':\s/gm, '');
      expect(Object.keys(zh).filter((key) => !isSaid(key, `${text}\n${own}`))).toEqual([]);
    },
  );
});
