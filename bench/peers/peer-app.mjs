/**
 * What every peer's door has in common: NestJS + Fastify, an API key by its hash, a zod schema, one POST /orders. The
 * peers differ in what they do with an order.
 */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { Controller, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { z } from 'zod';

export const ACCOUNTS = 1_000;
export const POOL_CONNECTIONS = 32;

export const TABLES = `
  DROP SCHEMA IF EXISTS peer CASCADE;
  CREATE SCHEMA peer;
  CREATE TABLE peer.accounts (id int PRIMARY KEY, cash bigint NOT NULL, held bigint NOT NULL DEFAULT 0, CHECK (held >= 0 AND cash >= held));
  CREATE TABLE peer.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id int NOT NULL, side text NOT NULL,
    price bigint NOT NULL, quantity bigint NOT NULL, status text NOT NULL DEFAULT 'OPEN', idempotency_key text UNIQUE, created_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX ON peer.orders (account_id, created_at);
  CREATE TABLE peer.ledger (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id int NOT NULL, amount bigint NOT NULL, ref bigint NOT NULL);
  INSERT INTO peer.accounts SELECT g, 1000000000000 FROM generate_series(1, ${ACCOUNTS}) g;`;

const body = z.strictObject({
  accountId: z.string(),
  symbol: z.string().max(40),
  side: z.enum(['buy', 'sell']),
  price: z.string().regex(/^\d+\.\d{2}$/),
  quantity: z.string().regex(/^\d+$/),
});

/** `book` takes an order to its place on disk and returns its id; `imports` are for Nest. */
export async function servePeer({ book, imports = [] }) {
  const { PEER_PORT, PEER_KEY } = process.env;
  const sha256 = (text) => createHash('sha256').update(text).digest('hex');
  const keyHash = sha256(PEER_KEY);

  class OrdersController {
    async place(request, reply) {
      if (sha256(String(request.headers['x-key'])) !== keyHash) return reply.code(401).send({});
      const parsed = body.safeParse(request.body);
      if (!parsed.success) return reply.code(422).send({});
      const { accountId, side, price, quantity } = parsed.data;
      const order = {
        accountId: 1 + (Number(accountId) % ACCOUNTS),
        side,
        price: Number(price.replace('.', '')),
        quantity: Number(quantity),
        idempotencyKey: request.headers['idempotency-key'],
      };
      try {
        return reply.code(201).send({ orderId: String(await book(order)), status: 'OPEN' });
      } catch (error) {
        return reply.code(409).send({ error: String(error) });
      }
    }
  }
  // Plain JavaScript has no decorators: the same calls by hand.
  const { prototype } = OrdersController;
  Controller('orders')(OrdersController);
  Post()(prototype, 'place', Object.getOwnPropertyDescriptor(prototype, 'place'));
  Req()(prototype, 'place', 0);
  Res()(prototype, 'place', 1);
  class AppModule {}
  Module({ controllers: [OrdersController], imports })(AppModule);
  const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
  await app.listen(Number(PEER_PORT), '127.0.0.1');
  process.stdout.write('ready\n');
  return app;
}
