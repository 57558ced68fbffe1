import pg, { type Pool } from 'pg';
import { appendOfficeEntry } from '../../audit/index.js';
import { OFFICE_STREAM } from '../domain/trail-line.js';
import { TrailIndex } from './trail-index.js';

export interface RebuiltTrail {
  readonly journals: number;
  readonly records: number;
  readonly lines: number;
}

/**
 * Empties the index and reads every journal again from its beginning. Only the owner of the tables can; beside a running
 * service it is safe, because the index is read from a place that one process at a time may move.
 */
export async function rebuildTrail(
  ownerUrl: string,
  pool: Pool,
  reason: string,
  onProgress?: (records: number) => void,
): Promise<RebuiltTrail> {
  await emptied(ownerUrl, reason);
  const index = new TrailIndex(pool);
  let records = 0;
  const streams = await journals(pool);
  for (const stream of streams)
    for (let taken = await index.take(stream); taken > 0; taken = await index.take(stream))
      onProgress?.((records += taken));
  const { rows } = await pool.query(`SELECT count(*)::bigint AS n FROM trail_entries`);
  return { journals: streams.length, records, lines: Number(rows[0].n) };
}

/** In one transaction with the entry that says so: nobody finds an empty index that nobody emptied. */
async function emptied(ownerUrl: string, reason: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query('BEGIN');
    await owner.query(`TRUNCATE trail_entries, trail_objects, trail_facts, trail_cursors`);
    await appendOfficeEntry(owner as never, {
      actor: 'operator:cli',
      kind: 'trail-rebuilt',
      subject: 'trail',
      detail: { reason },
    });
    await owner.query('COMMIT');
  } finally {
    await owner.end();
  }
}

/** The office first: a venue's lines name people that it has made. */
async function journals(pool: Pool): Promise<number[]> {
  const { rows } = await pool.query(
    `SELECT ${OFFICE_STREAM} AS stream UNION SELECT venue_no FROM venues ORDER BY stream`,
  );
  return rows.map(({ stream }) => stream as number);
}
