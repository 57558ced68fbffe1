/**
 * The peer: how an order service is usually written. NestJS + Fastify, zod, an API key by its hash, and ONE ordinary
 * transaction per order with row locks: read the balance FOR UPDATE, insert the order, hold the money, write two
 * ledger rows, COMMIT. It does not even match. Same PostgreSQL, same durability.
 */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import pg from 'pg';
import { z } from 'zod';

const { PEER_DATABASE_URL, PEER_PORT, PEER_KEY } = process.env;
const POOL = 32;
const ACCOUNTS = 1_000;
const pool = new pg.Pool({ connectionString: PEER_DATABASE_URL, max: POOL });
pool.on('error', () => undefined);
await pool.query(`
  DROP SCHEMA IF EXISTS peer CASCADE;
  CREATE SCHEMA peer;
  CREATE TABLE peer.accounts (id int PRIMARY KEY, cash bigint NOT NULL, held bigint NOT NULL DEFAULT 0, CHECK (held >= 0 AND cash >= held));
  CREATE TABLE peer.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id int NOT NULL, side text NOT NULL,
    price bigint NOT NULL, quantity bigint NOT NULL, status text NOT NULL DEFAULT 'OPEN', idempotency_key text UNIQUE, created_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX ON peer.orders (account_id, created_at);
  CREATE TABLE peer.ledger (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id int NOT NULL, amount bigint NOT NULL, ref bigint NOT NULL);
  INSERT INTO peer.accounts SELECT g, 1000000000000 FROM generate_series(1, ${ACCOUNTS}) g;`);

const body = z.strictObject({
  accountId: z.string(),
  symbol: z.string().max(40),
  side: z.enum(['buy', 'sell']),
  price: z.string().regex(/^\d+\.\d{2}$/),
  quantity: z.string().regex(/^\d+$/),
});
const keyHash = createHash('sha256').update(PEER_KEY).digest('hex');

class OrdersController {
  async place(request, reply) {
    const shown = createHash('sha256').update(String(request.headers['x-key'])).digest('hex');
    if (shown !== keyHash) return reply.code(401).send({});
    const parsed = body.safeParse(request.body);
    if (!parsed.success) return reply.code(422).send({});
    const order = parsed.data;
    const price = Number(order.price.replace('.', ''));
    const quantity = Number(order.quantity);
    const accountId = 1 + (Number(order.accountId) % ACCOUNTS);
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query('SELECT cash, held FROM peer.accounts WHERE id = $1 FOR UPDATE', [
        accountId,
      ]);
      if (Number(rows[0].cash) - Number(rows[0].held) < price * quantity) throw new Error('insufficient');
      const made = await client.query(
        'INSERT INTO peer.orders (account_id, side, price, quantity, idempotency_key) VALUES ($1, $2, $3, $4, $5) RETURNING id',
        [accountId, order.side, price, quantity, request.headers['idempotency-key']],
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
      return reply.code(201).send({ orderId: String(made.rows[0].id), status: 'OPEN' });
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      return reply.code(409).send({ error: String(error) });
    } finally {
      client.release();
    }
  }
}
// Plain JavaScript has no decorators: the same calls by hand.
Controller('orders')(OrdersController);
Post()(
  OrdersController.prototype,
  'place',
  Object.getOwnPropertyDescriptor(OrdersController.prototype, 'place'),
);
const { Req, Res } = await import('@nestjs/common');
Req()(OrdersController.prototype, 'place', 0);
Res()(OrdersController.prototype, 'place', 1);
class AppModule {}
Module({ controllers: [OrdersController] })(AppModule);

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(PEER_PORT), '127.0.0.1');
process.stdout.write('ready\n');
