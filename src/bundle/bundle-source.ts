import type { PoolClient } from 'pg';
import type { JournalBatch } from '../audit/index.js';
import { vkeyOf } from '../proof/domain/note-key.js';
import { cosignatureLines, logKeys, noteKeysOf, witnesses } from '../proof/store/key-tables.js';
import {
  checkpointsBefore,
  lastCheckpoint,
  logNamed,
  type MerkleLog,
  type StoredCheckpoint,
} from '../proof/store/log-tables.js';

const PAGE_BATCHES = 200;

/** A venue, its log, and where the newest signed head of it stands. */
export interface BundleSource {
  readonly venueNo: number;
  readonly slug: string;
  readonly log: MerkleLog;
  readonly newest: StoredCheckpoint;
  readonly keys: readonly string[];
  readonly witnesses: readonly string[];
}

/** Throws a sentence for the person who asked where there is nothing to export. */
export async function bundleSource(client: PoolClient, slug: string): Promise<BundleSource> {
  const { rows } = await client.query(`SELECT venue_no FROM venues WHERE slug = $1`, [slug]);
  const log = await logNamed(client, slug);
  const newest = log && (await lastCheckpoint(client, log.logNo));
  if (rows.length === 0 || log === undefined || newest === undefined)
    throw new Error(`nothing of ${slug} is under a signed checkpoint yet`);
  const keys = noteKeysOf(await logKeys(client), log.origin).map(vkeyOf);
  return {
    ...{ venueNo: rows[0].venue_no as number, slug, log, newest, keys },
    witnesses: (await witnesses(client)).map(({ vkey }) => vkey),
  };
}

/** A checkpoint with what witnesses signed under it. */
export async function cosignedNote(
  client: PoolClient,
  { log }: BundleSource,
  { checkpointNo, note }: StoredCheckpoint,
): Promise<string> {
  return note + (await cosignatureLines(client, log.logNo, checkpointNo)).join('');
}

/** The newest checkpoint of every size, by size. */
export async function checkpointsBySize(
  client: PoolClient,
  { log }: BundleSource,
): Promise<Map<number, StoredCheckpoint>> {
  const all = await checkpointsBefore(client, log.logNo, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return new Map(all.reverse().map((checkpoint) => [checkpoint.size, checkpoint]));
}

/** The batches after record `after` that end at or before `to`. */
export async function* batchesOf(
  client: PoolClient,
  venueNo: number,
  after: number,
  to: number,
): AsyncGenerator<JournalBatch> {
  for (let seq = after; ;) {
    const { rows } = await client.query(
      `SELECT first_seq, last_seq, prev_hash, root, hash, payload FROM journal_batches
       WHERE venue_no = $1 AND last_seq > $2 AND last_seq <= $3 ORDER BY last_seq LIMIT $4`,
      [venueNo, seq, to, PAGE_BATCHES],
    );
    for (const { first_seq, last_seq, prev_hash: prevHash, root, hash, payload } of rows) {
      seq = Number(last_seq);
      yield { venueNo, firstSeq: Number(first_seq), lastSeq: seq, prevHash, root, hash, payload };
    }
    if (rows.length < PAGE_BATCHES) return;
  }
}
