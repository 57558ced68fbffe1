import { readdirSync } from 'node:fs';
import { join } from 'node:path';

// All of test/market but the hundred thousand open orders, which take too long for thousands of mutants.
const MARKET = filesIn(['test/market']).filter((file) => !file.endsWith('open-orders.spec.ts'));
const ORACLE = ['scenarios', 'differential'].map((name) => `test/oracle/${name}.spec.ts`);

// Bounds of the whole service; each is tested at the limit and one past it where it is kept, not in the kernel.
const LEFT_OUT = ['src/kernel/limits.ts'];

/** What is mutated, and the quick specs that must notice it. */
const PARTS = {
  kernel: { mutate: ['src/kernel'], specs: ['src/kernel'] },
  ledger: { mutate: ['src/ledger/domain'], specs: ['src/ledger/domain'] },
  clearing: {
    mutate: ['src/clearing/domain', 'src/clearing/commands'],
    specs: ['src/clearing', 'test/market/refusals.spec.ts'],
  },
  market: { mutate: ['src/market/domain'], specs: ['src/market/domain', ...MARKET, ...ORACLE] },
};

export const PART_NAMES = Object.keys(PARTS);

/** Of `MUTATION_PART`; `MUTATION_FILES` are the only ones wanted of it. */
export function mutateOf({ MUTATION_PART, MUTATION_FILES }) {
  const wanted = MUTATION_FILES?.split(',') ?? PARTS[MUTATION_PART].mutate;
  return filesIn(wanted).filter((file) => !file.endsWith('.spec.ts') && !LEFT_OUT.includes(file));
}

export function specsOf({ MUTATION_PART, MUTATION_SPECS }) {
  const wanted = MUTATION_SPECS?.split(',') ?? PARTS[MUTATION_PART].specs;
  return filesIn(wanted).filter((file) => file.endsWith('.spec.ts'));
}

/** What a part must be asked again for, after these files have changed: all of it when its specs have. */
export function askedAgain(part, changed) {
  const env = { MUTATION_PART: part };
  if (specsOf(env).some((spec) => changed.includes(spec))) return mutateOf(env);
  return mutateOf(env).filter((file) => changed.includes(file));
}

function filesIn(paths) {
  return paths
    .flatMap((path) =>
      path.endsWith('.ts')
        ? [path]
        : readdirSync(path, { recursive: true }).map((name) => join(path, name.toString())),
    )
    .filter((path) => path.endsWith('.ts'))
    .sort();
}
