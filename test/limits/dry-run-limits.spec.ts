import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { DryRunsStore } from '../../src/dryrun/store/dry-runs.store.js';
import type { Database } from '../../src/platform/database.js';
import { atTheLimit } from '../support/at-the-limit.js';
import { freshDatabase } from '../support/database.js';

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.close());

describe('dry runs that wait', () => {
  let venueNo = 0;
  const ask = async (runs: number): Promise<unknown> => {
    venueNo += 1;
    const store = new DryRunsStore(database.pool);
    const each = (): Promise<number> => store.ask(venueNo, 1, { from: '2026-11-23', to: '2026-11-24' }, 'p');
    for (let run = 1; run < runs; run++) await each();
    return each();
  };
  atTheLimit('DRY_RUNS_WAITING_MAX', {
    at: async (runs) => expect(await ask(runs)).toBe(runs),
    past: (runs) =>
      expect(ask(runs)).rejects.toMatchObject({ rejection: { code: 'rules.too_many_dry_runs' } }),
  });
});
