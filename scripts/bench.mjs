/**
 * `npm run bench`: the whole scorecard, written into docs/performance.md. `npm run bench <row> …`: only those rows,
 * only printed. Ends with 1 when a row's correctness gate failed.
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
const child = spawn(process.execPath, [join(ROOT, 'bench', 'main.mjs'), ...process.argv.slice(2)], {
  env: { ...process.env, BENCH_COMPILED: COMPILED },
  stdio: 'inherit',
});
// The terminal's Ctrl-C reaches the child too; it tidies up and ends, and we with it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
