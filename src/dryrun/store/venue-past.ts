import type { Pool } from 'pg';
import type { TradingDay } from '../../kernel/instant.js';
import { unpackState } from '../../sequencer/saved-state.js';
import { PostgresJournalStore } from '../../sequencer/index.js';
import type { Past } from '../dry-run.js';

/** The newest place from which a period can be replayed: a snapshot before it, or the beginning. */
export async function pastBefore(pool: Pool, venueNo: number, from: TradingDay): Promise<Past> {
  const before = await lastCommandBefore(pool, venueNo, from);
  const { rows } = await pool.query<{ seq: string; state: Buffer }>(
    `SELECT seq, state FROM venue_snapshots WHERE venue_no = $1 AND seq <= $2 ORDER BY seq DESC LIMIT 1`,
    [venueNo, before],
  );
  const saved = rows[0] && unpackState(rows[0].state);
  const after = saved === undefined ? 0 : Number(rows[0].seq);
  return { start: saved?.machine, batches: new PostgresJournalStore(pool).batches(venueNo, after) };
}

/** A command that was decided while no day of the period was open yet: the one that closed the day before, or none. */
async function lastCommandBefore(pool: Pool, venueNo: number, from: TradingDay): Promise<number> {
  const { rows } = await pool.query<{ closed: string; last_seq: string }>(
    `SELECT d.changed_at AS closed, v.last_seq FROM trading_days d JOIN venues v USING (venue_no)
     WHERE d.venue_no = $1 AND d.day < $2 AND d.status = 'CLOSED' ORDER BY d.day DESC LIMIT 1`,
    [venueNo, from],
  );
  if (rows.length === 0) return 0;
  const closed = Number(rows[0].closed);
  // Time never runs backwards in a journal: halve it until the first command after the close is found.
  let [low, high] = [0, Number(rows[0].last_seq)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const batch = await pool.query<{ first_seq: string; last_seq: string; payload: Buffer }>(
      `SELECT first_seq, last_seq, payload FROM journal_batches WHERE venue_no = $1 AND last_seq > $2 ORDER BY last_seq LIMIT 1`,
      [venueNo, middle],
    );
    const { first_seq, last_seq, payload } = batch.rows[0];
    const text = payload.toString('utf8');
    const { at } = JSON.parse(text.slice(text.lastIndexOf('\n') + 1)) as { at: number };
    if (at <= closed) low = Number(last_seq);
    else high = Math.min(middle, Number(first_seq) - 1);
  }
  return low;
}
