import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandRequest } from '../../sequencer/index.js';
import { type DayJob, type DayStep, STEPS, type Step, type StepState } from './day-ports.js';
import { type DayRunParts, runDayJob, StepFailed } from './day-run.js';

const DAY = '2026-11-24';
const JOB = { slug: 'demo', venueNo: 4, day: DAY, lastTrade: 5 };
const jobOf = (step: Step, fromTrade = 1, toTrade = 3): DayJob => ({
  ...JOB,
  range: { step, fromTrade, toTrade },
});
const stepOf = (step: Step, fromTrade = 1, toTrade = 3): DayStep => ({
  ...{ venueNo: 4, day: DAY, step, fromTrade, toTrade },
});

/** The tables of a day, its checks and its venue, in memory; `said` has all that they were asked, in order. */
class Surroundings {
  readonly said: unknown[][] = [];
  readonly rows: DayStep[] = [];
  readonly states = new Map<string, StepState>();
  firstPending: number | undefined = 1;
  /** What a check finds wrong. */
  faults: Partial<Record<'captured' | 'funded' | 'delivered', string>> = {};
  receipt: object = { ok: true };
  stops: unknown;

  readonly parts = {
    days: {
      stepsOf: async (day: object, fromTrade: number) => {
        this.said.push(['stepsOf', day, fromTrade]);
        return new Map(STEPS.map((step) => [step, this.states.get(`${step} ${fromTrade}`) ?? 'PENDING']));
      },
      move: async ({ step, fromTrade }: DayStep, state: StepState, ...error: string[]) => {
        this.states.set(`${step} ${fromTrade}`, state);
        this.said.push([step, fromTrade, state, ...error]);
      },
      open: async ({ venueNo, day }: DayJob) => {
        expect([venueNo, day]).toEqual([4, DAY]);
        return this.rows.filter(({ step, fromTrade }) => this.states.get(`${step} ${fromTrade}`) !== 'DONE');
      },
      confirmed: async (...facts: unknown[]) => void this.said.push(['confirmed', ...facts]),
    },
    checks: {
      captured: (step: DayStep) => this.check('captured', step),
      funded: (step: DayStep) => this.check('funded', step),
      delivered: (step: DayStep) => this.check('delivered', step),
    },
    engine: {
      ask: async (_slug: string, question: (machine: never) => unknown) => {
        if (this.said.length > 99) throw new Error('it does not end');
        return question({ clearing: { firstPending: this.firstPending } } as never);
      },
      submit: async (slug: string, { by, org, command }: CommandRequest) => {
        this.said.push([slug, by, org, command]);
        if (command.kind === 'settle-trades') this.firstPending = (command.toTrade as number) + 1;
        return this.receipt;
      },
    },
  } as unknown as DayRunParts;

  private async check(name: keyof Surroundings['faults'], step: DayStep): Promise<string | undefined> {
    this.said.push([name, step]);
    if (this.stops !== undefined) throw this.stops;
    return this.faults[name];
  }
}

let around: Surroundings;
beforeEach(() => void (around = new Surroundings()));
const settled = { kind: 'settle-trades', fromTrade: 1, toTrade: 3 };
const asked = ['stepsOf', { venueNo: 4, day: DAY }, 1];
const done = (...steps: Step[]): void => {
  for (const step of steps) around.states.set(`${step} 1`, 'DONE');
};

describe('a step of a range', () => {
  const work: [Step, unknown[]][] = [
    ['TRADE_CAPTURED', ['captured', stepOf('TRADE_CAPTURED')]],
    ['FUNDED', ['funded', stepOf('FUNDED')]],
    ['DELIVERED', ['demo', 'system:clearing', '', settled]],
    ['CONFIRMED', ['delivered', stepOf('CONFIRMED')]],
  ];

  it.each(work)('%p is begun, does its own work and is done', async (step, did) => {
    done(...STEPS.slice(0, STEPS.indexOf(step)));
    await runDayJob(around.parts, jobOf(step));
    expect(around.said).toEqual([asked, [step, 1, 'RUNNING'], did, [step, 1, 'DONE']]);
  });

  it('that is done is passed over: a job may come twice', async () => {
    done('TRADE_CAPTURED', 'FUNDED');
    await runDayJob(around.parts, jobOf('FUNDED'));
    expect(around.said).toEqual([asked]);
  });

  it('that comes too early does first what should have come before it, and nothing after it', async () => {
    around.states.set('FUNDED 1', 'FAILED');
    await runDayJob(around.parts, jobOf('DELIVERED'));
    expect(around.said.filter(({ length }) => length === 3).slice(1)).toEqual([
      ['TRADE_CAPTURED', 1, 'RUNNING'],
      ['TRADE_CAPTURED', 1, 'DONE'],
      ['FUNDED', 1, 'RUNNING'],
      ['FUNDED', 1, 'DONE'],
      ['DELIVERED', 1, 'RUNNING'],
      ['DELIVERED', 1, 'DONE'],
    ]);
  });

  it.each([
    ['TRADE_CAPTURED', 'captured'],
    ['FUNDED', 'funded'],
    ['CONFIRMED', 'delivered'],
  ] as [Step, 'captured'][])('%p whose check finds a fault fails with its words', async (step, check) => {
    done(...STEPS.slice(0, STEPS.indexOf(step)));
    around.faults = { [check]: 'trade 2 is not there' };
    const run = runDayJob(around.parts, jobOf(step));
    await expect(run).rejects.toBeInstanceOf(StepFailed);
    await expect(run).rejects.toThrow('trade 2 is not there');
    expect(around.said.at(-1)).toEqual([step, 1, 'FAILED', 'trade 2 is not there']);
  });

  it('that fails lets no later one begin', async () => {
    around.faults = { captured: 'lost' };
    await expect(runDayJob(around.parts, jobOf('CONFIRMED'))).rejects.toThrow('lost');
    expect(around.states).toEqual(new Map([['TRADE_CAPTURED 1', 'FAILED']]));
  });

  it('that is stopped by what is no error says so too', async () => {
    around.stops = 'odd';
    await expect(runDayJob(around.parts, jobOf('TRADE_CAPTURED'))).rejects.toBe('odd');
    expect(around.said.at(-1)).toEqual(['TRADE_CAPTURED', 1, 'FAILED', 'odd']);
  });

  it('fails where the venue refuses to deliver', async () => {
    around.receipt = { ok: false, rejection: { code: 'clearing.delivered_after_close' } };
    done('TRADE_CAPTURED', 'FUNDED');
    await expect(runDayJob(around.parts, jobOf('DELIVERED'))).rejects.toThrow('delivered_after_close');
    expect(around.said.at(-1)).toEqual(['DELIVERED', 1, 'FAILED', 'clearing.delivered_after_close']);
  });
});

describe('the confirmation of a day', () => {
  const confirming = [
    'demo',
    'system:clearing',
    '',
    { kind: 'confirm-settlement-day', day: DAY, toTrade: 5 },
  ];

  it('is a command up to the last trade of the day, and then on its row', async () => {
    await runDayJob(around.parts, JOB);
    expect(around.said).toEqual([confirming, ['confirmed', { venueNo: 4, day: DAY }]]);
  });

  it('first does every step of every range that the queue has lost', async () => {
    around.rows.push(stepOf('CONFIRMED'), stepOf('FUNDED', 4, 5));
    done('TRADE_CAPTURED', 'FUNDED', 'DELIVERED');
    await runDayJob(around.parts, JOB);
    const moves = around.said.filter(({ length, 0: step }) => length === 3 && step !== 'stepsOf');
    expect(moves.filter(([, , state]) => state === 'DONE')).toEqual([
      ['CONFIRMED', 1, 'DONE'],
      ['TRADE_CAPTURED', 4, 'DONE'],
      ['FUNDED', 4, 'DONE'],
    ]);
    expect(around.said).toContainEqual(['funded', stepOf('FUNDED', 4, 5)]);
    expect(around.said.slice(-2)).toEqual([confirming, ['confirmed', { venueNo: 4, day: DAY }]]);
  });

  it('is not said while a step fails', async () => {
    around.rows.push(stepOf('CONFIRMED'));
    around.faults = { delivered: 'trade 3 is still there' };
    await expect(runDayJob(around.parts, JOB)).rejects.toThrow('trade 3 is still there');
    expect(around.said).not.toContainEqual(confirming);
  });

  it('is not written where the venue refuses it', async () => {
    around.receipt = { ok: false, rejection: { code: 'clearing.not_the_whole_day' } };
    await expect(runDayJob(around.parts, JOB)).rejects.toThrow('clearing.not_the_whole_day');
    expect(around.said).toEqual([confirming]);
  });
});
