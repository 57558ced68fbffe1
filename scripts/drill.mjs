/**
 * `npm run drill -- [--edits N] [--forgeries M] [--seed S]`: so many edits of a real database by its superuser, and so
 * many forged bundles; every one must be found. The tests run the same with fewer.
 */
import { parseArgs } from 'node:util';
import { spawnSync } from 'node:child_process';
import { ensureBuilt, ensureInstalled } from './setup.mjs';

const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '1000' },
    forgeries: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '20261125' },
  },
});
ensureInstalled();
await ensureBuilt();
const env = {
  ...process.env,
  DRILL_EDITS: values.edits,
  DRILL_FORGERIES: values.forgeries,
  DRILL_SEED: values.seed,
  NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
};
const specs = ['test/drill', 'test/verifier/forgeries'];
process.exit(spawnSync('npx', ['jest', '--runInBand', ...specs], { env, stdio: 'inherit' }).status ?? 1);
