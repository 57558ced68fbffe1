import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/kernel/json.js';
import { ONE_WAY_DAYS_MAX } from '../../src/kernel/limits.js';
import type { Rejection } from '../../src/kernel/rejection.js';
import { openOneWayBidding } from '../../src/market/domain/one-way-notice.js';
import type { OneWayTerms } from '../../src/market/domain/one-way-bidding.js';
import { DAY, INITIATOR, OneWayMarket } from '../support/one-way-market.js';

/** Everything a refusal says: its code, its rule, and the numbers it is measured by. */

let m: OneWayMarket;
const open = (
  values: Record<string, Json> = {},
  facts: { tickFen?: number; lotUnits?: number } = {},
): void => {
  m = OneWayMarket.opened(values);
  m.instrument(1, facts);
};
beforeEach(() => open());

const context = (): Parameters<typeof openOneWayBidding.check>[2] => ({
  ...{ seq: ++m.seq, at: m.at, by: 'usr_exchange', org: '' },
  emit: (event) => m.events.push(event),
});
const PROPOSAL = { proposalNo: 1, reserved: false };
const wrongWith = (change: Partial<OneWayTerms> = {}): Rejection | undefined =>
  openOneWayBidding.check(m.world, m.terms(change), context(), PROPOSAL);
const registering = (accountNo: number, quantity: number): Rejection | undefined =>
  m.refusal('register-one-way', { org: `org${accountNo}`, accountNo, biddingNo: 1, quantity });
const bidding = (accountNo: number, price: number, quantity: number): Rejection | undefined =>
  m.refusal('bid-one-way', { org: `org${accountNo}`, accountNo, biddingNo: 1, price, quantity });
/** A notice, 101 registered for so much, and the bids begin. */
const window = (change: Partial<OneWayTerms> = {}, quantity = 1_000): void => {
  m.notice(change);
  m.clock(DAY, 10);
  expect(m.register(101, quantity)).toBe('ok');
  m.clock(DAY, 11);
};

describe('an application is refused', () => {
  it('below the smallest quantity of the pack, and not at it', () => {
    open({ 'qtyMin.one_way': 10 });
    expect(wrongWith({ quantity: 9 })).toEqual({ code: 'market.quantity_too_small', data: { min: 10 } });
    expect(wrongWith({ quantity: 10 })).toBeUndefined();
  });

  it('off the lot of its instrument, or off the tick in any of its prices', () => {
    open({}, { tickFen: 5, lotUnits: 10 });
    expect(wrongWith({ quantity: 1_001 })).toEqual({ code: 'market.quantity_off_lot', data: { step: 10 } });
    for (const change of [{ floorFen: 7_001 }, { ceilingFen: 8_001 }, { reserveFen: 7_501 }])
      expect(wrongWith(change)).toEqual({ code: 'market.price_off_tick', data: { tickFen: 5 } });
    expect(wrongWith({ ceilingFen: 8_005, reserveFen: 7_505 })).toBeUndefined();
  });

  it('where its dearest price makes it worth more than the pack allows', () => {
    open({ 'order.valueMax': 7_500_000 });
    const refused = {
      code: 'market.order_value_too_large',
      rule: { key: 'order.valueMax' },
      data: { maxFen: 7_500_000 },
    };
    expect(wrongWith({ reserveFen: 7_500 })).toBeUndefined();
    expect(wrongWith({ reserveFen: 7_501 })).toMatchObject(refused);
    expect(wrongWith({ ceilingFen: 7_501 })).toMatchObject(refused);
  });

  it('with a deposit below the smallest of the pack or above the whole', () => {
    open({ 'oneWay.depositMin': 500 });
    for (const depositBps of [499, 10_001, 500.5])
      expect(wrongWith({ depositBps })).toMatchObject({
        code: 'market.deposit_out_of_range',
        rule: { key: 'oneWay.depositMin' },
        data: { minBps: 500 },
      });
    for (const depositBps of [500, 10_000]) expect(wrongWith({ depositBps })).toBeUndefined();
  });

  it('with floor, reserve and ceiling out of order; two of them may be equal', () => {
    const wrong = { code: 'market.one_way_prices_wrong' };
    expect(wrongWith({ reserveFen: 7_500, ceilingFen: 7_499 })).toEqual(wrong);
    expect(wrongWith({ reserveFen: 7_000, ceilingFen: 7_000 })).toBeUndefined();
    expect(wrongWith({ side: 'buy', reserveFen: 8_001 })).toEqual(wrong);
    expect(wrongWith({ side: 'buy', reserveFen: 8_000 })).toBeUndefined();
  });

  it('with a time that is none, or with its times out of order', () => {
    const refused = { code: 'market.one_way_times_wrong', data: { days: ONE_WAY_DAYS_MAX } };
    const hours = (opens: number, closes: number, bidsFrom: number): Rejection | undefined =>
      wrongWith({
        registrationOpensAt: m.instantAt(opens),
        registrationClosesAt: m.instantAt(closes),
        biddingOpensAt: m.instantAt(bidsFrom),
      });
    expect(hours(10, 12, 10)).toBeUndefined();
    // Bids before anybody may register; a registration that ends as it begins, or before.
    expect(hours(11.25, 11.5, 11)).toEqual(refused);
    expect(hours(10.5, 10.5, 11)).toEqual(refused);
    expect(hours(10.5, 10.25, 11)).toEqual(refused);
    expect(wrongWith({ registrationOpensAt: m.instantAt(10) + 0.5 })).toEqual(refused);
    expect(wrongWith({ biddingOpensAt: m.instantAt(11) + 0.5 })).toEqual(refused);
  });

  it('for an account nobody has, whose owner is nobody', () => {
    expect(openOneWayBidding.owner(m.world, m.terms())).toBe(`org${INITIATOR}`);
    expect(openOneWayBidding.owner(m.world, m.terms({ accountNo: 999 }))).toBe('');
    expect(wrongWith({ accountNo: 999 })).toEqual({ code: 'market.account_unknown' });
    expect(() =>
      openOneWayBidding.execute(m.world, m.terms({ accountNo: 999 }), context(), PROPOSAL),
    ).toThrow('an application is checked before it becomes a notice');
  });

  it('beyond what its initiator has', () => {
    expect(wrongWith({ side: 'buy', quantity: 125_001 })).toEqual({
      code: 'market.insufficient_cash',
      data: { availableFen: 1_000_000_000, neededFen: 1_000_008_000 },
    });
    expect(wrongWith({ quantity: 100_001 })).toEqual({
      code: 'market.insufficient_units',
      data: { sellable: 100_000, needed: 100_001 },
    });
  });

  it('counts the biddings of its own initiator only', () => {
    m.notice({ quantity: 1 });
    m.notice({ quantity: 1 });
    m.notice({ quantity: 1, accountNo: 101 });
    const { oneWay } = m.market;
    expect([INITIATOR, 101, 102].map((no) => oneWay.countOf(no))).toEqual([2, 1, 0]);
  });
});

describe('a registration is refused', () => {
  it('for less or more than the notice lets one bid for, and off the lot', () => {
    open({}, { lotUnits: 10 });
    m.notice();
    m.clock(DAY, 10);
    expect(registering(101, 0)).toEqual({ code: 'market.quantity_too_small', data: { min: 1 } });
    expect(registering(101, 10.5)).toEqual({ code: 'market.quantity_too_small', data: { min: 1 } });
    expect(registering(101, 1_001)).toEqual({ code: 'market.quantity_too_large', data: { max: 1_000 } });
    expect(registering(101, 999)).toEqual({ code: 'market.quantity_off_lot', data: { step: 10 } });
    expect(registering(101, 990)).toBeUndefined();
  });

  it('for less than all where one bid takes it all', () => {
    m.notice({ rule: 'WHOLE' });
    m.clock(DAY, 10);
    expect(registering(101, 999)).toEqual({ code: 'market.quantity_too_small', data: { min: 1_000 } });
    expect(registering(101, 1_000)).toBeUndefined();
  });

  it('without the money for the deposit, which is rounded up', () => {
    m.account(201, { cash: 1_750 });
    m.notice({ depositBps: 1_250, floorFen: 7_001, quantity: 1_000 });
    m.clock(DAY, 10);
    // 12.5 % of 2 × 70.01 are 17.5025; the half fen counts as one.
    expect(registering(201, 2)).toEqual({
      code: 'market.insufficient_cash',
      data: { availableFen: 1_750, neededFen: 1_751 },
    });
    m.give(201, 0, 1);
    expect(registering(201, 2)).toBeUndefined();
    expect(m.ledger.balance(201, 0).held).toBe(1_751);
  });
});

describe('a bid is refused', () => {
  it('beyond its registration, off the lot, and beyond the notice', () => {
    open({}, { lotUnits: 10 });
    window({}, 500);
    expect(bidding(101, 7_100, 510)).toEqual({ code: 'market.quantity_too_large', data: { max: 500 } });
    expect(bidding(101, 7_100, 1_010)).toEqual({ code: 'market.quantity_too_large', data: { max: 1_000 } });
    expect(bidding(101, 7_100, 495)).toEqual({ code: 'market.quantity_off_lot', data: { step: 10 } });
  });

  it('off the tick, at no price, and at none that is a whole number of fen', () => {
    open({}, { tickFen: 5 });
    window({ side: 'buy' });
    for (const price of [7_501, 7_502.5, 0, -5])
      expect(bidding(101, price, 100)).toEqual({ code: 'market.price_off_tick', data: { tickFen: 5 } });
    expect(bidding(101, 7_505, 100)).toBeUndefined();
  });

  it('below the floor or above the ceiling, and not at them', () => {
    window({ ceilingFen: 9_000 });
    const refused = { code: 'market.bid_out_of_range', data: { floorFen: 7_000, ceilingFen: 9_000 } };
    for (const price of [6_999, 9_001]) expect(bidding(101, price, 100)).toEqual(refused);
    expect(bidding(101, 7_000, 100)).toBeUndefined();
    expect(bidding(101, 9_000, 100)).toBeUndefined();
  });

  it('worth more than the pack allows, and not a fen less', () => {
    open({ 'order.valueMax': 7_200_000 });
    window();
    const refused = { code: 'market.order_value_too_large', data: { maxFen: 7_200_000 } };
    expect(bidding(101, 7_201, 1_000)).toEqual(refused);
    expect(bidding(101, 9_007_199_254_741, 1_000)).toEqual(refused);
    expect(bidding(101, 7_200, 1_000)).toBeUndefined();
  });

  it('that is no better than the one before, which it is told', () => {
    window();
    expect(bidding(101, 7_100, 500)).toBeUndefined();
    const refused = { code: 'market.bid_not_better', data: { priceFen: 7_100, quantity: 500 } };
    for (const [price, quantity] of [
      [7_100, 600],
      [7_099, 600],
      [7_101, 499],
    ])
      expect(bidding(101, price, quantity)).toEqual(refused);
    expect(bidding(101, 7_101, 500)).toBeUndefined();
  });

  it('without the money for it, what its last bid holds counted once', () => {
    m.account(201, { cash: 7_100_000 });
    m.notice();
    m.clock(DAY, 10);
    expect(m.register(201, 1_000)).toBe('ok');
    m.clock(DAY, 11);
    expect(bidding(201, 7_000, 1_000)).toBeUndefined();
    expect(bidding(201, 7_101, 1_000)).toEqual({
      code: 'market.insufficient_cash',
      data: { availableFen: 6_400_000, neededFen: 6_401_000 },
    });
    expect(bidding(201, 7_100, 1_000)).toBeUndefined();
    expect(m.ledger.balance(201, 0).held).toBe(7_100_000);
  });

  it('beyond the largest holding of a buyer; a seller’s holding only grows smaller', () => {
    const most = { 'maxHolding.other': { allocationBps: 0, plusUnits: 100_500 } };
    open(most);
    window();
    expect(bidding(101, 7_100, 501)).toMatchObject({
      code: 'market.holding_limit',
      data: { limit: 100_500, held: 100_000, wanted: 0, headroom: 500 },
    });
    expect(bidding(101, 7_100, 500)).toBeUndefined();
    open(most);
    window({ side: 'buy' });
    expect(bidding(101, 7_100, 501)).toBeUndefined();
  });
});

describe('a close is refused', () => {
  const closing = (): Rejection | undefined => m.refusal('close-one-way-bidding', { biddingNo: 1 });
  beforeEach(() => {
    window();
    expect(bidding(101, 7_300, 1_000)).toBeUndefined();
    m.clock(DAY, 12);
  });

  it('while its instrument or the venue is halted, with the reason', () => {
    m.halt(1, true);
    expect(closing()).toEqual({ code: 'market.halted', detail: 'test' });
    m.halt(null, true);
    m.halt(1, false);
    expect(closing()).toEqual({ code: 'market.halted', detail: 'test' });
    m.halt(null, false);
    expect(closing()).toBeUndefined();
  });

  it('on a closed day, with the day', () => {
    m.do('close-day', { day: DAY });
    expect(closing()).toEqual({ code: 'market.day_not_open', data: { day: DAY } });
  });

  it('under a kill switch, with its reason', () => {
    const scope = { party: 'regulator', org: `org${INITIATOR}`, instrumentNo: 1 };
    m.do('engage-kill-switch', { ...scope, reason: 'an inquiry' });
    expect(closing()).toEqual({ code: 'market.kill_switch', detail: 'an inquiry' });
  });
});
