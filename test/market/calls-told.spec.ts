import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/kernel/json.js';
import { crossingOf, givingWay, indication, levelsOf } from '../../src/market/domain/call-auction.js';
import type { InstrumentMarket, Order } from '../../src/market/index.js';
import type { Instrument } from '../../src/registry/index.js';
import { packWith, TestMarket } from '../support/market-world.js';

/** What a call auction tells and writes down, who is in it, and what keeps it from beginning or meeting. */

const DAY = '2026-11-24';
const OPENING = { from: '09:15', to: '09:25', randomEndSeconds: 30, noCancelSeconds: 60 };
const CLOSING = { from: '14:57', to: '15:00', randomEndSeconds: 0, noCancelSeconds: 0 };
const [ALPHA, BETA, GAMMA] = [101, 102, 103];
const [FROM, TO] = [9.25, 9 + 25 / 60];

let m: TestMarket;

function open(keys: Record<string, Json> = {}): void {
  m = new TestMarket(packWith({ 'call.opening': OPENING, 'call.closing': CLOSING, ...keys }), DAY);
  m.instrument(1);
  for (const account of [ALPHA, BETA, GAMMA]) m.account(account, { cash: 100_000_000_00, units: 50_000 });
  m.clock(DAY, 9);
  m.do('open-day', { day: DAY });
  m.clock(DAY, FROM);
}
beforeEach(() => open());

const call = (phase = 'opening'): ReturnType<TestMarket['do']> =>
  m.do('open-call', { instrumentNo: 1, phase });
const meet = (): ReturnType<TestMarket['do']> => {
  m.clock(DAY, TO);
  return m.do('uncross', { instrumentNo: 1 });
};
const market = (): InstrumentMarket => m.market.find(1)!;
const place = (
  ...[account, side, quantity, price, selfTrade]: [number, 'buy' | 'sell', number, number, string?]
): Order =>
  m.market.order(
    m.place(account, side, quantity, price, selfTrade === undefined ? {} : { selfTrade }).answer
      .orderNo as number,
  )!;
const told = (type: string): object[] => m.events.filter((event) => event.type === type);

describe('a scheduled call', () => {
  it('is told and written down as it begins', () => {
    const [from, to] = [m.at, m.at + 600_000_000];
    expect(call().answer).toEqual({ instrumentNo: 1, phase: 'opening', to });
    expect(m.events.at(-1)).toEqual({
      type: 'CallAuctionOpened',
      instrumentNo: 1,
      phase: 'opening',
      from,
      to,
    });
    const hours = { phase: 'opening', from, to };
    expect(market().call).toEqual({
      ...{ ...hours, callNo: m.seq, noCancelFrom: to - 60_000_000, latest: to + 30_000_000 },
    });
    expect(m.market.callResults).toEqual([
      {
        ...{ ...hours, instrumentNo: 1, callNo: m.seq, state: 'GATHERING', endedAt: null },
        ...{ price: 0, volume: 0, imbalance: 0 },
      },
    ]);
    expect(market().callsHeld).toEqual(['opening']);
  });

  it('begins from its first instant on, and not at its last', () => {
    m.at -= 1;
    expect(call().code).toBe('market.call_not_due');
    m.clock(DAY, TO);
    expect(call().code).toBe('market.call_not_due');
    m.at -= 1;
    expect(call().code).toBe('ok');
  });

  it('does not begin on a day that is closed', () => {
    m.do('close-day', { day: DAY });
    expect(call().code).toBe('market.call_not_due');
  });

  it.each<[string, string, Partial<Instrument>]>([
    ['market.instrument_retired', 'was retired', { state: 'RETIRED' }],
    ['market.instrument_retired', 'expired the day before', { expiry: '2026-11-23' }],
    ['market.no_rules_in_force', 'no rules are for', { packName: 'nowhere' }],
    ['ok', 'is on its last day', { expiry: DAY }],
  ])('answers %s for an instrument that %s', (code, _, facts) => {
    m.instrument(1, facts);
    expect(call().code).toBe(code);
  });

  it('does not begin while another gathers', () => {
    open({ 'volatility.pct': 100, 'volatility.callSeconds': 120 });
    m.clock(DAY, 14.95 + 1 / 60);
    place(BETA, 'sell', 5, 7600);
    m.place(ALPHA, 'buy', 5, 7600);
    expect(market().call).toMatchObject({ phase: 'interruption' });
    const { callNo } = market().call!;
    expect(call('closing').code).toBe('market.call_not_due');
    expect(market().call).toMatchObject({ phase: 'interruption', callNo });
  });

  it('is remembered as held until the next day, also by a market from its own dump', () => {
    call();
    m.reborn();
    expect(market().callsHeld).toEqual(['opening']);
    m.do('close-day', { day: DAY });
    m.clock('2026-11-25', 9);
    m.do('open-day', { day: '2026-11-25' });
    expect(market().callsHeld).toEqual([]);
    expect(JSON.stringify(market().dump())).not.toContain('callsHeld');
  });
});

describe('the end of a call', () => {
  it('tells price, volume, what is left over, and which levels have changed', () => {
    call();
    const { callNo, from, to } = market().call!;
    place(ALPHA, 'buy', 300, 7500);
    place(ALPHA, 'buy', 20, 7480);
    place(ALPHA, 'buy', 50, 7450);
    place(BETA, 'sell', 200, 7400);
    place(BETA, 'sell', 200, 7480);
    place(BETA, 'sell', 10, 7490);
    const met = { price: 7480, volume: 320, imbalance: -80 };
    expect(indication(market(), 1)).toEqual(met);
    const { answer } = meet();
    expect(answer).toEqual({ instrumentNo: 1, phase: 'opening', ...met, packNo: 1 });
    expect(told('CallAuctionUncrossed')).toEqual([
      {
        ...{ type: 'CallAuctionUncrossed', instrumentNo: 1, phase: 'opening', ...met },
        ...{ bids: [7500, 7480], asks: [7400, 7480] },
      },
    ]);
    expect(m.market.callResults.at(-1)).toEqual({
      ...{ instrumentNo: 1, callNo, phase: 'opening', state: 'UNCROSSED', from, to, endedAt: m.at, ...met },
    });
    expect(market().call).toBeUndefined();
  });

  it('where nothing meets is told with nothing in it, though both sides wait', () => {
    call();
    place(ALPHA, 'buy', 5, 7450);
    place(BETA, 'sell', 5, 7451);
    const nothing = { price: 0, volume: 0, imbalance: 0 };
    expect([indication(market(), 1), meet().answer]).toEqual([
      undefined,
      { instrumentNo: 1, phase: 'opening', ...nothing, packNo: 1 },
    ]);
    expect(told('CallAuctionUncrossed')).toEqual([
      {
        ...{ type: 'CallAuctionUncrossed', instrumentNo: 1, phase: 'opening', ...nothing },
        ...{ bids: [], asks: [] },
      },
    ]);
    expect(m.market.callResults.at(-1)).toMatchObject({ state: 'UNCROSSED', endedAt: m.at, ...nothing });
  });

  it('makes the older order of each trade its maker', () => {
    call();
    place(ALPHA, 'buy', 5, 7470);
    place(BETA, 'sell', 10, 7460);
    place(GAMMA, 'buy', 5, 7465);
    meet();
    expect(m.market.newTrades).toMatchObject([
      { buyer: ALPHA, seller: BETA, makerSide: 'buy' },
      { buyer: GAMMA, seller: BETA, makerSide: 'sell' },
    ]);
  });

  it('that is its day’s is told as abandoned, and written down so', () => {
    call();
    const { callNo, from, to } = market().call!;
    place(ALPHA, 'buy', 5, 7463);
    place(BETA, 'sell', 5, 7463);
    m.events.length = 0;
    m.do('close-day', { day: DAY });
    expect(m.events[0]).toEqual({ type: 'CallAuctionAbandoned', instrumentNo: 1, phase: 'opening' });
    expect(m.market.callResults.at(-1)).toEqual({
      ...{ instrumentNo: 1, callNo, phase: 'opening', state: 'ABANDONED', from, to, endedAt: m.at },
      ...{ price: 0, volume: 0, imbalance: 0 },
    });
  });

  it('waits for rules and for the end of a halt, and says why', () => {
    call();
    m.clock(DAY, TO);
    const meeting = (): unknown => m.refusal('uncross', { instrumentNo: 1 });
    expect(m.refusal('uncross', { instrumentNo: 9 })).toEqual({ code: 'market.instrument_unknown' });
    m.halt(1, true);
    expect(meeting()).toEqual({ code: 'market.halted', detail: 'test' });
    m.halt(1, false);
    m.halt(null, true);
    expect(meeting()).toEqual({ code: 'market.halted', detail: 'test' });
    m.halt(null, false);
    m.instrument(1, { packName: 'nowhere' });
    expect(meeting()).toEqual({ code: 'market.no_rules_in_force' });
    m.instrument(1);
    expect(meeting()).toBeUndefined();
  });
});

describe('who meets in a call', () => {
  beforeEach(() => {
    call();
  });

  it('is whom another side reaches, best first and oldest first', () => {
    const late = place(ALPHA, 'buy', 1, 7460);
    const best = place(ALPHA, 'buy', 1, 7470);
    const same = place(ALPHA, 'buy', 1, 7460);
    place(ALPHA, 'buy', 1, 7459);
    expect(crossingOf(market())).toEqual({ bids: [], asks: [] });
    const ask = place(BETA, 'sell', 1, 7460);
    const last = place(BETA, 'sell', 1, 7470);
    place(BETA, 'sell', 1, 7471);
    expect(crossingOf(market())).toEqual({ bids: [best, late, same], asks: [ask, last] });
  });

  it('is counted price by price', () => {
    for (const [quantity, price] of [
      [5, 7470],
      [6, 7470],
      [7, 7460],
      [8, 7450],
      [9, 7450],
    ])
      place(ALPHA, 'buy', quantity!, price!);
    place(BETA, 'sell', 1, 7400);
    expect(levelsOf(crossingOf(market()).bids)).toEqual([
      { price: 7470, quantity: 11 },
      { price: 7460, quantity: 7 },
      { price: 7450, quantity: 17 },
    ]);
  });

  it('is nobody of one owner group: each later order gives way, and the next of the other side is asked', () => {
    place(ALPHA, 'buy', 10, 7480);
    const first = place(ALPHA, 'sell', 5, 7460, 'CANCEL_NEWEST');
    const second = place(ALPHA, 'sell', 5, 7480, 'CANCEL_NEWEST');
    place(ALPHA, 'sell', 5, 7481, 'CANCEL_NEWEST');
    expect(givingWay(crossingOf(market()))).toEqual([first, second]);
  });

  it('is nobody of one owner group: each older order gives way, and its next is asked', () => {
    const best = place(ALPHA, 'buy', 10, 7480);
    const next = place(ALPHA, 'buy', 10, 7470);
    place(ALPHA, 'buy', 10, 7459);
    place(ALPHA, 'sell', 5, 7460, 'CANCEL_OLDEST');
    expect(givingWay(crossingOf(market()))).toEqual([best, next]);
  });

  it('is nobody of one owner group: the later may be the bid, and decides', () => {
    const ask = place(ALPHA, 'sell', 5, 7460, 'CANCEL_NEWEST');
    const bid = place(ALPHA, 'buy', 10, 7480, 'CANCEL_OLDEST');
    expect(givingWay(crossingOf(market()))).toEqual([ask]);
    m.do('cancel-order', { org: `org${ALPHA}`, orderNo: bid.orderNo });
    const newer = place(ALPHA, 'buy', 10, 7480, 'CANCEL_NEWEST');
    expect(givingWay(crossingOf(market()))).toEqual([newer]);
  });

  it('is told beforehand without those who will give way', () => {
    place(ALPHA, 'buy', 10, 7480);
    place(ALPHA, 'sell', 10, 7460, 'CANCEL_NEWEST');
    expect(indication(market(), 1)).toBeUndefined();
    place(BETA, 'sell', 4, 7470);
    expect(indication(market(), 1)).toEqual({ price: 7470, volume: 4, imbalance: 6 });
    expect(meet().answer).toMatchObject({ price: 7470, volume: 4, imbalance: 6 });
  });
});
