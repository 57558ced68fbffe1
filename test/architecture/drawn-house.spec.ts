import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** A file that needs more is two files. */
const LINES_MAX = 300;
/** Grown before the limit was set: they may shrink, never grow, and no other may join them. */
const GROWN: Readonly<Record<string, number>> = {
  'src/registry/domain/registry.spec.ts': 479,
  'test/api/identity.spec.ts': 505,
  'test/api/market.spec.ts': 368,
  'test/api/registry.spec.ts': 436,
  'test/oracle/reference-market.ts': 374,
};

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
    .filter((name) => name.endsWith('.ts'))
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
  it(`of the product or its tests has at most ${LINES_MAX} lines`, () => {
    const long = ['src', 'test', 'migrations', 'bench']
      .flatMap(filesUnder)
      .map((name): [string, number] => [name, readFileSync(name, 'utf8').split('\n').length - 1])
      .filter(([name, lines]) => lines > (GROWN[name] ?? LINES_MAX));
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
