import { beforeEach, describe, expect, it } from '@jest/globals';
import { marketExecutors } from '../../src/market/index.js';
import { openDay } from '../../src/market/domain/trading-day.js';
import type { MarketWorld } from '../../src/market/index.js';
import type { Rejection } from '../../src/kernel/rejection.js';
import { packWith, TestMarket } from '../support/market-world.js';

const DAY = '2026-11-24';
const NEXT = '2026-11-25';
const PROPOSAL = { proposalNo: 1, reserved: false };

let m: TestMarket;
const events = (): unknown[] => m.events.splice(0);

beforeEach(() => {
  m = new TestMarket(packWith({ 't1.goods': false }), DAY);
  m.account(100, { cash: 100_000_000 });
  for (const no of [2, 1]) m.instrument(no);
  m.account(101, { units: 1_000 });
});

describe('a trading day', () => {
  it('is closed before the first', () => {
    expect([m.market.dayStatus, m.market.tradingDay, m.market.tradeCount]).toEqual(['CLOSED', '', 0]);
    expect([m.market.dirtyOrders, m.market.newTrades, m.market.dayChanges]).toEqual([[], [], []]);
    expect([m.market.instrumentDays, m.market.callResults, m.market.interventions]).toEqual([[], [], []]);
  });

  it('is opened once, and says so', () => {
    expect(m.do('open-day', { day: DAY }).answer).toEqual({ day: DAY, status: 'OPEN' });
    expect(events()).toEqual([{ type: 'DayOpened', day: DAY }]);
    expect(m.market.dayChanges).toEqual([{ day: DAY, status: 'OPEN', at: m.at }]);
    expect(m.do('open-day', { day: NEXT })).toMatchObject({
      code: 'market.day_still_open',
      data: { day: DAY },
    });
  });

  it.each(['x2026-11-25', '2026-11-25x', '2026-1-25', '', DAY, '2026-11-23'])(
    '%j cannot be opened',
    (day) => {
      m.do('open-day', { day: DAY });
      m.do('close-day', { day: DAY });
      expect(m.do('open-day', { day })).toMatchObject({ code: 'market.day_not_after', data: { day: DAY } });
    },
  );

  it('waits until everything before it is settled', () => {
    m.do('open-day', { day: DAY });
    m.place(101, 'sell', 2, 7463);
    m.place(100, 'buy', 2, 7463);
    m.do('close-day', { day: DAY });
    expect(m.do('open-day', { day: NEXT })).toMatchObject({
      code: 'market.unsettled_trades',
      data: { trades: 1 },
    });
    m.settleAll();
    expect(m.do('open-day', { day: NEXT }).code).toBe('ok');
  });

  it('ends its orders by their numbers and closes its instruments by theirs', () => {
    m.do('open-day', { day: DAY });
    m.place(101, 'sell', 4, 7500, { instrumentNo: 2 });
    m.place(101, 'sell', 1, 7463);
    m.place(100, 'buy', 2, 7463);
    const { orderNo: last } = m.place(100, 'buy', 1, 7400).answer;
    // In memory the oldest order comes last: a snapshot restores books, not the order of acceptance.
    m.market.dirtyOrders.splice(0).forEach((order) => (order.dirty = false));
    m.reborn();
    m.at += 5;
    events();
    expect(m.do('close-day', { day: NEXT })).toMatchObject({
      code: 'market.day_not_open',
      data: { day: DAY },
    });
    expect(m.do('close-day', { day: DAY }).answer).toEqual({ day: DAY, status: 'CLOSED', ordersExpired: 3 });
    const said = events() as Record<string, unknown>[];
    const ends = said.filter(({ type }) => type === 'OrderEnded');
    const base = { type: 'OrderEnded', reason: 'expired' };
    expect(ends).toEqual([
      { ...base, orderNo: 2, accountNo: 101, instrumentNo: 2, side: 'sell', price: 7500, quantity: 4 },
      { ...base, orderNo: 4, accountNo: 100, instrumentNo: 1, side: 'buy', price: 7463, quantity: 1 },
      { ...base, orderNo: last, accountNo: 100, instrumentNo: 1, side: 'buy', price: 7400, quantity: 1 },
    ]);
    const quiet = { open: 0, high: 0, low: 0, last: 0, close: 7463, volume: 0, value: 0, trades: 0 };
    const traded = {
      open: 7463,
      high: 7463,
      low: 7463,
      last: 7463,
      close: 7463,
      volume: 1,
      value: 7463,
      trades: 1,
    };
    const days = [
      { instrumentNo: 1, day: DAY, ...traded },
      { instrumentNo: 2, day: DAY, ...quiet },
    ];
    expect(said.slice(3)).toEqual([
      ...days.map((day) => ({ type: 'InstrumentDayClosed', ...day })),
      { type: 'DayClosed', day: DAY, ordersExpired: 3 },
    ]);
    expect(m.market.instrumentDays).toEqual(days);
    expect(m.market.dayChanges).toEqual([{ day: DAY, status: 'CLOSED', at: m.at }]);
    expect(m.market.dirtyOrders.map(({ status }) => status)).toEqual(Array(3).fill('EXPIRED'));
    expect(m.do('close-day', { day: DAY })).toMatchObject({
      code: 'market.day_not_open',
      data: { day: DAY },
    });
  });

  it('ends the orders of several instruments in the order of their numbers', () => {
    m.do('open-day', { day: DAY });
    const numbers = [1, 2, 1, 2].map(
      (instrumentNo, i) => m.place(100, 'buy', 1, 7400 + i, { instrumentNo }).answer.orderNo,
    );
    m.reborn();
    expect([...m.market.liveOrders()].map(({ orderNo }) => orderNo)).not.toEqual(numbers);
    expect(m.market.ordersOf(100).map(({ orderNo }) => orderNo)).toEqual(numbers);
    events();
    m.do('close-day', { day: DAY });
    const ended = (events() as Record<string, unknown>[]).filter(({ type }) => type === 'OrderEnded');
    expect(ended.map(({ orderNo }) => orderNo)).toEqual(numbers);
  });

  it('closes its instruments by their numbers, whichever was used first', () => {
    m.do('open-day', { day: DAY });
    for (const instrumentNo of [2, 1]) m.place(100, 'buy', 1, 7400, { instrumentNo });
    m.do('close-day', { day: DAY });
    expect(m.market.instrumentDays.map(({ instrumentNo }) => instrumentNo)).toEqual([1, 2]);
    expect(m.market.dayStatus).toBe('CLOSED');
  });

  it('does not remember the last price of another day as its own', () => {
    m.do('open-day', { day: DAY });
    m.place(101, 'sell', 2, 7463);
    m.place(100, 'buy', 2, 7463);
    m.do('close-day', { day: DAY });
    m.settleAll();
    m.do('open-day', { day: NEXT });
    m.do('close-day', { day: NEXT });
    expect(m.market.instrumentDays.at(-1)).toMatchObject({
      day: NEXT,
      last: 0,
      open: 0,
      close: 7463,
      trades: 0,
    });
    expect(m.market.find(1)!.lastPrice).toBe(7463);
  });
});

describe('a trade that is annulled', () => {
  it('counts no more in its day; the prices that were seen stay while another trade is left', () => {
    m.account(102, { cash: 100_000_000, units: 1_000 });
    m.do('open-day', { day: DAY });
    for (const [quantity, price] of [
      [2, 7463],
      [3, 7470],
    ]) {
      m.place(101, 'sell', quantity!, price!);
      m.place(100, 'buy', quantity!, price!);
    }
    const market = m.market.find(1)!;
    const [first, second] = m.market.newTrades;
    market.strike(second!);
    expect(market).toMatchObject({ volume: 2, value: 14_926, trades: 1, open: 7463, high: 7470, low: 7463 });
    market.strike(first!);
    expect(market).toMatchObject({ volume: 0, value: 0, trades: 0, open: 0, high: 0, low: 0 });
    expect(market.closingPrice()).toBe(7463);
  });
});

describe('a break that reconciliation found', () => {
  /** A world in which something stands above the market and keeps these instruments shut. */
  const worldWith = (shut: number[], ofDay?: Rejection): MarketWorld => {
    const registry = Object.create(m.world.registry) as typeof m.world.registry;
    const all = [1, 2].map((no) => m.world.registry.instrument(no)!);
    Object.assign(registry, { allInstruments: () => all });
    const openings: MarketWorld['openings'] = {
      faultOf: (_, no) =>
        shut.includes(no) ? { code: 'reconciliation.break_open', data: { instrument: no } } : undefined,
      faultOfDay: () => ofDay,
    };
    return { ...m.world, registry, openings };
  };
  const emit = (event: (typeof m.events)[number]): void => void m.events.push(event);
  const opening = (world: MarketWorld): ReturnType<typeof openDay> =>
    openDay(world, { kind: 'open-day', day: DAY }, { seq: 1, at: m.at, by: 'x', org: '', emit });

  it('keeps the day from opening, with its own code and facts', () => {
    const fault = { code: 'reconciliation.day_not_reconciled', data: { day: '2026-11-23' } };
    expect(opening(worldWith([], fault))).toEqual({ ok: false, rejection: fault });
    expect([m.market.dayStatus, m.events]).toEqual(['CLOSED', []]);
  });

  it('keeps its instrument shut when the day opens, and no other', () => {
    expect(opening(worldWith([2])).ok).toBe(true);
    expect(events()).toEqual([
      { type: 'DayOpened', day: DAY },
      { type: 'TradingHalted', instrumentNo: 2, reason: 'reconciliation' },
    ]);
    expect([m.market.find(1), m.market.find(2)!.haltReason]).toEqual([undefined, 'reconciliation']);
  });

  it('leaves alone what is retired, and what is halted for another reason', () => {
    m.instrument(1, { state: 'RETIRED' });
    m.halt(2, true);
    events();
    opening(worldWith([1, 2]));
    expect(events()).toEqual([{ type: 'DayOpened', day: DAY }]);
    expect([m.market.find(1), m.market.find(2)!.haltReason]).toEqual([undefined, 'test']);
  });

  it('is what its halt waits for, and no other halt does', () => {
    const [world, closed] = [worldWith([1, 2]), worldWith([])];
    const resume = (of: MarketWorld, instrumentNo: number | null): unknown =>
      marketExecutors['resume-trading'].check(of, { instrumentNo, reason: 'r' }, {} as never, PROPOSAL);
    opening(worldWith([2]));
    expect(resume(world, 2)).toEqual({ code: 'reconciliation.break_open', data: { instrument: 2 } });
    expect(resume(closed, 2)).toBeUndefined();
    expect(resume(m.world, 2)).toBeUndefined();
    m.halt(1, true);
    expect(resume(world, 1)).toBeUndefined();
    // Of the venue as a whole nothing is asked, whatever its reason says.
    m.market.haltReason = 'reconciliation';
    const openings = { ...world.openings!, faultOf: () => ({ code: 'reconciliation.break_open' }) };
    expect(resume({ ...world, openings }, null)).toBeUndefined();
  });
});

describe('a halt', () => {
  const executor = (halted: boolean): (typeof marketExecutors)[string] =>
    marketExecutors[halted ? 'halt-trading' : 'resume-trading'];
  const context = { seq: 1, at: 2, by: 'x', org: '', emit: (event: never) => m.events.push(event) };
  const check = (halted: boolean, instrumentNo: number | null): unknown =>
    executor(halted).check(m.world, { instrumentNo, reason: 'r' }, context, PROPOSAL);
  const carry = (halted: boolean, instrumentNo: number | null, reason: string): unknown =>
    executor(halted).execute(m.world, { instrumentNo, reason }, context, PROPOSAL);

  it('belongs to the office', () => {
    for (const halted of [true, false]) expect(executor(halted).owner(m.world, {})).toBe('');
  });

  it.each([1, null])('of %p begins and ends with a reason', (instrumentNo) => {
    expect(check(true, instrumentNo)).toBeUndefined();
    expect(check(false, instrumentNo)).toEqual({ code: 'market.not_halted' });
    expect(carry(true, instrumentNo, 'news')).toEqual({ instrumentNo, halted: true });
    expect(events()).toEqual([{ type: 'TradingHalted', instrumentNo, reason: 'news' }]);
    expect(check(true, instrumentNo)).toEqual({ code: 'market.already_halted' });
    expect(check(false, instrumentNo)).toBeUndefined();
    m.do('open-day', { day: DAY });
    expect(refusal()).toEqual({ code: 'market.halted', detail: 'news' });
    events();
    expect(carry(false, instrumentNo, 'over')).toEqual({ instrumentNo, halted: false });
    expect(events()).toEqual([{ type: 'TradingResumed', instrumentNo, reason: 'over' }]);
    expect(m.place(100, 'buy', 1, 7463).code).toBe('ok');
    carry(true, instrumentNo, '');
    expect(refusal()).toEqual({ code: 'market.halted', detail: 'halted' });
  });

  it('of the venue is told before one of an instrument', () => {
    m.do('open-day', { day: DAY });
    carry(true, 1, 'one');
    carry(true, null, 'all');
    expect(refusal()).toEqual({ code: 'market.halted', detail: 'all' });
  });

  it('of an instrument nobody knows is none', () => {
    for (const halted of [true, false])
      expect(check(halted, 9)).toEqual({ code: 'market.instrument_unknown' });
  });

  function refusal(): unknown {
    return m.refusal('place-order', {
      org: 'org100',
      accountNo: 100,
      instrumentNo: 1,
      side: 'buy',
      type: 'limit',
      price: 7463,
      quantity: 1,
    });
  }
});
