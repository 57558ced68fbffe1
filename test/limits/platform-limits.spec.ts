import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import type { Pool, PoolClient } from 'pg';
import { type Database } from '../../src/platform/database.js';
import { Queues } from '../../src/platform/queue.js';
import { freshDatabase } from '../support/database.js';
import { atTheLimit, handedOver } from '../support/at-the-limit.js';

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('PostgreSQL and the doorbells', () => {
  let database: Database;
  let queues: Queues;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => {
    queues = new Queues({ connectionString: database.appUrl });
  });
  afterEach(() => queues.close());

  /** How many of those who ask for a connection wait for one. */
  const waiting = async (asked: number): Promise<number> => {
    const held: Promise<PoolClient>[] = Array.from({ length: asked }, () => database.pool.connect());
    while (database.pool.idleCount > 0 || database.pool.totalCount + database.pool.waitingCount < asked)
      await later(5);
    const { waitingCount } = database.pool;
    await Promise.all(held.map(async (client) => (await client).release()));
    return waitingCount;
  };
  atTheLimit('POOL_CONNECTIONS_MAX', {
    at: async (asked) => expect(await waiting(asked)).toBe(0),
    past: async (asked) => expect(await waiting(asked)).toBe(1),
  });
  handedOver('POOL_WAIT_MS_MAX', () => database.pool.options.connectionTimeoutMillis);
  handedOver('EMBEDDED_CONNECTIONS_MAX', async () => {
    const { rows } = await database.pool.query(`SELECT current_setting('max_connections')::int AS most`);
    return rows[0].most;
  });

  /** What becomes of a job that needs so many tries. */
  const afterTries = async (needed: number): Promise<string> => {
    const queue = queues.openQueue(`tries-${needed}`);
    let tries = 0;
    const worker = queues.openWorker(`tries-${needed}`, () => {
      tries += 1;
      return tries < needed ? Promise.reject(new Error('not yet')) : Promise.resolve();
    });
    const ended = new Promise<string>((resolve) => {
      worker.on('completed', () => resolve('done'));
      worker.on('failed', (job) => void (job!.attemptsMade >= job!.opts.attempts! && resolve('failed')));
    });
    await queue.add('settle', {}, { backoff: { type: 'fixed', delay: 5 } });
    return ended;
  };
  atTheLimit('JOB_ATTEMPTS_MAX', {
    at: async (tries) => expect(await afterTries(tries)).toBe('done'),
    past: async (tries) => expect(await afterTries(tries)).toBe('failed'),
  });

  /** How many of so many waiting jobs are worked on before one of them is done. */
  const atWork = async (jobs: number): Promise<number> => {
    const queue = queues.openQueue(`at-once-${jobs}`);
    let [begun, release] = [0, (): void => undefined];
    const released = new Promise<void>((resolve) => (release = resolve));
    const all = Array.from({ length: jobs }, (_, no) => queue.add('settle', { no }));
    await Promise.all(all);
    let ended = 0;
    queues
      .openWorker(`at-once-${jobs}`, () => {
        begun += 1;
        return released;
      })
      .on('completed', () => (ended += 1));
    while (begun === 0) await later(5);
    // A second one that may begin does so at once.
    await later(300);
    const atOnce = begun;
    release();
    while (ended < jobs) await later(5);
    return atOnce;
  };
  atTheLimit('WORKER_JOBS_AT_ONCE_MAX', {
    at: async (jobs) => expect(await atWork(jobs)).toBe(jobs),
    past: async (jobs) => expect(await atWork(jobs)).toBe(jobs - 1),
  });

  const kept = (what: 'removeOnComplete' | 'removeOnFail') => (): number | undefined =>
    (queues.openQueue('kept').defaultJobOptions as Record<string, { count?: number }>)[what]?.count;
  handedOver('JOBS_COMPLETED_MAX', kept('removeOnComplete'));
  handedOver('JOBS_FAILED_MAX', kept('removeOnFail'));
  handedOver('QUEUE_CONNECTIONS_MAX', () => {
    const { connection } = queues.openQueue('connections').opts as unknown as { connection: Pool };
    return connection.options.max;
  });
});
