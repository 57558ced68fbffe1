import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Queue } from 'bullmq';
import pg from 'pg';
import request from 'supertest';
import { checkVenue } from '../../src/checker/check-venue.js';
import type { ShownJob } from '../../src/clearing/commands/jobs-desk.js';
import { runDayJob } from '../../src/clearing/commands/day-run.js';
import { DayChecksOfTables } from '../../src/clearing/queries/day-checks.js';
import { SettlementDaysStore } from '../../src/clearing/store/settlement-days.store.js';
import { type Statement, StatementFigures } from '../../src/clearing/queries/statement-figures.js';
import { STATEMENT_TRADES_MAX } from '../../src/kernel/limits.js';
import type { Json } from '../../src/kernel/json.js';
import { localTime } from '../../src/kernel/instant.js';
import { ManualClock } from '../../src/platform/clock.js';
import { QUEUE_SCHEMA } from '../../src/platform/queue.js';
import { atTheLimit } from '../support/at-the-limit.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { packWith } from '../support/market-world.js';
import { faultsOf } from './narrowed.js';
import { settlementDays } from './narrowed-lists.js';
import { done, VenueClient } from './venue-client.js';

const DAY_MICROS = 86_400_000_000;
const clock = new ManualClock(Date.UTC(2026, 10, 24, 4) * 1_000);
let app: TestApp;
let venue: VenueClient;
let queue: Queue;
let a: string;
let b: string;
let days: SettlementDaysStore;
let checks: DayChecksOfTables;
beforeAll(async () => {
  app = await startTestApp({ clock });
  venue = new VenueClient({ address: app.address, tokenOf });
  queue = app.queues.openQueue('settlement-day') as unknown as Queue;
  days = new SettlementDaysStore(app.database.pool);
  checks = new DayChecksOfTables(app.database.pool);
  a = done(await venue.get('plant-a', 'accounts')).body.items[0].accountId;
  b = done(await venue.get('plant-b', 'accounts')).body.items[0].accountId;
  await venue.allocate('CEA-2026', [{ accountId: a, quantity: '10000' }], '1000000');
});
afterAll(() => app?.close());

const tokens = new Map<string, string>();
/** A session does not outlive the night: people sign in anew each day. */
async function tokenOf(login: string): Promise<string> {
  const known = tokens.get(`${today()} ${login}`);
  if (known !== undefined) return known;
  const { password } = app.demo.people.find((person) => person.login === login)!;
  const answer = await fetch(`${app.address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  const { token } = (await answer.json()) as { token: string };
  tokens.set(`${today()} ${login}`, token);
  return token;
}

/** The public id of a new trade. */
async function trade(quantity = '10'): Promise<string> {
  const order = { symbol: 'CEA-2026', price: '74.00', quantity };
  done(await venue.post('plant-a', 'orders', { ...order, accountId: a, side: 'sell' }));
  const bought = await venue.post('plant-b', 'orders', { ...order, accountId: b, side: 'buy' });
  return done(bought).body.fills[0].tradeId;
}

async function until(what: string, holds: () => Promise<boolean>, seconds = 20): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not in ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const one = async (sql: string): Promise<number> => Number((await app.database.pool.query(sql)).rows[0].n);
const today = (): string => localTime(clock.micros, 480).day;
const dayRow = async (day: string): Promise<Record<string, Json>> =>
  (await venue.get('clearing1', `settlement-days/${day}`)).body;
const confirmed = (day: string): Promise<void> =>
  until(`${day} is confirmed`, async () => (await dayRow(day)).state === 'CONFIRMED');
const codeOf = async (answer: ReturnType<VenueClient['post']>): Promise<unknown[]> => {
  const { status, body } = await answer;
  return [status, body.code];
};

/** The day ends; the venue closes it and opens the next by itself. */
async function nextDay(): Promise<string> {
  const day = today();
  clock.advance(DAY_MICROS);
  await until('the next day is open', async () => {
    const { tradingDay, status } = await app.engine.ask('demo', ({ market }) => ({
      tradingDay: market.tradingDay,
      status: market.dayStatus,
    }));
    return tradingDay === today() && status === 'OPEN';
  });
  return day;
}

describe('the settlement of a day', () => {
  it('begins by itself at the close and confirms every trade, step by step', async () => {
    await trade();
    await trade();
    expect(await codeOf(venue.get('clearing1', `settlement-days/${today()}`))).toEqual([
      404,
      'clearing.day_unknown',
    ]);
    expect(await codeOf(venue.post('clearing1', `settlement-days/${today()}/runs`))).toEqual([
      409,
      'clearing.day_still_open',
    ]);
    const day = await nextDay();
    await confirmed(day);
    const progress = await dayRow(day);
    expect(progress).toMatchObject({ day, trades: 2, begunBy: 'system:clearing', undelivered: 0 });
    expect(progress.states).toEqual({ CONFIRMED: 2 });
    const steps = ['TRADE_CAPTURED', 'FUNDED', 'DELIVERED', 'CONFIRMED'];
    expect((progress.steps as object[]).map((s) => ({ ...s, attempts: 1 }))).toEqual(
      steps.map((step) => ({ step, done: 2, total: 2, failed: 0, attempts: 1, error: '' })),
    );
    expect(done(await venue.get('clearing1', 'settlement-days?limit=1')).body.items[0].day).toBe(day);
    for (const login of ['plant-a', 'exchange'])
      expect((await venue.get(login, 'settlement-days')).status).toBe(403);
    // Whoever asks again, by whatever job, finds nothing to do.
    expect((await venue.post('clearing1', `settlement-days/${day}/runs`)).status).toBe(200);
    const job = { slug: 'demo', venueNo: 1, day, lastTrade: 2 };
    await runDayJob({ engine: app.engine, days, checks }, job);
    expect(await one(`SELECT count(*) AS n FROM settlement_confirmations`)).toBe(1);
  });

  it('loses nothing when every queue table is emptied in the middle of a run', async () => {
    await queue.pause();
    await trade();
    const day = await nextDay();
    await until('jobs wait', async () => (await dayRow(day)).asked === 1);
    const { rows } = await app.database.pool.query(
      `SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') AS tables FROM pg_tables WHERE schemaname = $1
       AND tablename NOT LIKE '%migration%' AND tablename NOT LIKE '%version%'`,
      [QUEUE_SCHEMA],
    );
    const owner = new pg.Client({ connectionString: app.database.ownerUrl });
    await owner.connect();
    await owner.query(`TRUNCATE ${rows[0].tables}`);
    await owner.end();
    await queue.resume();
    await confirmed(day);
    expect((await dayRow(day)).states).toEqual({ CONFIRMED: 1 });
    expect(await faultsOf(venue, settlementDays)).toEqual([]);
    expect((await checkVenue(app.database.pool, 'demo')).verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('S27 the job delivered, the process died, the job comes again: no second move, and the audit shows one', async () => {
    await queue.pause();
    const settling = app.queues.openQueue('settlement') as unknown as Queue;
    await settling.pause();
    await trade('25');
    const first = await one(`SELECT max(trade_no) AS n FROM trades`);
    const { day, venueNo } = { day: today(), venueNo: 1 };
    clock.advance(DAY_MICROS);
    await until('the rows of the day', async () => (await dayRow(day)).state === 'RUNNING');
    const engine = Object.create(app.engine) as {
      -readonly [name in keyof typeof app.engine]: (typeof app.engine)[name];
    };
    // It dies between the commit of the delivery and the word to the queue.
    engine.submit = async (slug, request) => {
      await app.engine.submit(slug, request);
      throw new Error('killed');
    };
    const range = { step: 'DELIVERED' as const, fromTrade: first, toTrade: first };
    const job = { slug: 'demo', venueNo, day, lastTrade: first, range };
    await expect(runDayJob({ engine, days, checks }, job)).rejects.toThrow('killed');
    expect((await days.stepsOf({ venueNo, day }, first)).get('DELIVERED')).toBe('FAILED');
    const moved = `SELECT count(*) AS n FROM ledger_entries WHERE cause = 'trade' AND cause_no = ${first}`;
    const serials = `SELECT sum(last_serial - first_serial + 1) AS n FROM serial_moves WHERE cause = 'trade' AND cause_no = ${first}`;
    const before = [await one(moved), await one(serials)];
    await runDayJob({ engine: app.engine, days, checks }, job);
    expect([await one(moved), await one(serials)]).toEqual(before);
    expect(before).toEqual([5, 25]);
    expect(await one(`SELECT count(*) AS n FROM settlements WHERE trade_no = ${first}`)).toBe(1);
    await settling.resume();
    await queue.resume();
    await confirmed(day);
    const { verdicts } = await checkVenue(app.database.pool, 'demo');
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });
});

describe('a statement', () => {
  it('has the same figures as a view, as PDF, CSV and XLSX, in both languages, with the hash of the file', async () => {
    const [from, to] = ['2026-11-24', '2026-11-30'];
    // A year that the database cannot hold is refused at the door.
    expect((await venue.get('plant-b', `statements?from=0000-01-01&to=${to}`)).status).toBe(422);
    const shown = done(await venue.get('plant-b', `statements?from=${from}&to=${to}`)).body as Statement;
    expect(shown.net).toHaveLength(1);
    const bought = shown.trades.reduce((sum, { quantity }) => sum + Number(quantity), 0);
    expect(shown.net[0]).toMatchObject({ bought: String(bought), sold: '0', netUnits: String(bought) });
    expect(Number(shown.net[0].netCash)).toBeCloseTo(
      -Number(shown.net[0].boughtValue) - Number(shown.net[0].fees),
      2,
    );
    for (const language of ['zh', 'en'])
      for (const format of ['pdf', 'csv', 'xlsx']) {
        const path = `statements/file?from=${from}&to=${to}&format=${format}&language=${language}`;
        const answer = await fetch(`${app.address}/api/v1/venues/demo/${path}`, {
          headers: { authorization: `Bearer ${await tokenOf('plant-b')}` },
        });
        const file = Buffer.from(await answer.arrayBuffer());
        expect(answer.headers.get('x-content-sha256')).toBe(createHash('sha256').update(file).digest('hex'));
        if (format === 'csv') {
          const text = file.toString('utf8');
          for (const line of [...shown.net, ...shown.trades])
            for (const value of Object.values(line).filter(
              (cell) => typeof cell === 'string' && !cell.includes('T'),
            ))
              expect(text).toContain(value.startsWith('-') ? value.slice(1) : value);
          expect(text).toContain(language === 'zh' ? '结算单' : 'Settlement statement');
        } else expect(file.subarray(0, 4).toString('latin1')).toBe(format === 'pdf' ? '%PDF' : 'PK\x03\x04');
      }
    const wide = `from=${from}&to=${to}&orgId=${shown.organisation}`;
    // Who settles the trades and who audits them print a member's; the exchange is not told whose trades they are.
    for (const login of ['clearing1', 'auditor', 'plant-b'])
      expect(done(await venue.get(login, `statements?${wide}`)).body).toEqual(shown);
    const csv = done(await venue.get('clearing1', `statements/file?${wide}&format=csv`));
    expect(csv.text).toContain(shown.trades[0].tradeId);
    for (const login of ['plant-a', 'exchange'])
      expect(await codeOf(venue.get(login, `statements?${wide}`))).toEqual([
        404,
        'clearing.organisation_unknown',
      ]);
    const nobodys = wide.replace(shown.organisation, 'org_nobody');
    expect(await codeOf(venue.get('clearing1', `statements?${nobodys}`))).toEqual([
      404,
      'clearing.organisation_unknown',
    ]);
    const wrong = venue.get('plant-b', `statements?from=${to}&to=${from}`);
    expect(await codeOf(wrong)).toEqual([422, 'clearing.bad_period']);
  });

  const figures = (): StatementFigures => app.app.get(StatementFigures, { strict: false });
  const sides = async (): Promise<number> => {
    const { orgId } = app.demo.people.find(({ login }) => login === 'plant-b')!;
    return (await figures().of(1, 'demo', orgId, '2026-11-24', '2026-11-30')).trades.length;
  };
  const within = async (most: number): Promise<number> => {
    figures().most = most;
    return sides().finally(() => (figures().most = STATEMENT_TRADES_MAX));
  };
  atTheLimit('STATEMENT_TRADES_MAX', {
    instead: 5,
    wired: (real) => expect(figures().most).toBe(real),
    at: async (limit) => {
      while ((await sides()) < limit) await trade('1');
      expect(await within(limit)).toBe(limit);
    },
    past: async (onePast) => {
      while ((await sides()) < onePast) await trade('1');
      await expect(within(onePast - 1)).rejects.toMatchObject({
        rejection: { code: 'clearing.statement_too_long' },
      });
    },
  });
});

describe('the jobs desk', () => {
  const jobs = (path = '', body?: object): ReturnType<VenueClient['post']> =>
    request(app.address)
      [body === undefined ? 'get' : 'post'](`/api/v1/job-queues${path}`)
      .set('Authorization', `Bearer ${bearer}`)
      .set('Content-Type', 'application/json')
      .send(body === undefined ? undefined : JSON.stringify(body));
  let bearer: string;

  it('shows every queue, lets a failed job run again and takes one out, both on record', async () => {
    bearer = await tokenOf('clearing1');
    const { items } = done(await jobs()).body;
    const names = items.map(({ queue }: { queue: string }) => queue);
    expect(names).toEqual(expect.arrayContaining(['settlement', 'settlement-day']));
    await queue.pause();
    const data = { slug: 'nowhere', venueNo: 9, day: '2026-01-05', lastTrade: 0 };
    await queue.add('DAY', data, { jobId: 'dead', attempts: 1 });
    expect(await codeOf(jobs('/settlement-day/jobs/dead/retry', { reason: 'x' }))).toEqual([
      409,
      'clearing.job_not_failed',
    ]);
    await queue.resume();
    const dead = async (): Promise<ShownJob[]> => done(await jobs('/settlement-day/jobs')).body.items;
    await until('the job is dead', async () => (await dead()).length === 1);
    expect((await dead())[0]).toMatchObject({ job: 'dead', name: 'DAY', attempts: 1, state: 'failed', data });
    expect((await dead())[0].error).not.toBe('');
    done(await jobs('/settlement-day/jobs/dead/retry', { reason: 'once more' }));
    await until('it died again', async () => (await dead())[0]?.attempts === 2);
    done(await jobs('/settlement-day/jobs/dead/cancel', { reason: 'there is no such venue' }));
    expect(await dead()).toEqual([]);
    expect(await codeOf(jobs('/settlement-day/jobs/dead/cancel', { reason: 'x' }))).toEqual([
      404,
      'clearing.job_unknown',
    ]);
    expect(await codeOf(jobs('/nothing/jobs'))).toEqual([404, 'clearing.queue_unknown']);
    const { rows } = await app.database.pool.query(
      `SELECT convert_from(payload, 'UTF8') AS line FROM office_journal
       WHERE convert_from(payload, 'UTF8')::jsonb ->> 'kind' LIKE 'job-%' ORDER BY seq DESC LIMIT 2`,
    );
    expect(rows.map(({ line }) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
      'job-cancelled',
      'job-retried',
    ]);
    bearer = await tokenOf('plant-a');
    expect((await jobs()).status).toBe(403);
  });

  it('a job that a worker is at is not taken from it', async () => {
    bearer = await tokenOf('clearing1');
    const slow = app.queues.openQueue('slow') as unknown as Queue;
    let finish = (): void => undefined;
    app.queues.openWorker('slow', () => new Promise<void>((resolve) => (finish = resolve)));
    await slow.add('slow', {}, { jobId: 'slow-job' });
    await until('it is at work', async () => (await slow.getActiveCount()) === 1);
    expect(await codeOf(jobs('/slow/jobs/slow-job/cancel', { reason: 'x' }))).toEqual([
      409,
      'clearing.job_at_work',
    ]);
    finish();
  });
});

describe('a dispute', () => {
  it('is filed by a party, seen by both, answered once; an accepted one proposes the annulment', async () => {
    const tradeId = await trade('30');
    const file = (login: string, id = tradeId): ReturnType<VenueClient['post']> =>
      venue.post(login, `trades/${id}/disputes`, { grounds: 'not what was agreed' });
    expect(await codeOf(file('plant-a', 'trd_nonsense'))).toEqual([404, 'clearing.trade_unknown']);
    expect((await file('clearing1')).status).toBe(403);
    const { dispute, state, deadline } = done(await file('plant-a')).body;
    expect([state, Date.parse(deadline)]).toEqual(['OPEN', Date.UTC(2026, 10, 27, 16)]);
    expect(await codeOf(file('plant-a'))).toEqual([409, 'clearing.dispute_open_already']);
    const other = done(await file('plant-b')).body.dispute;
    const seen = done(await venue.get('plant-b', 'disputes')).body.items;
    expect(seen.map((row: { dispute: number }) => row.dispute)).toEqual([other, dispute]);
    expect(Object.keys(seen[1])).not.toContain('accountId');

    const answer = { answer: 'the goods are there' };
    expect((await venue.post('clearing1', `disputes/${other}/reject`, answer)).status).toBe(403);
    expect(done(await venue.post('exchange', `disputes/${other}/reject`, answer)).body.state).toBe(
      'REJECTED',
    );
    expect(await codeOf(venue.post('exchange', `disputes/${other}/accept`, answer))).toEqual([
      409,
      'clearing.dispute_answered',
    ]);
    expect(await codeOf(venue.post('exchange', `disputes/999/reject`, answer))).toEqual([
      404,
      'clearing.dispute_unknown',
    ]);
    const accepted = await venue.post('exchange', `disputes/${dispute}/accept`, answer, 'accept-once');
    const { proposalId } = done(accepted).body;
    const again = done(await venue.post('exchange', `disputes/${dispute}/accept`, answer, 'accept-once'));
    expect(again.body).toEqual(accepted.body);
    const { payloadHash } = done(await venue.get('approver', `proposals/${proposalId}`)).body;
    done(await venue.post('approver', `proposals/${proposalId}/approve`, { payloadHash }));
    expect(await codeOf(file('plant-a'))).toEqual([409, 'clearing.trade_already_annulled']);
    expect(done(await venue.get('plant-a', 'disputes?limit=1')).body.items[0].state).toBe('REJECTED');
  });

  it('comes too late once the next trading day has opened', async () => {
    const tradeId = await trade();
    await nextDay();
    const late = venue.post('plant-a', `trades/${tradeId}/disputes`, { grounds: 'too late' });
    expect(await codeOf(late)).toEqual([422, 'clearing.dispute_late']);
  });
});

describe('a delivery that failed', () => {
  it('is on the desk with its owner, covered by the reserve and recovered', async () => {
    const file = packWith(
      { 'settlement.frozen': 'HOLD', 'settlement.delivery': 'UNIFIED', 'settlement.retryMinutes': [30] },
      'demo',
    );
    const pack = { ...file, version: '2.0', effectiveFrom: '2026-11-29' } as unknown as Json;
    await app.engine.submit('demo', {
      by: 'system:test',
      org: '',
      command: { kind: 'load-rule-pack', pack },
    });
    await nextDay();
    const tradeId = await trade('40');
    const { waiting } = done(await venue.get('clearing1', 'settlement-runs/pending')).body;
    expect(waiting).toBe(1);
    const why = { reason: 'order of the people’s court' };
    await venue.agreed('issuer', ['approver'], `accounts/${a}/freeze`, why);
    const day = await nextDay();
    await confirmed(day);
    expect(await dayRow(day)).toMatchObject({ undelivered: 1, states: { FAILED_GOODS: 1 } });
    const [failed] = done(await venue.get('clearing1', 'failed-deliveries')).body.items;
    expect(failed).toMatchObject({ tradeId, leg: 'GOODS', owes: '40', obstacle: 'FROZEN', owner: 'system' });
    expect(done(await venue.get('plant-b', 'failed-deliveries')).body.items).toEqual([]);
    expect(done(await venue.get('plant-a', 'failed-deliveries')).body.items).toHaveLength(1);
    const desk = (what: string): string => `failed-deliveries/${tradeId}/${what}`;
    expect(await codeOf(venue.post('clearing1', desk('cover'), why))).toEqual([409, 'clearing.no_reserve']);
    expect(await codeOf(venue.post('clearing1', desk('default'), why))).toEqual([
      409,
      'clearing.retries_left',
    ]);
    const reserve = await venue.openSeller('CEA-2026', '100', '1000000');
    await venue.agreed('clearing1', ['clearing2'], 'settlement-reserve', { accountId: reserve, ...why });
    await venue.agreed('clearing1', ['clearing2'], desk('cover'), why);
    const [covered] = done(await venue.get('clearing1', 'failed-deliveries')).body.items;
    expect(covered).toMatchObject({ state: 'RESERVE_COVERED', owner: 'clearing', coveredByReserve: true });
    const { verdicts } = await checkVenue(app.database.pool, 'demo');
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
    await venue.agreed('issuer', ['approver'], `accounts/${a}/release`, why);
    await until('the reserve has it back', async () => {
      const { items } = done(await venue.get('clearing1', 'failed-deliveries')).body;
      return items.length === 0;
    });
    expect(done(await venue.post('clearing1', 'failed-deliveries/retries')).body).toMatchObject({
      given: 0,
      owed: 0,
    });
    // Trades of several days: each is found by its own.
    const tradingDay = (row: object): string => (row as { tradingDay: string }).tradingDay;
    const trades = {
      login: 'auditor',
      list: 'trades',
      by: { state: true, side: true },
      at: tradingDay,
    } as const;
    expect(await faultsOf(venue, trades)).toEqual([]);
    const all = done(await venue.get('clearing1', 'failed-deliveries?state=all')).body.items;
    expect(all[0]).toMatchObject({ state: 'RECOVERED', owner: '' });
    const after = await checkVenue(app.database.pool, 'demo');
    expect(after.verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });
});
