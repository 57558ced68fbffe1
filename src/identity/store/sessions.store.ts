import type pg from 'pg';
import type { Person } from '../domain/person.js';
import { findPerson } from './people.store.js';

type Queryable = Pick<pg.PoolClient, 'query'>;

export interface StoredSession {
  readonly sessionId: string;
  readonly createdAtMs: number;
  readonly lastSeenMs: number;
  readonly person: Person;
}

export async function insertSession(
  db: Queryable,
  tokenHash: Buffer,
  sessionId: string,
  personId: string,
  atMs: number,
): Promise<void> {
  await db.query(
    `INSERT INTO sessions (token_hash, session_id, person_id, created_at, last_seen_at)
     VALUES ($1, $2, $3, to_timestamp($4::numeric / 1000), to_timestamp($4::numeric / 1000))`,
    [tokenHash, sessionId, personId, atMs],
  );
}

/** Undefined for a token nobody has, and for a revoked session. */
export async function findSession(db: Queryable, tokenHash: Buffer): Promise<StoredSession | undefined> {
  const { rows } = await db.query(
    `SELECT session_id, person_id, (extract(epoch FROM created_at) * 1000)::bigint AS created,
            (extract(epoch FROM last_seen_at) * 1000)::bigint AS seen
       FROM sessions WHERE token_hash = $1 AND revoked_at IS NULL`,
    [tokenHash],
  );
  if (rows.length === 0) return undefined;
  const [row] = rows;
  const person = await findPerson(db, row.person_id as string);
  return (
    person && {
      sessionId: row.session_id as string,
      createdAtMs: Number(row.created),
      lastSeenMs: Number(row.seen),
      person,
    }
  );
}

export async function touchSession(db: Queryable, tokenHash: Buffer, atMs: number): Promise<void> {
  await db.query(
    `UPDATE sessions SET last_seen_at = to_timestamp($2::numeric / 1000) WHERE token_hash = $1`,
    [tokenHash, atMs],
  );
}

export async function revokeSession(db: Queryable, sessionId: string): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE sessions SET revoked_at = clock_timestamp() WHERE session_id = $1 AND revoked_at IS NULL`,
    [sessionId],
  );
  return rowCount ?? 0;
}

export async function revokeSessionsOf(db: Queryable, personId: string): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE sessions SET revoked_at = clock_timestamp() WHERE person_id = $1 AND revoked_at IS NULL`,
    [personId],
  );
  return rowCount ?? 0;
}
