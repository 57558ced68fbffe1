/**
 * `npm run mutation [-- part…]`: changes the core line by line and asks whether its quick specs notice. What is known
 * from the last run here is not asked again unless `--all`; `--since COMMIT` asks only for the files that differ from
 * it. `--files` and `--specs` (with commas) take a piece of one part. Exit code 1 when fewer than 90 of 100 mutants
 * of a part are killed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { askedAgain, PART_NAMES } from './mutation-parts.mjs';
import { ensureInstalled, ROOT } from './setup.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    since: { type: 'string' },
    files: { type: 'string' },
    specs: { type: 'string' },
    processes: { type: 'string', default: '2' },
    report: { type: 'string', default: 'reports/mutation' },
  },
});
const unknown = positionals.filter((name) => !PART_NAMES.includes(name));
if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}: ${PART_NAMES.join(', ')}`);

ensureInstalled();
setPriority(constants.priority.PRIORITY_LOW);
for (const part of positionals.length > 0 ? positionals : PART_NAMES) {
  const begun = performance.now();
  const files =
    values.since === undefined ? values.files : askedAgain(part, changedSince(values.since)).join();
  if (files === '') {
    console.log(`${part}: nothing has changed since ${values.since}`);
    continue;
  }
  rmSync(reportOf(part), { force: true });
  if ((await stryker(part, files)) !== 0) process.exitCode = 1;
  console.log(`${part}: ${scoreOf(part)} in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}

function changedSince(commit) {
  return execFileSync('git', ['diff', '--name-only', commit], { cwd: ROOT, encoding: 'utf8' }).split('\n');
}

function stryker(part, files) {
  const env = {
    ...process.env,
    MUTATION_PART: part,
    MUTATION_PROCESSES: values.processes,
    MUTATION_REPORT: values.report,
    ...(files === undefined ? {} : { MUTATION_FILES: files }),
    ...(values.specs === undefined ? {} : { MUTATION_SPECS: values.specs }),
  };
  const bin = join(ROOT, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const args = [bin, 'run', ...(values.all && files === undefined ? ['--force'] : [])];
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

/** Killed by a failing test or by never ending, of all that were made and not left out with a reason. */
function scoreOf(part) {
  if (!existsSync(reportOf(part))) return 'no score: its specs fail without any mutant';
  const { files } = JSON.parse(readFileSync(reportOf(part), 'utf8'));
  const counts = {};
  for (const { status } of Object.values(files).flatMap(({ mutants }) => mutants))
    counts[status] = (counts[status] ?? 0) + 1;
  const { Killed = 0, Timeout = 0, Survived = 0, NoCoverage = 0, Ignored = 0 } = counts;
  const [killed, made] = [Killed + Timeout, Killed + Timeout + Survived + NoCoverage];
  const left = Ignored === 0 ? '' : `, ${Ignored} left out`;
  return `${killed} of ${made} killed, ${((100 * killed) / made).toFixed(2)} %${left}`;
}

function reportOf(part) {
  return resolve(ROOT, values.report, `${part}.json`);
}
