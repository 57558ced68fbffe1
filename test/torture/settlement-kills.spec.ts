import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { checkVenue, replayVenue } from '../../src/checker/check-venue.js';
import type { Database } from '../../src/platform/database.js';
import { copyOf } from '../support/database.js';
import { DyingHouse, FailingDay } from './failing-day.js';
import { whenPresent } from '../support/when.js';
import { Gates, type KillPoint } from './gates.js';

const step = (name: string): KillPoint => ({
  name: `${name} is done and not yet said to be`,
  table: 'settlement_steps',
  on: 'UPDATE',
  rows: `NEW.step = '${name}' AND NEW.state = 'DONE' AND OLD.state <> 'DONE'`,
});
const failure = (state: string): KillPoint => ({
  name: `a failed delivery becomes ${state}`,
  table: 'settlement_failures',
  on: 'UPDATE',
  rows: `NEW.state = '${state}' AND OLD.state <> '${state}'`,
});
const row = (name: string, table: string, rows?: string): KillPoint => ({ name, table, on: 'INSERT', rows });

/** Lost: the write never reached PostgreSQL. Kept: it is committed, and its answer was lost. */
type Outcome = 'lost' | 'kept';
type Death = readonly [point: KillPoint, always?: Outcome];

/** Where the process dies. With an outcome: `npm run torture -- --points some`; with `all`: each, lost and kept. */
const DEATHS: readonly Death[] = [
  [failure('RETRY')],
  [step('TRADE_CAPTURED')],
  [step('FUNDED'), 'lost'],
  [row('both legs of every trade move (S27)', 'settlements'), 'kept'],
  [row('a delivery goes aside', 'settlement_failures', `NEW.state LIKE 'FAILED%'`)],
  [step('DELIVERED')],
  [step('CONFIRMED')],
  [row('the day is confirmed in the venue', 'settlement_confirmations')],
  [
    {
      name: 'the day is called confirmed',
      table: 'settlement_days',
      on: 'UPDATE',
      rows: `NEW.state = 'CONFIRMED'`,
    },
  ],
  [row('the four totals are counted', 'reconciliation_figures')],
  [row('the reconciliation is recorded', 'reconciliation_runs')],
  [row('the day report is recorded', 'day_reports'), 'lost'],
  [
    {
      ...row('the checkpoint over the report', 'log_checkpoints', 'NEW.log_no > 0'),
      once: 'EXISTS (SELECT 1 FROM day_reports WHERE day = (SELECT max(day) FROM settlement_days))',
    },
  ],
  [failure('RESERVE_COVERED'), 'kept'],
  [failure('DEFAULTED')],
  [failure('RECOVERED')],
];
const isAll = process.env.TORTURE_POINTS === 'all';
/** Each death costs a start of the whole service: too long for every run. */
const present = whenPresent(
  process.env.TORTURE_POINTS,
  'kills at named points of a settlement: npm run torture -- --points some',
);
const PLAN: readonly (readonly [KillPoint, readonly Outcome[]])[] = DEATHS.map(([point, always]) => {
  const outcomes: readonly Outcome[] = isAll ? ['lost', 'kept'] : always === undefined ? [] : [always];
  return [point, outcomes] as const;
}).filter(([, outcomes]) => outcomes.length > 0);

describe('a service that is killed in the middle of a day’s settlement and close', () => {
  let day: FailingDay;
  let peaceful: Database;
  let undisturbed: object;
  beforeAll(async () => {
    if (process.env.TORTURE_POINTS === undefined) return;
    day = await FailingDay.prepare();
    peaceful = await copyOf(day.database);
    const house = await DyingHouse.open(day, peaceful);
    undisturbed = await house.live();
    await house.close();
  }, 600_000);
  afterAll(async () => {
    await peaceful?.close();
    await day?.close();
  });

  present(
    `comes to the same end after ${PLAN.flatMap(([, outcomes]) => outcomes).length} kill -9 at ${PLAN.length} named points, with nothing doubled`,
    async () => {
      const gates = await Gates.close(
        day.database.ownerUrl,
        PLAN.map(([point]) => point),
      );
      const house = await DyingHouse.open(day, day.database);
      const left = new Map(PLAN.map(([point, outcomes]) => [point, [...outcomes]]));
      const died: string[] = [];
      const killing = (async () => {
        while (left.size > 0) {
          const caught = await gates.caught();
          const [outcome, ...more] = left.get(caught.point)!;
          await house.kill();
          for (const other of await gates.held()) if (other.pid !== caught.pid) await gates.lose(other);
          if (outcome === 'kept') await gates.keep(caught);
          else await gates.lose(caught);
          died.push(`${outcome}: ${caught.point.name}`);
          process.stderr.write(`killed, ${died.at(-1)}\n`);
          if (more.length > 0) left.set(caught.point, more);
          else {
            if (outcome === 'lost') await gates.open(caught.point);
            left.delete(caught.point);
          }
        }
      })();
      const [ended] = await Promise.all([house.live(), killing]);
      await house.close();
      await gates.end();
      expect(ended).toEqual(undisturbed);
      expect(house.kills).toBe(PLAN.flatMap(([, outcomes]) => outcomes).length);
      for (const report of [
        await checkVenue(day.database.pool, 'demo'),
        await replayVenue(day.database.pool, 'demo'),
      ])
        expect(report.verdicts.filter(({ ok }) => !ok)).toEqual([]);
    },
    300_000 + PLAN.length * 120_000,
  );
});
