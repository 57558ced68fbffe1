import type { Queryable } from './log-tables.js';
import { type LogAlgorithm, type NoteKey, parseVkey } from '../domain/note-key.js';

/** The public half of a key that logs sign with; its name is the log's origin. */
export interface LogKeyRow {
  readonly keyNo: number;
  readonly algorithm: LogAlgorithm;
  readonly publicKey: Buffer;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  /** The note in which the key before it names it. */
  readonly handover: string | null;
}

export interface WitnessRow {
  readonly vkey: string;
  readonly key: NoteKey;
  readonly addedAt: Date;
  readonly removedAt: Date | null;
}

/** Oldest first: those of the past verify the checkpoints of the past. */
export async function logKeys(db: Queryable): Promise<LogKeyRow[]> {
  const { rows } = await db.query(
    `SELECT key_no, algorithm, public_key, valid_from, valid_to, handover FROM log_keys ORDER BY key_no`,
  );
  return rows.map((row) => ({
    keyNo: row.key_no,
    algorithm: row.algorithm,
    publicKey: row.public_key,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    handover: row.handover,
  }));
}

export function noteKeysOf(keys: readonly LogKeyRow[], origin: string): NoteKey[] {
  return keys.map(({ algorithm, publicKey }) => ({ name: origin, algorithm, publicKey }));
}

/** The key is in force from now on, the one before it no longer. Returns its number. */
export async function putKeyInForce(
  db: Queryable,
  { algorithm, publicKey, handover }: Pick<LogKeyRow, 'algorithm' | 'publicKey' | 'handover'>,
): Promise<number> {
  await db.query(`UPDATE log_keys SET valid_to = now() WHERE algorithm = $1 AND valid_to IS NULL`, [
    algorithm,
  ]);
  const { rows } = await db.query(
    `INSERT INTO log_keys (key_no, algorithm, public_key, valid_from, handover)
     SELECT coalesce(max(key_no), 0) + 1, $1, $2, now(), $3 FROM log_keys RETURNING key_no`,
    [algorithm, publicKey, handover],
  );
  return rows[0].key_no;
}

export async function witnesses(db: Queryable): Promise<WitnessRow[]> {
  const { rows } = await db.query(
    `SELECT vkey, added_at, removed_at FROM log_witnesses ORDER BY added_at, vkey`,
  );
  return rows.map((row) => ({
    vkey: row.vkey,
    key: parseVkey(row.vkey)!,
    addedAt: row.added_at,
    removedAt: row.removed_at,
  }));
}

export async function cosignatureLines(
  db: Queryable,
  logNo: number,
  checkpointNo: number,
): Promise<string[]> {
  const { rows } = await db.query(
    `SELECT line FROM log_cosignatures WHERE log_no = $1 AND checkpoint_no = $2 ORDER BY signed_at, vkey`,
    [logNo, checkpointNo],
  );
  return rows.map(({ line }) => line as string);
}

export interface CosignatureRow {
  readonly logNo: number;
  readonly checkpointNo: number;
  readonly vkey: string;
  readonly line: string;
  readonly seconds: number;
}

/** The first of a witness on a checkpoint stays. */
export async function addCosignature(
  db: Queryable,
  { logNo, checkpointNo, vkey, line, seconds }: CosignatureRow,
): Promise<void> {
  await db.query(
    `INSERT INTO log_cosignatures (log_no, checkpoint_no, vkey, line, signed_at)
     VALUES ($1, $2, $3, $4, to_timestamp($5)) ON CONFLICT DO NOTHING`,
    [logNo, checkpointNo, vkey, line, seconds],
  );
}
