import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobType, Queue } from 'bullmq';
import { SettlementRunsStore } from '../../src/clearing/store/settlement-runs.store.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { faultsOf } from './narrowed.js';
import { settlementRuns } from './narrowed-lists.js';
import { done, VenueClient } from './venue-client.js';

let app: TestApp;
let venue: VenueClient;
let queue: Queue;
let runs: SettlementRunsStore;
let a: string;
let b: string;
beforeAll(async () => {
  app = await startTestApp();
  venue = new VenueClient(app);
  queue = app.queues.openQueue('settlement') as unknown as Queue;
  runs = new SettlementRunsStore(app.database.pool);
  const accountOf = async (login: string): Promise<string> =>
    done(await venue.get(login, 'accounts')).body.items[0].accountId;
  [a, b] = [await accountOf('plant-a'), await accountOf('plant-b')];
  await venue.allocate('CEA-2026', [{ accountId: a, quantity: '10000' }], '1000000');
});
afterEach(() => queue.resume());
afterAll(() => app?.close());

// The jobs of a paused queue on PostgreSQL are 'paused', a word that the type does not know.
const WAITING = ['waiting', 'paused'] as unknown as readonly JobType[];

/** One trade of one tonne; waits for nobody. */
async function trade(): Promise<void> {
  const order = { symbol: 'CEA-2026', price: '74.00', quantity: '1' };
  done(await venue.post('plant-a', 'orders', { ...order, accountId: a, side: 'sell' }));
  done(await venue.post('plant-b', 'orders', { ...order, accountId: b, side: 'buy' }));
}

async function until(what: string, holds: () => Promise<boolean>, seconds = 15): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not in ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const waiting = async (): Promise<number> =>
  done(await venue.get('clearing1', 'settlement-runs/pending')).body.waiting as number;
const allSettled = (): Promise<void> => until('all trades settled', async () => (await waiting()) === 0);
const allRunsDone = (): Promise<void> =>
  until('all runs done', async () => {
    const sql = `SELECT count(*)::int AS n FROM settlement_runs WHERE state <> 'DONE'`;
    return (await app.database.pool.query(sql)).rows[0].n === 0;
  });
const jobsWaiting = (): Promise<number> => queue.getJobCountByTypes(...WAITING, 'delayed', 'active');
const stateOf = async (fromTrade: number, toTrade: number): Promise<string | undefined> =>
  (await runs.find({ venueNo: 1, fromTrade, toTrade }))?.state;

describe('settlement', () => {
  it('has one range in flight while no worker comes, however long and whatever trades meanwhile', async () => {
    await trade();
    await allSettled();
    await queue.pause();
    await trade();
    await until('the bell is rung', async () => (await jobsWaiting()) === 1);
    await trade();
    // Longer than two sweeps and the patience of a bell.
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    expect(await jobsWaiting()).toBe(1);
    expect(await waiting()).toBe(2);
    await queue.resume();
    await allSettled();
    await allRunsDone();
  });

  it('loses nothing with the queue: the sweeper alone rings again', async () => {
    await queue.pause();
    await trade();
    await until('the bell is rung', async () => (await jobsWaiting()) === 1);
    // The bell of this trade has been rung and nobody has heard it; nothing is committed from here on.
    await queue.obliterate({ force: true });
    await queue.resume();
    expect(await waiting()).toBe(1);
    expect(await jobsWaiting()).toBe(0);
    await allSettled();
    await allRunsDone();
  });

  it('a run that its worker left RUNNING is begun again, and DONE when its trades are settled', async () => {
    await queue.pause();
    await trade();
    await until('the bell is rung', async () => (await jobsWaiting()) === 1);
    const { lastSettled } = done(await venue.get('clearing1', 'settlement-runs/pending')).body;
    const [job] = await queue.getJobs([...WAITING]);
    // A worker took the job, began, and was killed.
    await runs.move(job.data, 'RUNNING');
    await queue.obliterate({ force: true });
    await queue.resume();
    await allSettled();
    await allRunsDone();
    expect(await stateOf(lastSettled + 1, lastSettled + 1)).toBe('DONE');
    // One that was killed after the trades were settled.
    await runs.move(job.data, 'RUNNING');
    await allRunsDone();
  });

  it('a retry that meets a fault leaves the run FAILED with the reason, never RUNNING', async () => {
    await trade();
    await allSettled();
    await allRunsDone();
    const range = { venueNo: 1, fromTrade: 9_001, toTrade: 9_002 };
    await runs.move(range, 'FAILED', 'planted');
    const engine = app.engine as { submit: typeof app.engine.submit };
    const { submit } = engine;
    engine.submit = () => Promise.reject(new Error('the engine is away'));
    try {
      expect((await venue.post('clearing1', 'settlement-runs/9001-9002/retry')).status).toBe(500);
    } finally {
      engine.submit = submit;
    }
    expect(await runs.find(range)).toMatchObject({ state: 'FAILED', error: 'the engine is away' });
    await app.database.pool.query(`UPDATE settlement_runs SET state = 'DONE' WHERE from_trade = 9001`);
  });

  it('lists runs page by page without losing those that begin with the same trade', async () => {
    for (const toTrade of [8_001, 8_002, 8_003])
      await runs.move({ venueNo: 1, fromTrade: 8_001, toTrade }, 'DONE');
    await runs.move({ venueNo: 1, fromTrade: 8_000, toTrade: 8_000 }, 'FAILED', 'planted');
    expect(await faultsOf(venue, settlementRuns)).toEqual([]);
    const seen: string[] = [];
    let after = '';
    do {
      const { body } = done(await venue.get('clearing1', `settlement-runs?limit=2${after}`));
      seen.push(...body.items.map(({ run }: { run: string }) => run));
      after = body.next === undefined ? '' : `&after=${body.next}`;
    } while (after !== '');
    expect(seen.filter((run) => run.startsWith('8001'))).toEqual(['8001-8003', '8001-8002', '8001-8001']);
    expect(new Set(seen).size).toBe(seen.length);
    const { rows } = await app.database.pool.query(`SELECT count(*)::int AS n FROM settlement_runs`);
    expect(seen).toHaveLength(rows[0].n);
    await app.database.pool.query(`UPDATE settlement_runs SET state = 'DONE' WHERE from_trade = 8000`);
  });
});
