/**
 * `npm run torture -- --kills N [--seed S] [--layout one|split]`: kill -9 of the real service under load, as often as
 * asked: the whole process, or api, engine, worker and PostgreSQL one by one. Without a layout a sixth goes to the first.
 */
import { parseArgs } from 'node:util';
import { spawnSync } from 'node:child_process';
import { ensureBuilt, ensureInstalled } from './setup.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '60' },
    seed: { type: 'string', default: '20261124' },
    layout: { type: 'string' },
  },
});
if (![undefined, 'one', 'split'].includes(values.layout)) throw new Error('--layout is "one" or "split"');
ensureInstalled();
await ensureBuilt();
const env = {
  ...process.env,
  TORTURE_KILLS: values.kills,
  TORTURE_SEED: values.seed,
  ...(values.layout !== undefined && { TORTURE_LAYOUT: values.layout }),
  NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
};
process.exit(spawnSync('npx', ['jest', 'test/torture'], { env, stdio: 'inherit' }).status ?? 1);
