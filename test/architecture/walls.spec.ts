import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = resolve('.');
const ESLINT = join(ROOT, 'node_modules', 'eslint', 'bin', 'eslint.js');

const FRAMEWORKS = ['node:fs', '@nestjs/common', 'typeorm', 'pg', 'bullmq'];

/** What is wrong, the file it stands in, what that file uses, the rule that says no. */
const WRONG: [string, string, string, string][] = [
  ['a context that uses a higher one', 'src/ledger/store/a.ts', 'src/market/store/b.ts', 'floor-ledger'],
  [
    'a floor that is not on the list',
    'src/surveillance/jobs/a.ts',
    'src/clearing/http/b.ts',
    'floor-surveillance',
  ],
  [
    'anything that uses disclosure',
    'src/districts/queries/a.ts',
    'src/disclosure/queries/b.ts',
    'floor-districts',
  ],
  ['a context that knows the whole machine', 'src/market/http/a.ts', 'src/machine.ts', 'floor-market'],
  ['a domain that uses its own store', 'src/market/domain/own.ts', 'src/market/store/b.ts', 'core-market'],
  ['a domain that uses a lower store', 'src/market/domain/low.ts', 'src/ledger/store/b.ts', 'core-market'],
  ['a domain that uses the platform', 'src/registry/domain/a.ts', 'src/platform/clock.ts', 'core-registry'],
  ['a kernel that uses a context', 'src/kernel/a.ts', 'src/ledger/domain/b.ts', 'kernel-stands-alone'],
  [
    'a platform that knows a context',
    'src/platform/a.ts',
    'src/ledger/index.ts',
    'platform-knows-no-context',
  ],
  ['a machine that uses the platform', 'src/machine.ts', 'src/platform/clock.ts', 'machine-is-pure'],
  ['a module that starts the house', 'src/service.ts', 'src/main.ts', 'nothing-imports-the-top'],
  ['a product that leans on test code', 'src/demo.ts', 'test/support/b.ts', 'no-test-code-in-src'],
  ['a verifier that uses our code', 'verifier/node/a.js', 'src/kernel/b.ts', 'verifier-stands-alone'],
  [
    'a verifier’s core that reads files itself',
    'verifier/core/a.js',
    'verifier/node/b.js',
    'verifier-core-runs-in-a-page',
  ],
  ['a page that needs Node', 'verifier/web/a.js', 'verifier/node/b.js', 'verifier-core-runs-in-a-page'],
  [
    'a verifier’s core that knows its page',
    'verifier/core/b.js',
    'verifier/web/b.js',
    'verifier-core-stands-below',
  ],
  [
    'a house that verifies itself',
    'src/holdings/jobs/a.ts',
    'verifier/core/c.js',
    'the-house-does-not-verify-itself',
  ],
  ['a console that uses the service', 'console/src/api/a.ts', 'src/kernel/used.ts', 'console-stands-alone'],
  [
    'a service that uses the console',
    'src/platform/http/pages.ts',
    'console/src/parts/b.ts',
    'nothing-imports-the-console',
  ],
  [
    'a desk that uses another desk',
    'console/src/desks/one/a.ts',
    'console/src/desks/two/b.ts',
    'desks-stand-side-by-side',
  ],
];

/** Every selector of the purity rules, and a line that this one alone refuses. */
const IMPURE: Readonly<Record<string, string>> = {
  "NewExpression[callee.name='Date']": 'export const x = new Date();\n',
  "CallExpression[callee.name='Date']": 'export const x = Date();\n',
  "MemberExpression[object.name='Date']": 'export const x = Date.now();\n',
  "MemberExpression[object.name='Math'][property.name='random']": 'export const x = Math.random();\n',
  ':function[async=true]': 'export const x = async (): Promise<number> => 1;\n',
  AwaitExpression: 'export const x = await Promise.resolve(1);\n',
  'ForOfStatement[await=true]': 'export const x: number[] = [];\nfor await (const y of [1]) x.push(y);\n',
  Decorator:
    '/** as a framework would */\nconst mark = (target: unknown): void => void target;\n@mark\nexport class X {}\n',
  "ImportDeclaration[source.value=/^node:/]:not([source.value='node:crypto'])": `import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n`,
  ImportExpression: `export const x = import('./x0.js');\n`,
};

/** Refused in every file, a door's too. */
const INEXACT: Readonly<Record<string, string>> = {
  "CallExpression[callee.name='parseFloat']": `export const x = parseFloat('61.50');\n`,
  "MemberExpression[object.name='Number'][property.name='parseFloat']": `export const x = Number.parseFloat('61.50');\n`,
};

interface Found {
  readonly ruleId: string;
  readonly message: string;
}

/** An empty house with our rules in it, where one wrong line at a time is planted. */
describe('the walls', () => {
  let house: string;
  beforeAll(() => {
    house = mkdtempSync(join(tmpdir(), 'airshed-walls-'));
    for (const file of ['boundaries.cjs', 'eslint.config.js', 'tsconfig.json', 'package.json'])
      cpSync(join(ROOT, file), join(house, file));
    symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'));
    symlinkSync(join(ROOT, 'node_modules', '@types'), join(house, '@types'));
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  function plant(files: Record<string, string>): void {
    for (const folder of ['src', 'test', 'migrations', 'verifier', 'console'])
      rmSync(join(house, folder), { recursive: true, force: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(house, dirname(path)), { recursive: true });
      writeFileSync(join(house, path), text);
    }
  }

  /** Names of the broken rules by the file that breaks them. */
  function brokenFloors(): Map<string, string[]> {
    const cruise = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
    const parts = ['src', 'verifier', 'console/src'];
    const args = [cruise, '--config', 'boundaries.cjs', '--output-type', 'json', ...parts];
    const { stdout } = spawnSync(process.execPath, args, { cwd: house, encoding: 'utf8' });
    const { summary } = JSON.parse(stdout) as {
      summary: { violations: { from: string; rule: { name: string } }[] };
    };
    const broken = new Map<string, string[]>();
    for (const { from, rule } of summary.violations)
      broken.set(from, [...(broken.get(from) ?? []), rule.name]);
    return broken;
  }

  const uses = (path: string): string => `export { x } from '${path}';\n`;
  const noun = 'export const x = 1;\n';

  it('let a house through that keeps to its floors', () => {
    plant({
      'src/kernel/amount.ts': noun,
      'src/ledger/domain/ledger.ts': uses('../../kernel/amount.js'),
      'src/ledger/index.ts': uses('./domain/ledger.js'),
      'src/market/domain/book.ts': uses('../../ledger/domain/ledger.js'),
      'src/market/index.ts': uses('./domain/book.js'),
      'src/machine.ts': uses('./market/index.js'),
      'src/main.ts': uses('./machine.js'),
      'verifier/core/index.js': noun,
      'verifier/node/read.js': `import { hash } from 'node:crypto';\nexport { x } from '../core/index.js';\nexport { hash };\n`,
      'console/src/parts/figures.ts': noun,
      'console/src/desks/one/screen.ts': uses('../../parts/figures.js'),
    });
    expect(brokenFloors()).toEqual(new Map());
  });

  describe('with every wrong line planted', () => {
    let broken: Map<string, string[]>;
    beforeAll(() => {
      const pathOf = (from: string, to: string): string =>
        `./${'../'.repeat(from.split('/').length - 1)}${to.replace(/\.ts$/, '.js')}`;
      plant({
        // First the plain nouns that are used, then the files that use them.
        ...Object.fromEntries(WRONG.map(([, , to]) => [to, noun])),
        ...Object.fromEntries(WRONG.map(([, from, to]) => [from, uses(pathOf(from, to))])),
        'src/registry/http/typed.ts': `import type { x } from '../../clearing/http/b.js';\nexport type X = typeof x;\n`,
        'src/kernel/a-circle.ts': `import './b-circle.js';\n${noun}`,
        'src/kernel/b-circle.ts': uses('./a-circle.js'),
        ...Object.fromEntries(
          FRAMEWORKS.map((name, i) => [
            `src/ledger/domain/f${i}.ts`,
            `import * as it from '${name}';\nexport { it };\n`,
          ]),
        ),
        'verifier/core/node.js': `import { hash } from 'node:crypto';\nexport { hash };\n`,
        'verifier/node/npm.js': `import pg from 'pg';\nexport { pg };\n`,
      });
      broken = brokenFloors();
    });

    it.each(WRONG)('refuse %s', (_, from, _to, rule) => expect(broken.get(from)).toEqual([rule]));

    it('refuse a type taken from a higher context', () => {
      expect(broken.get('src/registry/http/typed.ts')).toEqual(['floor-registry']);
    });

    it('refuse a verifier’s core with anything of Node, and a verifier with anything of npm', () => {
      expect(broken.get('verifier/core/node.js')).toEqual(['verifier-core-runs-in-a-page']);
      expect(broken.get('verifier/node/npm.js')).toEqual(['verifier-stands-alone']);
    });

    it('refuse a circle', () => {
      const circle = ['a', 'b'].flatMap((name) => broken.get(`src/kernel/${name}-circle.ts`) ?? []);
      expect(new Set(circle)).toEqual(new Set(['no-circles']));
    });

    it.each(FRAMEWORKS.map((name, i) => [name, i] as const))('refuse a core that brings %s', (_, i) => {
      expect(broken.get(`src/ledger/domain/f${i}.ts`)).toEqual(['core-brings-no-framework']);
    });
  });

  describe('with every impure line planted', () => {
    const lines = Object.entries(IMPURE);
    const FOLDERS = ['src/kernel', 'src/market/domain', 'src/market/http'];
    let found: Map<string, readonly Found[]>;
    let globals: readonly string[];
    const rule = (name: string): { selector: string; name: string }[] => {
      const args = [ESLINT, '--print-config', 'src/kernel/x0.ts'];
      const printed = execFileSync(process.execPath, args, { cwd: house, encoding: 'utf8' });
      return (JSON.parse(printed) as { rules: Record<string, [number, ...never[]]> }).rules[name]!.slice(
        1,
      ) as never;
    };
    beforeAll(() => {
      globals = rule('no-restricted-globals').map(({ name }) => name);
      const texts = [
        ...lines.map(([, line]) => line),
        ...globals.map((name) => `export const x = ${name};\n`),
      ];
      plant(
        Object.fromEntries(FOLDERS.flatMap((folder) => texts.map((text, i) => [`${folder}/x${i}.ts`, text]))),
      );
      found = lint();
    });

    it('there is one for every selector of the rules', () => {
      const selectors = rule('no-restricted-syntax').map(({ selector }) => selector);
      expect(selectors.sort()).toEqual([...Object.keys(IMPURE), ...Object.keys(INEXACT)].sort());
      expect(globals.length).toBeGreaterThan(5);
    });

    it.each(lines.map(([selector], i) => [selector, i] as const))('refuse %s in the core', (_, i) => {
      for (const folder of ['src/kernel', 'src/market/domain'])
        expect(found.get(`${folder}/x${i}.ts`)!.map(({ ruleId }) => ruleId)).toEqual([
          'no-restricted-syntax',
        ]);
    });

    it('refuse every word that reaches outside the core', () => {
      for (const folder of ['src/kernel', 'src/market/domain'])
        globals.forEach((name, i) =>
          expect(found.get(`${folder}/x${lines.length + i}.ts`)).toEqual([
            expect.objectContaining({
              ruleId: 'no-restricted-globals',
              message: expect.stringContaining(`'${name}'`),
            }),
          ]),
        );
    });

    it('let the same lines pass in a door', () => {
      expect([...found].filter(([file, faults]) => file.includes('/http/') && faults.length > 0)).toEqual([]);
    });
  });

  it.each(['src/kernel', 'src/market/http', 'test/api'])(
    'refuse a float read from text and a promise nobody waits for in %s',
    (folder) => {
      plant({
        ...Object.fromEntries(Object.values(INEXACT).map((line, i) => [`${folder}/inexact${i}.ts`, line])),
        [`${folder}/forgotten.ts`]: `export const x = (work: () => Promise<void>): void => {\n  work();\n};\n`,
      });
      const refused = [...lint()].filter(([, faults]) => faults.length > 0).map(([file]) => file);
      expect(refused.sort()).toEqual(
        ['forgotten', 'inexact0', 'inexact1'].map((name) => `${folder}/${name}.ts`),
      );
    },
  );

  it('look at the verifier’s own JavaScript: names that are not there, and those that a page does not have', () => {
    plant({
      'verifier/core/a.js': 'export const x = process.pid;\n',
      'verifier/core/b.js': 'export const x = document.title;\n',
      'verifier/core/c.js': 'export const x = { a: 1, a: 2 };\n',
      'verifier/web/a.js': 'export const x = document.title;\n',
      'verifier/web/b.js': 'export const x = Buffer.of(1);\n',
      'verifier/node/a.js': 'export const x = process.pid == null;\n',
    });
    const own = [...lint()].filter(([file]) => file.startsWith('verifier/'));
    const found = own.map(([file, faults]) => [file, ...faults.map(({ ruleId }) => ruleId)]);
    expect(found.sort()).toEqual([
      ['verifier/core/a.js', 'no-undef'],
      ['verifier/core/b.js', 'no-undef'],
      ['verifier/core/c.js', 'no-dupe-keys'],
      ['verifier/node/a.js', 'eqeqeq'],
      ['verifier/web/a.js'],
      ['verifier/web/b.js', 'no-undef'],
    ]);
  });

  /** What ESLint finds in each planted file. */
  function lint(): Map<string, readonly Found[]> {
    const { stdout } = spawnSync(process.execPath, [ESLINT, '.', '--format', 'json'], {
      cwd: house,
      encoding: 'utf8',
    });
    const files = JSON.parse(stdout) as { filePath: string; messages: Found[] }[];
    return new Map(
      files.map(({ filePath, messages }): [string, Found[]] => [filePath.slice(house.length + 1), messages]),
    );
  }
});
