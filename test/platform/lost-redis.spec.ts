import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { checkVenue } from '../../src/checker/check-venue.js';
import type { Json } from '../../src/kernel/json.js';
import { localTime } from '../../src/kernel/instant.js';
import { ManualClock } from '../../src/platform/clock.js';
import { done, VenueClient } from '../api/venue-client.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { packWith } from '../support/market-world.js';
import { REDIS_IS_ON_THE_PATH, type RedisServer, startRedis } from '../support/redis.js';
import { whenPresent } from '../support/when.js';

const DAY_MICROS = 86_400_000_000;
const [TRADES, FLUSHES, FLUSH_EVERY_MS] = [3, 20, 50];
const present = whenPresent(REDIS_IS_ON_THE_PATH, 'FLUSHALL: no redis-server is on the PATH');

describe('a Redis that loses everything', () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 24, 4) * 1_000);
  let redis: RedisServer;
  let admin: Redis;
  let app: TestApp;
  beforeAll(async () => {
    if (!REDIS_IS_ON_THE_PATH) return;
    redis = await startRedis();
    admin = new Redis(redis.url);
    app = await startTestApp({ clock, env: { REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await app?.close();
    await admin?.quit();
    redis?.stop();
  });

  async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + 30_000;
    while (!(await holds())) {
      if (performance.now() > deadline) throw new Error(`not in time: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const today = (): string => localTime(clock.micros, 480).day;
  async function nextDay(): Promise<string> {
    const day = today();
    clock.advance(DAY_MICROS);
    await until('the next day is open', () =>
      app.engine.ask('demo', ({ market }) => market.tradingDay === today() && market.dayStatus === 'OPEN'),
    );
    return day;
  }

  present('delays the settlement of a day and loses nothing of it (FLUSHALL in its middle)', async () => {
    const pack = {
      ...packWith({ 'settlement.delivery': 'UNIFIED' }, 'demo'),
      ...{ version: '2.0', effectiveFrom: localTime(clock.micros + DAY_MICROS, 480).day },
    } as unknown as Json;
    await app.engine.submit('demo', {
      ...{ by: 'system:test', org: '' },
      command: { kind: 'load-rule-pack', pack },
    });
    await nextDay();
    const people = new Map<string, Promise<string>>();
    const tokenOf = (login: string): Promise<string> => {
      if (!people.has(login)) people.set(login, app.tokenOf(login));
      return people.get(login)!;
    };
    const venue = new VenueClient({ address: app.address, tokenOf });
    const account = async (login: string): Promise<string> =>
      done(await venue.get(login, 'accounts')).body.items[0].accountId as string;
    const [seller, buyer] = [await account('plant-a'), await account('plant-b')];
    await venue.allocate('CEA-2026', [{ accountId: seller, quantity: '1000' }], '1000000');
    for (let i = 0; i < TRADES; i++) {
      const order = { symbol: 'CEA-2026', price: '74.00', quantity: '10' };
      done(await venue.post('plant-a', 'orders', { ...order, accountId: seller, side: 'sell' }));
      done(await venue.post('plant-b', 'orders', { ...order, accountId: buyer, side: 'buy' }));
    }
    const queue = app.queues.openQueue('settlement-day') as unknown as Queue;
    await queue.pause();
    const day = await nextDay();
    const { pool } = app.database;
    const asked = async (): Promise<number> =>
      (await pool.query(`SELECT coalesce(max(asked), 0) AS n FROM settlement_days WHERE day = $1`, [day]))
        .rows[0].n as number;
    await until('jobs wait in Redis', async () => (await asked()) > 0 && (await admin.dbsize()) > 0);
    // Everything goes, that the queue was paused too; and again and again while workers are at it.
    for (let flush = 0; flush < FLUSHES; flush++) {
      await admin.flushall();
      await new Promise((resolve) => setTimeout(resolve, FLUSH_EVERY_MS));
    }
    await until('the day is confirmed', async () => {
      const { rows } = await pool.query(`SELECT state FROM settlement_days WHERE day = $1`, [day]);
      return rows[0]?.state === 'CONFIRMED';
    });
    expect(await asked()).toBeGreaterThan(1);
    const settled = await pool.query(`SELECT trade_no::int AS no FROM settlements ORDER BY 1`);
    expect(settled.rows.map(({ no }) => no as number)).toEqual([1, 2, 3].slice(0, TRADES));
    const { verdicts } = await checkVenue(pool, 'demo');
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });
});
