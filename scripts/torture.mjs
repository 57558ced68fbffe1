/**
 * `npm run torture -- --kills N [--seed S] [--layout one|split]`: kill -9 of the real service under load, as often as
 * asked: the whole process, or api, engine, worker and PostgreSQL one by one. Without a layout both run side by side, and
 * a quarter of the kills goes to the first.
 * `--points all`: only the settlement and close of a day, killed at each of its named writes, once lost and once kept;
 * `--points some`: at four of them.
 */
import { parseArgs } from 'node:util';
import { spawnSync } from 'node:child_process';
import { ensureBuilt, ensureInstalled } from './setup.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '60' },
    seed: { type: 'string', default: '20261124' },
    layout: { type: 'string' },
    points: { type: 'string' },
  },
});
if (![undefined, 'one', 'split'].includes(values.layout)) throw new Error('--layout is "one" or "split"');
if (![undefined, 'some', 'all'].includes(values.points)) throw new Error('--points is "some" or "all"');
ensureInstalled();
await ensureBuilt();
const env = {
  ...process.env,
  TORTURE_KILLS: values.kills,
  TORTURE_SEED: values.seed,
  ...(values.layout !== undefined && { TORTURE_LAYOUT: values.layout }),
  ...(values.points !== undefined && { TORTURE_POINTS: values.points }),
  NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
};
const spec = values.points === undefined ? 'kill-nine' : 'settlement-kills';
process.exit(spawnSync('npx', ['jest', `test/torture/${spec}`], { env, stdio: 'inherit' }).status ?? 1);
