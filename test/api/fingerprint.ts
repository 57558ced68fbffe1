import type { TestApp } from '../support/app.js';

/** Everything a request could change: the venue's state and what the offices wrote. That it was asked is noted. */
export async function fingerprintOf({ engine, database }: TestApp): Promise<string> {
  const state = (await engine.ask('demo', (machine) => machine.dump())) as { seq: number };
  const { rows } = await database.pool.query(
    `SELECT (SELECT count(*) FROM office_journal WHERE convert_from(payload, 'UTF8') !~ '"kind":"(access-noted|trail-exported|log-key-created)"') AS office, (SELECT count(*) FROM office_idempotency) AS answered,
            (SELECT count(*) FROM organisations) AS organisations, (SELECT count(*) FROM people) AS people,
            (SELECT count(*) FROM api_keys WHERE revoked_at IS NULL) AS keys,
            (SELECT count(*) FROM sessions WHERE revoked_at IS NULL) AS sessions`,
  );
  // A refused command has its place in the journal, so the number may grow.
  return JSON.stringify([{ ...state, seq: 0 }, rows]);
}
