/** `npm run torture -- --kills N [--seed S]`: kill -9 of the real service under load, as often as asked. */
import { parseArgs } from 'node:util';
import { spawnSync } from 'node:child_process';
import { ensureBuilt, ensureInstalled } from './setup.mjs';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '60' }, seed: { type: 'string', default: '20261124' } },
});
ensureInstalled();
await ensureBuilt();
const env = {
  ...process.env,
  TORTURE_KILLS: values.kills,
  TORTURE_SEED: values.seed,
  NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
};
process.exit(spawnSync('npx', ['jest', 'test/torture'], { env, stdio: 'inherit' }).status ?? 1);
