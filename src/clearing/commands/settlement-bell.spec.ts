import { beforeEach, describe, expect, it } from '@jest/globals';
import { AroundABell, soon } from '../../../test/support/around-a-bell.js';
import { SETTLE_TRADES_MAX } from '../../kernel/limits.js';
import type { VenueRow } from '../../sequencer/index.js';
import type { RunInFlight, SettlementJob, TradeRange } from './ports.js';
import { SettlementBell } from './settlement-bell.js';

const VENUE = { slug: 'demo', venueNo: 4 } as VenueRow;
const OTHER = { slug: 'other', venueNo: 5 } as VenueRow;

class Surroundings extends AroundABell {
  venues = [VENUE];
  clearing: Record<string, number | undefined> = { firstPending: 1, lastPending: 3, lastSettled: 0 };
  inFlight: RunInFlight | undefined;
  attempts = 1;
  readonly jobs: [SettlementJob, string][] = [];
  readonly asked: TradeRange[] = [];
  readonly settled: number[][] = [];
  readonly bell = new SettlementBell({
    engine: this.engine,
    runs: {
      ask: async (range) => {
        this.asked.push(range);
        return { attempts: this.attempts };
      },
      inFlight: async (venueNo, trade) => {
        expect([venueNo, trade]).toEqual([VENUE.venueNo, this.clearing.firstPending]);
        return this.inFlight;
      },
      settled: async (...facts) => void this.settled.push(facts),
    },
    queue: { add: async (job, name) => void this.jobs.push([job, name]) },
    later: this.later,
    onError: this.onError,
  });

  protected get machine(): object {
    return { clearing: this.clearing };
  }

  gathering(): typeof this.timers {
    return this.timers.filter(({ ms }) => ms === 100);
  }
}

describe('the settlement bell', () => {
  let around: Surroundings;
  const names = (): string[] => around.jobs.map(([, name]) => name);
  const started = async (): Promise<void> => {
    around.bell.start();
    await soon();
  };
  beforeEach(() => void (around = new Surroundings()));

  it('rings for everything that waits when it starts, and sweeps every two seconds', async () => {
    await started();
    const range = { venueNo: 4, fromTrade: 1, toTrade: 3 };
    expect(around.asked).toEqual([range]);
    expect(around.jobs).toEqual([[{ slug: 'demo', ...range }, '4-1-3-1']]);
    expect(around.settled).toEqual([[4, 0]]);
    expect(around.timers.map(({ ms }) => ms)).toEqual([2_000]);
    around.timers[0]!.then();
    await soon();
    expect(names()).toHaveLength(2);
    expect(around.timers.map(({ ms }) => ms)).toEqual([2_000, 2_000]);
  });

  it('is silent where nothing waits, but ends the runs that are settled', async () => {
    around.clearing = { firstPending: undefined, lastPending: undefined, lastSettled: 7 };
    await started();
    expect([around.jobs, around.settled, around.errors]).toEqual([[], [[4, 7]], []]);
  });

  it('gathers the news of a tenth of a second into one bell a venue', async () => {
    around.venues = [];
    await started();
    around.commit(OTHER, ['OrderAccepted']);
    expect(around.gathering()).toHaveLength(0);
    around.commit(VENUE, ['OrderAccepted'], ['OrderAccepted', 'TradeExecuted']);
    expect(around.gathering()).toHaveLength(1);
    around.commit(VENUE, ['TradesSettled']);
    expect(around.gathering()).toHaveLength(1);
    await soon();
    expect(around.jobs).toEqual([]);
    around.gathering()[0]!.then();
    await soon();
    expect(names()).toEqual(['4-1-3-1']);
    around.commit(VENUE, ['TradesSettled']);
    expect(around.gathering()).toHaveLength(2);
  });

  it('rings for no more trades than one command settles', async () => {
    around.clearing = { firstPending: 5, lastPending: 5 + SETTLE_TRADES_MAX, lastSettled: 4 };
    await started();
    expect(around.asked).toEqual([{ venueNo: 4, fromTrade: 5, toTrade: 10_004 }]);
  });

  it('waits for a run in flight, and rings for that run again once it is five seconds old', async () => {
    around.inFlight = { venueNo: 4, fromTrade: 1, toTrade: 2, attempts: 1, ageMs: 4_999 };
    await started();
    expect(around.jobs).toEqual([]);
    around.inFlight = { ...around.inFlight, ageMs: 5_000 };
    around.attempts = 2;
    around.timers[0]!.then();
    await soon();
    expect(around.asked).toEqual([{ venueNo: 4, fromTrade: 1, toTrade: 2 }]);
    expect(names()).toEqual(['4-1-2-2']);
  });

  it('tells what went wrong and rings again at the next sweep', async () => {
    const { ask } = around;
    around.ask = () => Promise.reject(new Error('the venue moved'));
    await started();
    expect(around.errors).toEqual([[VENUE, new Error('the venue moved')]]);
    around.ask = ask;
    around.timers[0]!.then();
    await soon();
    expect(names()).toEqual(['4-1-3-1']);
  });

  it('rings one after the other in a venue, and ends after the last', async () => {
    let goOn = (): void => undefined;
    let asked = 0;
    const { ask } = around;
    around.ask = async (question) => {
      asked += 1;
      await new Promise<void>((resolve) => (goOn = resolve));
      return ask(question);
    };
    around.bell.start();
    around.timers[0]!.then();
    await soon();
    expect(asked).toBe(1);
    around.commit(VENUE, ['TradeExecuted']);
    let stopped = false;
    const stop = around.bell.stop().then(() => (stopped = true));
    goOn();
    await soon();
    expect([asked, stopped, names().length]).toEqual([2, false, 1]);
    goOn();
    await stop;
    expect(names()).toHaveLength(2);
    expect(around.timers.map(({ off }) => off)).toEqual([false, true, true]);
  });

  it('may end before it has begun', async () => {
    await around.bell.stop();
    expect(around.jobs).toEqual([]);
  });
});
