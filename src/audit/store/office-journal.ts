import type { PoolClient } from 'pg';
import type { Json } from '../../kernel/json.js';
import { encodeRecord, sealBatch } from '../domain/journal-batch.js';

/** Venue number of the office chain: commands on people, organisations and keys. */
export const OFFICE_VENUE = 0;

export interface OfficeEntry {
  readonly actor: string;
  /** Verb on a noun, past tense: `person-created`. */
  readonly kind: string;
  /** The id of what changed. */
  readonly subject: string;
  /** Facts without secrets: integers and text. */
  readonly detail: Json;
}

/**
 * Chains one office entry inside the caller's transaction; the head row's lock puts writers in order.
 * Returns its gap-free sequence number.
 */
export async function appendOfficeEntry(
  client: Pick<PoolClient, 'query'>,
  entry: OfficeEntry,
): Promise<number> {
  const { rows } = await client.query(
    `SELECT last_seq, head_hash FROM office_head WHERE only_row FOR UPDATE`,
  );
  const seq = Number(rows[0].last_seq) + 1;
  const clock = await client.query(`SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS at`);
  const line = encodeRecord({ seq, at: Number(clock.rows[0].at), ...entry });
  const batch = sealBatch(OFFICE_VENUE, seq, rows[0].head_hash, [line]);
  await client.query(
    `INSERT INTO office_journal (seq, prev_hash, root, hash, payload) VALUES ($1, $2, $3, $4, $5)`,
    [seq, batch.prevHash, batch.root, batch.hash, batch.payload],
  );
  await client.query(`UPDATE office_head SET last_seq = $1, head_hash = $2 WHERE only_row`, [
    seq,
    batch.hash,
  ]);
  return seq;
}
