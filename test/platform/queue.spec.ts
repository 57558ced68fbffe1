import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/platform/database.js';
import { Queues, type QueueServer } from '../../src/platform/queue.js';
import { InvariantBroken } from '../../src/kernel/invariant.js';
import { QUEUE_CONNECTIONS_MAX } from '../../src/kernel/limits.js';
import { freshDatabase } from '../support/database.js';
import { REDIS_IS_ON_THE_PATH, type RedisServer, startRedis } from '../support/redis.js';
import { whenPresent } from '../support/when.js';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What every server of queues must do; `name` keeps runs on a shared Redis apart. */
async function ringsTriesAgainAndShowsFailures(server: QueueServer): Promise<void> {
  const name = `ranges-${process.pid}-${Date.now()}`;
  const queues = new Queues(server);
  const tries = new Map<number, number>();
  const done: Range[] = [];
  try {
    const queue = queues.openQueue<Range>(name);
    expect(queues.openQueue(name)).toBe(queue);
    const worker = queues.openWorker<Range>(name, async ({ data }) => {
      tries.set(data.from, (tries.get(data.from) ?? 0) + 1);
      if (data.from === 2 && tries.get(2) === 1) throw new Error('the database was away');
      if (data.from === 3) throw new Error('this range is broken');
      done.push(data);
    });
    const failed = new Promise<void>((resolve) => {
      worker.on('failed', (job) => void (job?.data.from === 3 && job.attemptsMade === 2 && resolve()));
    });
    const twice = { attempts: 2, backoff: { type: 'fixed', delay: 20 } };
    await queue.add('settle', { from: 1, to: 1 }, twice);
    await queue.add('settle', { from: 2, to: 2 }, twice);
    const broken = await queue.add('settle', { from: 3, to: 3 }, twice);
    await failed;
    while (done.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));

    expect(done.map(({ from }) => from).sort()).toEqual([1, 2]);
    expect([...tries.entries()].sort()).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
    ]);
    const [shown] = await queue.getFailed();
    expect(shown).toMatchObject({ id: broken.id, failedReason: 'this range is broken', attemptsMade: 2 });
    // An operator rings the failed one again.
    tries.clear();
    await shown!.retry();
    while (!tries.has(3)) await new Promise((resolve) => setTimeout(resolve, 20));
  } finally {
    await queues.openQueue(name).obliterate({ force: true });
    await queues.close();
  }
}

describe('queues on PostgreSQL', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());

  it('ring, try again, and show what failed, as the least-privileged role', () =>
    ringsTriesAgainAndShowsFailures({ connectionString: database.appUrl }));

  it('do so too when the role is set on a connection of the owner', async () => {
    const url = new URL(database.ownerUrl);
    url.searchParams.set('options', '-c role=airshed_app');
    await ringsTriesAgainAndShowsFailures({ connectionString: url.href });
  });

  it('work with as many workers as leave one connection for work, and take no more', async () => {
    const queues = new Queues({ connectionString: database.appUrl });
    const rung: string[] = [];
    const names = Array.from({ length: QUEUE_CONNECTIONS_MAX - 1 }, (_, i) => `full-${i}`);
    try {
      for (const name of names) queues.openWorker(name, async ({ data }) => void rung.push(data as string));
      await Promise.all(names.map((name) => queues.openQueue(name).add('ring', name)));
      while (rung.length < names.length) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(rung.sort()).toEqual(names);
      expect(() => queues.openWorker('one more', async () => undefined)).toThrow(InvariantBroken);
    } finally {
      await queues.close();
    }
  });
});

describe('queues on Redis', () => {
  const given = process.env.REDIS_URL;
  const present = whenPresent(
    given !== undefined || REDIS_IS_ON_THE_PATH,
    'queues on Redis: REDIS_URL is not set and no redis-server is on the PATH',
  );
  let redis: RedisServer | undefined;
  beforeAll(async () => {
    if (given !== undefined) redis = { url: given, stop: () => undefined };
    else if (REDIS_IS_ON_THE_PATH) redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  present('ring, try again, and show what failed', () =>
    ringsTriesAgainAndShowsFailures({ redisUrl: redis!.url }),
  );
});
