/**
 * The real service with a full book in its memory (not in its journal: nothing is ordered while it is read), and beside
 * its depth route one that answers a ready text of the same length. One reader's rate limit is lifted.
 */
import { NestFactory } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { Json } from '../../src/kernel/json.js';
import { localTime } from '../../src/kernel/instant.js';
import { withOwnService } from '../../src/cli/own-service.js';
import type { VenueMachine } from '../../src/machine.js';
import { depthOf } from '../../src/market/queries/market-view.js';
import { RateLimiter } from '../../src/platform/http/rate-limiter.js';
import { type Command, LocalEngine } from '../../src/sequencer/index.js';
import { answering } from '../lib/answering.js';
import { fillBook } from '../drivers/fill-book.js';
import { furnish } from '../drivers/furnish.js';

const ACCOUNTS = 1_000;
const SLUG = 'bench';
const SYMBOL = 'BENCH';
const LEVELS = 20;
const READY = '/ready-text';
const OFFSET_MINUTES = 480;

let text = '';
let leave: () => void;
let left: Promise<void>;

answering({ open, close });

const take = RateLimiter.prototype.take;
RateLimiter.prototype.take = function (...asked) {
  return { ...take.apply(this, asked), allowed: true };
};

const create = NestFactory.create.bind(NestFactory) as (...args: unknown[]) => Promise<never>;
NestFactory.create = async (...args: unknown[]) => {
  const app = await create(...args);
  const { getHttpAdapter } = app as { getHttpAdapter(): { getInstance(): FastifyInstance } };
  getHttpAdapter
    .call(app)
    .getInstance()
    .get(READY, (_, reply) => reply.type('application/json; charset=utf-8').send(text));
  return app;
};

/** Returns where the two routes are once the book is full. */
function open({ resting }: { resting: number }): Promise<object> {
  return new Promise((resolve, reject) => {
    left = withOwnService(async ({ engine, address }) => {
      if (!(engine instanceof LocalEngine)) throw new Error('this process has the engine');
      await engine.createVenue(SLUG, 'Bench', 'CNY');
      const machine = await engine.ask(SLUG, (own) => own);
      text = JSON.stringify(depthOf(machine, await fill(machine, resting), LEVELS));
      const orders = [...machine.market.liveOrders()].length;
      const depth = `/api/v1/venues/${SLUG}/instruments/${SYMBOL}/depth?levels=${LEVELS}`;
      resolve({ url: address, depth, ready: READY, text, orders });
      await new Promise<void>((done) => (leave = done));
    });
    left.catch(reject);
  });
}

async function close(): Promise<void> {
  leave();
  await left;
}

async function fill(machine: VenueMachine, resting: number): Promise<number> {
  const at = Date.now() * 1_000;
  let seq = 0;
  const act = (by: string, org: string, cmd: Command): Json => {
    const { ok, ans, rej } = machine.decide({ seq: ++seq, at, by, org, cmd });
    if (!ok) throw new Error(`${cmd.kind}: ${JSON.stringify(rej)}`);
    return ans ?? null;
  };
  const furnished = await furnish(act, ACCOUNTS, localTime(at, OFFSET_MINUTES).day);
  fillBook(furnished, resting, (command, org) => void act('usr_bench', org, command));
  return furnished.instrumentNo;
}
