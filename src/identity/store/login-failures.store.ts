import { createHash } from 'node:crypto';
import type pg from 'pg';
import { lockSeconds } from '../domain/login-lock.js';

type Queryable = Pick<pg.PoolClient, 'query'>;

/** Seconds of lock after the 1st, 2nd, … failure; the last entry holds for all further ones. */
const LOCKS = Array.from({ length: 16 }, (_, no) => lockSeconds(no + 1));

const hashOf = (loginName: string): Buffer => createHash('sha256').update(loginName).digest();

/**
 * Counts the attempt as a failure before the password is looked at: a hundred guesses at once are a hundred
 * failures. Returns the seconds the name is still locked (the attempt must be refused unread), or 0.
 */
export async function beginAttempt(db: Queryable, loginName: string): Promise<number> {
  const hash = hashOf(loginName);
  // One statement: its row lock is what makes guesses at the same instant count one after another.
  const counted = await db.query(
    `INSERT INTO login_failures AS f (login_hash, failures) VALUES ($1, 1)
     ON CONFLICT (login_hash) DO UPDATE
       SET failures = f.failures + 1, last_at = clock_timestamp(),
           locked_until = clock_timestamp() + make_interval(secs => ($2::int[])[LEAST(f.failures + 1, cardinality($2::int[]))])
       WHERE f.locked_until IS NULL OR f.locked_until <= clock_timestamp()`,
    [hash, LOCKS],
  );
  if (counted.rowCount === 1) return 0;
  const { rows } = await db.query(
    `SELECT GREATEST(1, ceil(extract(epoch FROM locked_until - clock_timestamp())))::int AS locked FROM login_failures WHERE login_hash = $1`,
    [hash],
  );
  // The row is gone when the right password was given in this very moment.
  return (rows[0]?.locked as number | undefined) ?? 1;
}

/** The right password ends the count. */
export async function forgetFailures(db: Queryable, loginName: string): Promise<void> {
  await db.query(`DELETE FROM login_failures WHERE login_hash = $1`, [hashOf(loginName)]);
}

/** A day without an attempt is forgotten: the table stays as small as its attackers are patient. */
export async function sweepFailures(db: Queryable): Promise<void> {
  await db.query(`DELETE FROM login_failures WHERE last_at < clock_timestamp() - interval '1 day'`);
}
