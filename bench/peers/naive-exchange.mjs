/**
 * The peer: how an order service is usually written. NestJS + Fastify, zod, an API key by its hash, and ONE ordinary
 * transaction per order with row locks: read the balance FOR UPDATE, insert the order, hold the money, write two
 * ledger rows, COMMIT. It does not even match. Same PostgreSQL, same durability.
 */
import pg from 'pg';
import { POOL_CONNECTIONS, servePeer, TABLES } from './peer-app.mjs';

const pool = new pg.Pool({ connectionString: process.env.PEER_DATABASE_URL, max: POOL_CONNECTIONS });
pool.on('error', () => undefined);
await pool.query(TABLES);
await servePeer({ book });

async function book({ accountId, side, price, quantity, idempotencyKey }) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query('SELECT cash, held FROM peer.accounts WHERE id = $1 FOR UPDATE', [
      accountId,
    ]);
    if (Number(rows[0].cash) - Number(rows[0].held) < price * quantity) throw new Error('insufficient');
    const made = await client.query(
      'INSERT INTO peer.orders (account_id, side, price, quantity, idempotency_key) VALUES ($1, $2, $3, $4, $5) RETURNING id',
      [accountId, side, price, quantity, idempotencyKey],
    );
    await client.query('UPDATE peer.accounts SET held = held + $2 WHERE id = $1', [
      accountId,
      price * quantity,
    ]);
    await client.query(
      'INSERT INTO peer.ledger (account_id, amount, ref) VALUES ($1, $2, $4), ($1, $3, $4)',
      [accountId, -price * quantity, price * quantity, made.rows[0].id],
    );
    await client.query('COMMIT');
    return made.rows[0].id;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
