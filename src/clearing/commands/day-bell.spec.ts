import { beforeEach, describe, expect, it } from '@jest/globals';
import { AroundABell, soon } from '../../../test/support/around-a-bell.js';
import type { VenueRow } from '../../sequencer/index.js';
import { DayBell } from './day-bell.js';
import type { DayAtWork } from './day-ports.js';

const DAY = '2026-11-24';
const VENUE = { slug: 'demo', venueNo: 4 } as VenueRow;
const OTHER = { slug: 'other', venueNo: 5 } as VenueRow;
const OPEN = [{ venueNo: 4, day: DAY, step: 'FUNDED', fromTrade: 1, toTrade: 3 }];

class Surroundings extends AroundABell {
  venues = [VENUE];
  now = 1_000;
  /** The moment when the only failed delivery, short of its goods, is to be tried again. */
  nextAt: number | null = null;
  atWork: DayAtWork | undefined = { venueNo: 4, day: DAY, toTrade: 3, asked: 1, idleMs: 0 };
  readonly said: unknown[][] = [];

  readonly bell = this.another();

  /** Of another process. */
  another(): DayBell {
    return new DayBell({
      engine: {
        ...this.engine,
        submit: (async (...facts: unknown[]) => void this.said.push(['submit', ...facts])) as never,
      },
      days: {
        begin: async (...facts: unknown[]) => void this.said.push(['begin', ...facts]),
        atWork: async (venueNo: number) => (venueNo === 4 ? this.atWork : undefined),
        open: async (day: object) => {
          expect(day).toEqual({ venueNo: 4, day: DAY });
          return OPEN;
        },
        ask: async (day: object) => {
          expect(day).toEqual({ venueNo: 4, day: DAY });
          return 7;
        },
      } as never,
      ask: async (...facts) => void this.said.push(['ask', ...facts]),
      nowMicros: () => this.now,
      later: this.later,
      onError: this.onError,
    });
  }

  /** What was asked so far, and from now on. */
  heard(): unknown[][] {
    return this.said.splice(0);
  }

  protected get machine(): object {
    const trade = { tradeNo: 1, packNo: 1, seller: 100, buyer: 101, quantity: 2, instrumentNo: 1 };
    const failed = { trade, state: 'FAILED_GOODS', nextAt: this.nextAt, coveredBy: 0 };
    return {
      clearing: { lastConfirmed: { day: '2026-11-20', toTrade: 0 }, failed: () => [failed] },
      rules: { pack: () => undefined },
      ledger: { balance: () => ({ posted: 1, frozen: 0 }) },
    };
  }
}

const begun = (venueNo = 4, by = 'system:clearing'): unknown[] => [
  'begin',
  venueNo,
  '2026-11-20',
  by,
  10_000,
];
const askedFor = ['ask', { slug: 'demo', venueNo: 4, day: DAY, lastTrade: 3 }, OPEN, 7];

let around: Surroundings;
beforeEach(() => void (around = new Surroundings()));

describe('the bell of a settlement day', () => {
  it('begins the run after the last confirmed day and asks for what is open of it', async () => {
    await around.bell.ring(VENUE);
    expect(around.heard()).toEqual([begun(), askedFor]);
  });

  it('is rung in the name of who asks', async () => {
    await around.bell.ring(VENUE, 'usr_1');
    expect(around.heard()).toEqual([begun(4, 'usr_1'), askedFor]);
  });

  it('asks for nothing where no day is at work', async () => {
    around.atWork = undefined;
    await around.bell.ring(VENUE);
    expect(around.heard()).toEqual([begun()]);
  });

  it('asks again once nothing has moved for five seconds, and not before', async () => {
    await around.bell.ring(VENUE);
    around.heard();
    around.atWork = { ...around.atWork!, idleMs: 4_999 };
    await around.bell.ring(VENUE);
    expect(around.heard()).toEqual([begun()]);
    around.atWork = { ...around.atWork, idleMs: 5_000 };
    await around.bell.ring(VENUE);
    expect(around.heard()).toEqual([begun(), askedFor]);
  });

  it('asks for a day that nobody has asked for yet', async () => {
    await around.bell.ring(VENUE);
    around.heard();
    around.atWork = { ...around.atWork!, asked: 0 };
    await around.bell.ring(VENUE);
    expect(around.heard()).toEqual([begun(), askedFor]);
  });

  it('asks at once in a process that follows another: that one may have died with the jobs in hand', async () => {
    await around.bell.ring(VENUE);
    around.heard();
    await around.another().ring(VENUE);
    expect(around.heard()).toEqual([begun(), askedFor]);
  });

  it('has failed deliveries tried again when their time has come, before the day is begun', async () => {
    around.nextAt = 1_001;
    await around.bell.ring(VENUE, 'usr_1');
    expect(around.heard()[0]).toEqual(begun(4, 'usr_1'));
    around.now = 1_001;
    await around.bell.ring(VENUE, 'usr_1');
    const command = { kind: 'retry-deliveries' };
    expect(around.heard()).toEqual([
      ['submit', 'demo', { by: 'usr_1', org: '', command }],
      begun(4, 'usr_1'),
    ]);
  });
});

describe('the bell that rings by itself', () => {
  it('rings in every venue when it starts, and every two seconds', async () => {
    around.venues = [VENUE, OTHER];
    around.bell.start();
    await soon();
    const heard = around.heard();
    expect(heard).toHaveLength(3);
    expect(heard).toEqual(expect.arrayContaining([begun(), begun(5), askedFor]));
    expect(around.timers.map(({ ms }) => ms)).toEqual([2_000]);
    around.timers[0].then();
    await soon();
    expect(around.heard()).toEqual([begun(), begun(5)]);
    expect(around.timers.map(({ ms }) => ms)).toEqual([2_000, 2_000]);
  });

  it('rings once a day is closed, and for no other news', async () => {
    around.venues = [];
    around.bell.start();
    around.commit(OTHER);
    around.commit(OTHER, ['TradeExecuted'], ['TradesSettled', 'DayOpened']);
    await soon();
    expect(around.heard()).toEqual([]);
    around.commit(VENUE, ['TradeExecuted'], ['AuctionEnded', 'DayClosed']);
    await soon();
    expect(around.heard()).toEqual([begun(), askedFor]);
  });

  it('tells what went wrong, and rings again at the next sweep', async () => {
    const { ask } = around;
    around.ask = () => Promise.reject(new Error('the venue moved'));
    around.bell.start();
    await soon();
    expect([around.errors, around.heard()]).toEqual([[[VENUE, new Error('the venue moved')]], []]);
    around.ask = ask;
    around.timers[0].then();
    await soon();
    expect(around.heard()).toEqual([begun(), askedFor]);
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
    around.timers[0].then();
    await soon();
    expect(asked).toBe(1);
    let stopped = false;
    const stop = around.bell.stop().then(() => (stopped = true));
    goOn();
    await soon();
    expect([asked, stopped, around.heard()]).toEqual([2, false, [begun(), askedFor]]);
    goOn();
    await stop;
    expect(around.heard()).toEqual([begun()]);
    expect(around.timers.map(({ off }) => off)).toEqual([false, true]);
  });

  it('may end before it has begun', async () => {
    await around.bell.stop();
    expect(around.heard()).toEqual([]);
  });
});
