/**
 * `npm run sim -- --schedules N --seed S`: whole venues on simulated clock, disk and queue, struck by every kind of
 * fault. `--schedule K` replays one and prints its steps; `--plant NAME` plants one of the bugs that must be noticed.
 * Exit code 1 when a promise was broken.
 */
import { execFileSync, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, ROOT } from './setup.mjs';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '20261124' },
    schedule: { type: 'string' },
    plant: { type: 'string' },
    processes: { type: 'string', default: String(Math.min(4, availableParallelism())) },
  },
});
const seed = Number(values.seed);

ensureInstalled();
ensureBuilt();
// A folder of its own: two runs side by side must not read each other's half-written files.
const folder = join(ROOT, 'dist', `test.${process.pid}`);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
const compiled = join(folder, 'simulation');
compile();
const { addTallies, blindSpots, emptyTally, runSchedule } = await load('tally.js');

if (values.schedule !== undefined) {
  const tally = emptyTally();
  await runSchedule(tally, seed, Number(values.schedule), { onNote: (step) => console.log(step) });
  report(tally, performance.now());
} else {
  const begun = performance.now();
  const shares = Number(values.processes);
  const tallies = await Promise.all(Array.from({ length: shares }, (_, first) => share(first, shares)));
  report(addTallies(tallies), begun);
}

function compile() {
  const swc = join(ROOT, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const options = ['-d', folder, '--strip-leading-paths', '--quiet', '--ignore', '**/*.spec.ts'];
  execFileSync(process.execPath, [swc, 'test/simulation', 'test/support', ...options], { cwd: ROOT });
}

function load(file) {
  return import(pathToFileURL(join(compiled, file)).href);
}

function share(first, step) {
  const args = [
    seed,
    first,
    Number(values.schedules),
    step,
    ...(values.plant === undefined ? [] : [values.plant]),
  ];
  const child = fork(join(compiled, 'share.js'), args.map(String), {
    // There is a share for each core: garbage collected on threads of its own only takes from the others.
    execArgv: ['--no-warnings', '--single-threaded-gc'],
  });
  return new Promise((resolve, reject) => {
    child.on('message', resolve);
    child.on('exit', (code) => reject(new Error(`a share of the simulation ended early with ${code}`)));
  });
}

function report(tally, begun) {
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const { schedules, steps, commands, trace, faults, looked, violations } = tally;
  console.log(
    `seed ${seed}: ${schedules} schedules, ${steps} steps, ${commands} commands in ${seconds} s, trace ${trace.toString(16)}`,
  );
  console.log('faults');
  for (const [fault, times] of Object.entries(faults))
    console.log(`  ${String(times).padStart(9)}  ${fault}`);
  console.log('promises looked at');
  for (const [id, times] of Object.entries(looked)) console.log(`  ${String(times).padStart(9)}  ${id}`);
  const blind = schedules >= 1_000 ? blindSpots(tally) : [];
  if (blind.length > 0) console.log(`never met: ${blind.join(', ')}`);
  for (const { schedule, id, broken } of violations.slice(0, 20)) {
    console.log(`BROKEN ${id} in schedule ${schedule}: ${broken}`);
    console.log(`  npm run sim -- --seed ${seed} --schedule ${schedule}`);
  }
  console.log(`${violations.length} violations`);
  process.exitCode = violations.length + blind.length > 0 ? 1 : 0;
}
