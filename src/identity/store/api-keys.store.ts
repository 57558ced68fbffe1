import type pg from 'pg';
import type { Person } from '../domain/person.js';
import { findPerson } from './people.store.js';

type Queryable = Pick<pg.PoolClient, 'query'>;

export interface ApiKeyRow {
  readonly keyId: string;
  readonly label: string;
  readonly createdAt: string;
  readonly revoked: boolean;
}

export async function insertApiKey(
  db: Queryable,
  keyId: string,
  personId: string,
  label: string,
  sealed: Buffer,
): Promise<void> {
  await db.query(`INSERT INTO api_keys (key_id, person_id, label, sealed_secret) VALUES ($1, $2, $3, $4)`, [
    keyId,
    personId,
    label,
    sealed,
  ]);
}

/** Undefined for a key nobody has, and for a revoked one. */
export async function findApiKey(
  db: Queryable,
  keyId: string,
): Promise<{ sealed: Buffer; person: Person } | undefined> {
  const { rows } = await db.query(
    `SELECT person_id, sealed_secret FROM api_keys WHERE key_id = $1 AND revoked_at IS NULL`,
    [keyId],
  );
  const person = rows[0] && (await findPerson(db, rows[0].person_id as string));
  return person && { sealed: rows[0].sealed_secret as Buffer, person };
}

export async function countApiKeys(db: Queryable, personId: string): Promise<number> {
  // Puts two creations by one person in order, so that the limit holds; ends with the transaction.
  await db.query(`SELECT pg_advisory_xact_lock(hashtextextended('api-keys:' || $1, 0))`, [personId]);
  const { rows } = await db.query(
    `SELECT count(*)::int AS n FROM api_keys WHERE person_id = $1 AND revoked_at IS NULL`,
    [personId],
  );
  return rows[0].n as number;
}

export async function listApiKeys(db: Queryable, personId: string): Promise<ApiKeyRow[]> {
  const { rows } = await db.query(
    `SELECT key_id, label, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at, revoked_at IS NOT NULL AS revoked
       FROM api_keys WHERE person_id = $1 ORDER BY key_id`,
    [personId],
  );
  return rows.map((row) => ({
    keyId: row.key_id,
    label: row.label,
    createdAt: row.created_at,
    revoked: row.revoked,
  }));
}

/** The number of keys revoked: 0 when it is not this person's or was revoked before. */
export async function revokeApiKey(db: Queryable, keyId: string, personId: string): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE api_keys SET revoked_at = clock_timestamp() WHERE key_id = $1 AND person_id = $2 AND revoked_at IS NULL`,
    [keyId, personId],
  );
  return rowCount ?? 0;
}

/** False when the nonce is there already. */
export async function rememberNonceAhead(
  db: Queryable,
  keyId: string,
  nonce: string,
  expiresMs: number,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO nonces_ahead (key_id, nonce, expires_at) VALUES ($1, $2, to_timestamp($3::numeric / 1000)) ON CONFLICT DO NOTHING`,
    [keyId, nonce, expiresMs],
  );
  return rowCount === 1;
}

/** Drops what no timestamp could match any more and returns the rest. */
export async function loadNoncesAhead(
  db: Queryable,
  nowMs: number,
): Promise<{ keyId: string; nonce: string }[]> {
  await db.query(`DELETE FROM nonces_ahead WHERE expires_at < to_timestamp($1::numeric / 1000)`, [nowMs]);
  const { rows } = await db.query(`SELECT key_id, nonce FROM nonces_ahead`);
  return rows.map((row) => ({ keyId: row.key_id as string, nonce: row.nonce as string }));
}
