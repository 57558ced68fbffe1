import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** A file that needs more is two files. */
const LINES_MAX = 300;
/** Tables of cases may be longer; none has grown beyond this. */
const SPEC_LINES_MAX = 520;

interface Rule {
  readonly name: string;
  readonly to: { readonly pathNot?: string | string[] };
}
const rules = (createRequire(import.meta.url)(resolve('boundaries.cjs')) as { forbidden: Rule[] }).forbidden;

/** What a context may use, read out of the tool's own rule: `^src/(market|registry|…|kernel|platform)/`. */
function allowed(context: string): Set<string> {
  const rule = rules.find(({ name }) => name === `floor-${context}`);
  const names = /^\^src\/\(([a-z|]+)\)\/$/.exec(String(rule?.to.pathNot))?.[1]?.split('|') ?? [];
  return new Set(names.filter((name) => ![context, 'kernel', 'platform'].includes(name)));
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

describe('the house as it is drawn', () => {
  const text = readFileSync('docs/ARCHITECTURE.md', 'utf8');
  const built = readdirSync('src', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => rules.some((rule) => rule.name === `floor-${name}`));
  const drawn = new Map(
    [...text.matchAll(/^([a-z]+) +-> ([a-z, ]+)$/gm)]
      .map(([, from, to]): [string, Set<string>] => [from!, new Set(to!.split(', '))])
      .filter(([from]) => rules.some(({ name }) => name === `floor-${from}`)),
  );

  it('has the arrows that the tool allows, no more and no fewer', () => {
    expect(drawn.size).toBeGreaterThan(5);
    for (const [from, to] of drawn) expect([from, new Set(to)]).toEqual([from, allowed(from)]);
  });

  it('has every floor that is built and uses another', () => {
    expect(built.filter((name) => allowed(name).size > 0 && !drawn.has(name))).toEqual([]);
  });
});

describe('a file', () => {
  it.each<[string, string[], number, (name: string) => boolean]>([
    ['the product', ['src', 'migrations'], LINES_MAX, (name) => !name.endsWith('.spec.ts')],
    ['the console', ['console/src'], LINES_MAX, (name) => !/\.spec\.ts$|\/generated\//.test(name)],
    ['tests and benches', ['test', 'bench'], SPEC_LINES_MAX, () => true],
    ['specs beside the product', ['src', 'console/src'], SPEC_LINES_MAX, (name) => name.endsWith('.spec.ts')],
  ])('of %s is not too long', (_, folders, most, counts) => {
    const long = folders
      .flatMap(filesUnder)
      .filter(counts)
      .map((name): [string, number] => [name, readFileSync(name, 'utf8').split('\n').length - 1])
      .filter(([, lines]) => lines > most);
    expect(long).toEqual([]);
  });

  const READS_LOOSELY = /\bparse(?:Int|Float)\(/;
  /** `Number('1e3')` is a thousand; a door may use it on the digits of a bigint column, the kernel on what it matched. */
  const READS_TEXT = /\bNumber\((?:\w+\.)*(?:amount|price|quantity|value|fen|units)\w*\)/i;

  it.each<[string, RegExp, RegExp]>([
    ['of the core', /^src\/(?:kernel\/(?!decimal)|[a-z]+\/domain\/)/, READS_TEXT],
    ['of the product', /^src\//, READS_LOOSELY],
  ])('%s reads amounts with the kernel only', (_, where, loose) => {
    const wrong = filesUnder('src')
      .filter((name) => where.test(name) && !name.endsWith('.spec.ts'))
      .filter((name) => loose.test(readFileSync(name, 'utf8')));
    expect(wrong).toEqual([]);
  });

  it('that reads amounts loosely would be noticed', () => {
    for (const line of ['parseInt(text, 10)', 'Number.parseFloat(text)']) expect(line).toMatch(READS_LOOSELY);
    for (const line of ['Number(body.price)', 'Number(quantityText)']) expect(line).toMatch(READS_TEXT);
    expect('Number(shares ? floor + 1n : floor)').not.toMatch(READS_TEXT);
  });
});
