import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from './jest.mjs';
import { ensureBuilt, ensureInstalled, ROOT } from './setup.mjs';
import { ensureChromium } from '../test/console/chromium.mjs';

/**
 * Walls first, then every test: two at a time, and those that fill the machine or measure it one after the other.
 * `--check` stays with the unit tests; other arguments go to jest.
 */
const args = process.argv.slice(2);
const unitOnly = args.includes('--check');
const asked = args.filter((arg) => arg !== '--check');
const SIDE_BY_SIDE = ['--maxWorkers=2'];
const ONE_BY_ONE = ['--runInBand'];
const ROUNDS = unitOnly
  ? [{ name: 'tests', jestArgs: ['--selectProjects', 'unit', ...SIDE_BY_SIDE] }]
  : [
      { name: 'tests', jestArgs: ['--selectProjects', 'unit', 'service', ...SIDE_BY_SIDE] },
      { name: 'console', jestArgs: ['--selectProjects', 'console', ...ONE_BY_ONE] },
      { name: 'tests alone', jestArgs: ['--selectProjects', 'alone', ...ONE_BY_ONE] },
    ];

/** Of each failure, once more at the end. */
const LINES_TOLD = 12;

const tool = (...path) => join('node_modules', ...path);
const CHECKS = {
  lint: [tool('eslint', 'bin', 'eslint.js'), '.'],
  boundaries: [
    tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
    '--config',
    'boundaries.cjs',
    'src',
    'verifier',
    'console/src',
  ],
  types: [tool('typescript', 'bin', 'tsc'), '--noEmit'],
  'console types': [tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'console'],
};

ensureInstalled();
ensureBuilt();
// The console's types of the doors are those of this build, never those of a day before.
execFileSync(process.execPath, [join('scripts', 'openapi.mjs')], { cwd: ROOT, stdio: 'inherit' });
const checks = await Promise.all(Object.entries(CHECKS).map(check));
if (!unitOnly) ensureChromium();
const tests = [];
for (const round of ROUNDS) tests.push(await runJest(round));
report([...checks, ...tests]);

async function check([name, command]) {
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  child.stdout.on('data', (data) => output.push(data));
  child.stderr.on('data', (data) => output.push(data));
  const code = await new Promise((resolve) => child.on('close', (exitCode) => resolve(exitCode ?? 1)));
  console.log(`${name}: ${code === 0 ? 'ok' : 'failed'}`);
  if (code !== 0) process.stdout.write(Buffer.concat(output));
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, failures: [] };
}

async function runJest({ name, jestArgs }) {
  const folder = mkdtempSync(join(tmpdir(), 'airshed-jest-'));
  const file = join(folder, 'counts.json');
  try {
    const code = await jest([...jestArgs, ...asked, '--passWithNoTests', '--json', `--outputFile=${file}`]);
    return { name, ...counts(file, code) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function counts(file, code) {
  try {
    const jestSaid = JSON.parse(readFileSync(file, 'utf8'));
    // A file that does not even load has no tests to count; it is one failure.
    const failed = jestSaid.numFailedTests + jestSaid.numRuntimeErrorTestSuites;
    return {
      passed: jestSaid.numPassedTests,
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: jestSaid.numPendingTests + jestSaid.numTodoTests,
      failures: jestSaid.testResults.flatMap(failuresOf),
    };
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, failures: [`its counts could not be read: ${error}`] };
  }
}

function failuresOf({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  const told = failed.map((test) => `${test.fullName}\n${beginning(test.failureMessages.join('\n'))}`);
  // A file that did not load has no test that failed.
  return told.length > 0 || status !== 'failed' ? told : [`${name}\n${beginning(message)}`];
}

function beginning(text) {
  return text.split('\n').slice(0, LINES_TOLD).join('\n');
}

function report(parts) {
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
  console.log('');
  // Once more at the end, where a reader of a long log looks first.
  for (const failure of parts.flatMap(({ failures }) => failures)) console.log(`failed: ${failure}\n`);
  for (const { name, passed, failed, skipped } of parts) {
    console.log(`${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }
  const skipped = sum('skipped');
  console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}
