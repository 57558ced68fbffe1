import type { PoolClient } from 'pg';
import { GENESIS_HASH, type JournalBatch } from '../../audit/index.js';
import { hashOfRange, type LeafRange, nodesOf } from '../domain/tree-range.js';
import { nodeFromTiles, type TilePlace, tileOfNode } from '../domain/tile.js';
import type { TileGain } from '../domain/growing-tiles.js';

/** A pool, or a connection inside a transaction. */
export type Queryable = Pick<PoolClient, 'query'>;

export const OFFICE_LOG = 0;
export const OFFICE_NAME = 'office';

export interface MerkleLog {
  readonly logNo: number;
  readonly name: string;
  readonly origin: string;
  readonly blindingKey: Buffer;
  /** Records that are in the tree. */
  readonly size: number;
  readonly journalHash: Buffer;
}

export interface StoredCheckpoint {
  readonly checkpointNo: number;
  readonly size: number;
  readonly root: Buffer;
  /** With the log's own signatures, without those of witnesses. */
  readonly note: string;
  readonly signedAt: Date;
}

const LOGS = `SELECT log_no, name, origin, blinding_key, size, journal_hash FROM merkle_logs`;
const CHECKPOINTS = `SELECT checkpoint_no, size, root, note, signed_at FROM log_checkpoints WHERE log_no = $1`;

export async function logNamed(db: Queryable, name: string): Promise<MerkleLog | undefined> {
  return (await readLogs(db, `${LOGS} WHERE name = $1`, [name]))[0];
}

export function allLogs(db: Queryable): Promise<MerkleLog[]> {
  return readLogs(db, `${LOGS} ORDER BY log_no`, []);
}

/** Whoever has it is the only one who lets this log grow or signs it, until the transaction ends. */
export async function lockLog(db: Queryable, logNo: number): Promise<MerkleLog | undefined> {
  return (await readLogs(db, `${LOGS} WHERE log_no = $1 FOR UPDATE`, [logNo]))[0];
}

async function readLogs(db: Queryable, text: string, values: unknown[]): Promise<MerkleLog[]> {
  const { rows } = await db.query(text, values);
  return rows.map((row) => ({
    logNo: row.log_no,
    name: row.name,
    origin: row.origin,
    blindingKey: row.blinding_key,
    size: Number(row.size),
    journalHash: row.journal_hash,
  }));
}

/** Opens a log for every venue that has none, and for the office. `newKey` makes a blinding key. */
export async function openMissingLogs(db: Queryable, prefix: string, newKey: () => Buffer): Promise<void> {
  const { rows } = await db.query(
    `SELECT log_no, name FROM (SELECT ${OFFICE_LOG} AS log_no, '${OFFICE_NAME}' AS name
       UNION ALL SELECT venue_no, slug FROM venues) journals
     WHERE NOT EXISTS (SELECT FROM merkle_logs m WHERE m.log_no = journals.log_no)`,
  );
  for (const { log_no, name } of rows)
    await db.query(
      `INSERT INTO merkle_logs (log_no, name, origin, blinding_key) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [log_no, name, `${prefix}/${name}`, newKey()],
    );
}

/** How many records a journal has. */
export async function journalLength(db: Queryable, logNo: number): Promise<number> {
  const { rows } = await db.query(
    logNo === OFFICE_LOG
      ? `SELECT last_seq FROM office_head`
      : `SELECT last_seq FROM venues WHERE venue_no = ${Number(logNo)}`,
  );
  return Number(rows[0]?.last_seq ?? 0);
}

/** The next batches of a journal, about `records` of them, one at least. An office entry is a batch of one. */
export async function journalPage(
  db: Queryable,
  logNo: number,
  afterSeq: number,
  records: number,
): Promise<JournalBatch[]> {
  const columns = `prev_hash, root, hash, payload`;
  const { rows } =
    logNo === OFFICE_LOG
      ? await db.query(
          `SELECT seq AS first_seq, seq AS last_seq, ${columns} FROM office_journal WHERE seq > $1 ORDER BY seq LIMIT $2`,
          [afterSeq, records],
        )
      : await db.query(
          `SELECT first_seq, last_seq, ${columns} FROM journal_batches WHERE venue_no = $3 AND last_seq > $1
           AND last_seq <= greatest($1 + $2, (SELECT min(last_seq) FROM journal_batches WHERE venue_no = $3 AND last_seq > $1))
           ORDER BY last_seq`,
          [afterSeq, records, logNo],
        );
  return rows.map((row) => ({
    venueNo: logNo,
    firstSeq: Number(row.first_seq),
    lastSeq: Number(row.last_seq),
    prevHash: row.prev_hash,
    root: row.root,
    hash: row.hash,
    payload: row.payload,
  }));
}

/** The hash of the batch that ends with a record; undefined when none does. */
export async function journalHashAt(db: Queryable, logNo: number, seq: number): Promise<Buffer | undefined> {
  if (seq === 0) return GENESIS_HASH;
  const { rows } =
    logNo === OFFICE_LOG
      ? await db.query(`SELECT hash FROM office_journal WHERE seq = $1`, [seq])
      : await db.query(`SELECT hash FROM journal_batches WHERE venue_no = $2 AND last_seq = $1`, [
          seq,
          logNo,
        ]);
  return rows[0]?.hash;
}

/** Adds what tiles gained. Throws when one of them is not as long as it was thought to be. */
export async function growTiles(db: Queryable, logNo: number, gains: readonly TileGain[]): Promise<void> {
  for (const { level, no, width, hashes } of gains) {
    const { rowCount } =
      width === 0
        ? await db.query(`INSERT INTO log_tiles (log_no, level, tile_no, hashes) VALUES ($1, $2, $3, $4)`, [
            logNo,
            level,
            no,
            hashes,
          ])
        : await db.query(
            `UPDATE log_tiles SET hashes = hashes || $4
             WHERE log_no = $1 AND level = $2 AND tile_no = $3 AND octet_length(hashes) = $5`,
            [logNo, level, no, hashes, width * 32],
          );
    if (rowCount !== 1) throw new Error(`tile ${level}/${no} of log ${logNo} does not have ${width} hashes`);
  }
}

export async function moveLog(db: Queryable, logNo: number, size: number, hash: Buffer): Promise<void> {
  await db.query(`UPDATE merkle_logs SET size = $2, journal_hash = $3 WHERE log_no = $1`, [
    logNo,
    size,
    hash,
  ]);
}

export async function readTile(db: Queryable, logNo: number, place: TilePlace): Promise<Buffer | undefined> {
  return (await readTiles(db, logNo, [place])).get(keyOf(place));
}

export async function readTiles(
  db: Queryable,
  logNo: number,
  places: readonly TilePlace[],
): Promise<Map<string, Buffer>> {
  const { rows } = await db.query(
    `SELECT level, tile_no, hashes FROM log_tiles
     JOIN unnest($2::smallint[], $3::bigint[]) AS asked (level, tile_no) USING (level, tile_no) WHERE log_no = $1`,
    [logNo, places.map(({ level }) => level), places.map(({ no }) => no)],
  );
  return new Map(rows.map((row) => [keyOf({ level: row.level, no: Number(row.tile_no) }), row.hashes]));
}

/** Hashes of ranges of leaves, read from the tiles they need in one question. */
export async function rangeHashes(
  db: Queryable,
  logNo: number,
  ranges: readonly LeafRange[],
): Promise<Buffer[]> {
  const places = new Map(
    ranges.flatMap((range) => nodesOf(range).map(tileOfNode)).map((place) => [keyOf(place), place]),
  );
  const tiles = await readTiles(db, logNo, [...places.values()]);
  return ranges.map((range) =>
    hashOfRange(range, (node) => nodeFromTiles((place) => tiles.get(keyOf(place)), node)),
  );
}

export function keyOf({ level, no }: TilePlace): string {
  return `${level}/${no}`;
}

export async function lastCheckpoint(db: Queryable, logNo: number): Promise<StoredCheckpoint | undefined> {
  return (await readCheckpoints(db, `${CHECKPOINTS} ORDER BY checkpoint_no DESC LIMIT 1`, [logNo]))[0];
}

/** The first checkpoint that has so many records in it. */
export async function checkpointFrom(
  db: Queryable,
  logNo: number,
  size: number,
): Promise<StoredCheckpoint | undefined> {
  const text = `${CHECKPOINTS} AND size >= $2 ORDER BY size, checkpoint_no LIMIT 1`;
  return (await readCheckpoints(db, text, [logNo, size]))[0];
}

/** Which checkpoints a list shows; null for any. */
export interface CheckpointFilter {
  readonly signed: readonly [since: Date | null, until: Date | null];
  /** Those that have this record in them. */
  readonly holds: number | null;
}

const ANY_CHECKPOINT: CheckpointFilter = { signed: [null, null], holds: null };

/** Newest first. */
export function checkpointsBefore(
  db: Queryable,
  logNo: number,
  before: number,
  limit: number,
  { signed: [since, until], holds }: CheckpointFilter = ANY_CHECKPOINT,
): Promise<StoredCheckpoint[]> {
  const text = `${CHECKPOINTS} AND checkpoint_no < $2 AND ($4::timestamptz IS NULL OR signed_at >= $4)
    AND ($5::timestamptz IS NULL OR signed_at < $5) AND ($6::bigint IS NULL OR size >= $6)
    ORDER BY checkpoint_no DESC LIMIT $3`;
  return readCheckpoints(db, text, [logNo, before, limit, since, until, holds]);
}

async function readCheckpoints(db: Queryable, text: string, values: unknown[]): Promise<StoredCheckpoint[]> {
  const { rows } = await db.query(text, values);
  return rows.map((row) => ({
    checkpointNo: Number(row.checkpoint_no),
    size: Number(row.size),
    root: row.root,
    note: row.note,
    signedAt: row.signed_at,
  }));
}

export async function addCheckpoint(
  db: Queryable,
  logNo: number,
  { checkpointNo, size, root, note }: Omit<StoredCheckpoint, 'signedAt'>,
): Promise<void> {
  await db.query(
    `INSERT INTO log_checkpoints (log_no, checkpoint_no, size, root, note) VALUES ($1, $2, $3, $4, $5)`,
    [logNo, checkpointNo, size, root, note],
  );
}
