/**
 * `npm run bench`: the whole scorecard, written into docs/performance.md. `npm run bench <row> …`: only those rows,
 * only printed. `npm run settle-million`: a day's trades settled under kill -9 (bench/million.mjs). Ends with 1 when a
 * correctness gate failed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, ROOT } from './setup.mjs';

/** What drives the product in memory, compiled together with it. */
const COMPILED = join(ROOT, `dist.bench.${process.pid}`);
const SOURCES = ['src', 'migrations', 'test/support', 'bench'];

ensureInstalled();
ensureBuilt();
process.on('exit', () => rmSync(COMPILED, { recursive: true, force: true }));
const swc = join('node_modules', '@swc', 'cli', 'bin', 'swc.js');
const options = ['-d', COMPILED, '--copy-files', '--quiet', '--ignore', '**/*.spec.ts'];
execFileSync(process.execPath, [swc, ...SOURCES, ...options], { cwd: ROOT, stdio: ['ignore', 2, 'inherit'] });
const isMillion = process.argv[2] === 'million';
const [main, args] = isMillion ? ['million.mjs', process.argv.slice(3)] : ['main.mjs', process.argv.slice(2)];
const child = spawn(process.execPath, [join(ROOT, 'bench', main), ...args], {
  env: { ...process.env, BENCH_COMPILED: COMPILED },
  stdio: 'inherit',
});
// The terminal's Ctrl-C reaches the child too; it tidies up and ends, and we with it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
