import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'airshed-mutation-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
}

/** `npm run mutation` as a person would; never throws. */
function mutation(...args: string[]): Promise<Ended> {
  const command = ['scripts/mutation.mjs', ...args, '--report', folder];
  return promisify(execFile)(process.execPath, command, { maxBuffer: 1 << 26 }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }: Ended) => ({ code, stdout }),
  );
}

interface Score {
  readonly made: number;
  readonly percent: number;
}

/** From the report, not from what the command says of itself. */
function scoreOf(part: string): Score {
  const report = JSON.parse(readFileSync(join(folder, `${part}.json`), 'utf8')) as {
    files: Record<string, { mutants: { status: string }[] }>;
  };
  const all = Object.values(report.files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const counted = all.filter((status) => status !== 'Ignored');
  const killed = counted.filter((status) => status === 'Killed' || status === 'Timeout').length;
  return { made: counted.length, percent: (100 * killed) / counted.length };
}

describe('a wrong line', () => {
  it('of the ledger is noticed, nine times of ten at least', async () => {
    const { code, stdout } = await mutation('--all', 'ledger');
    process.stdout.write(`${/^ledger: .*$/m.exec(stdout)?.[0]}\n`);
    const { made, percent } = scoreOf('ledger');
    expect(made).toBeGreaterThan(150);
    expect(percent).toBeGreaterThanOrEqual(90);
    expect(code).toBe(0);
  }, 300_000);

  it('goes unnoticed by specs that look elsewhere, and the command says so', async () => {
    const elsewhere = ['--files', 'src/kernel/amount.ts', '--specs', 'src/kernel/decimal.spec.ts'];
    const { code } = await mutation('--all', 'kernel', ...elsewhere);
    expect(scoreOf('kernel').made).toBeGreaterThan(50);
    expect(scoreOf('kernel').percent).toBeLessThan(50);
    expect(code).toBe(1);
  }, 300_000);
});

describe('the quick runner', () => {
  it('runs the tests of every spec, also those from a table that several of them share', async () => {
    const code = `
      import { strykerPlugins } from './test/mutation/runner/runner.mjs';
      const { tests } = await strykerPlugins[0].factory().dryRun();
      console.log(JSON.stringify(tests.map(({ name }) => /\\w+_MAX(?=:)/.exec(name)?.[0])));`;
    const specs = ['src/clearing/domain/dispute.spec.ts', 'src/kernel/json-shape.spec.ts'];
    const env = { ...process.env, MUTATION_PART: 'kernel', MUTATION_SPECS: specs.join() };
    const args = ['--input-type=module', '-e', code];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    const limits = new Set(JSON.parse(stdout) as (string | null)[]);
    // One of the first spec, two of the second.
    for (const name of ['OPEN_DISPUTES_MAX', 'SHAPE_KEYS_MAX', 'SHAPE_PATHS_MAX'])
      expect(limits).toContain(name);
  }, 60_000);
});

describe('what has changed', () => {
  it('is asked for alone, or with its part where a spec has changed', async () => {
    const { askedAgain, mutateOf } = (await import(join(process.cwd(), 'scripts/mutation-parts.mjs'))) as {
      askedAgain: (part: string, changed: string[]) => string[];
      mutateOf: (env: object) => string[];
    };
    const part = 'ledger';
    const file = 'src/ledger/domain/balance.ts';
    expect(askedAgain(part, [file, 'README.md', 'src/kernel/amount.ts'])).toEqual([file]);
    expect(askedAgain(part, ['src/ledger/domain/balance.spec.ts'])).toEqual(
      mutateOf({ MUTATION_PART: part }),
    );
    expect(askedAgain(part, ['src/ledger/index.ts'])).toEqual([]);
  });
});
