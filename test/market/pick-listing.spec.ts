import { beforeEach, describe, expect, it } from '@jest/globals';
import { marketInvariants } from '../../src/market/index.js';
import { packWith, TestMarket } from '../support/market-world.js';

const DAY = '2026-11-24';
const PICKING = packWith({ matcher: 'PICK_LISTING', 'pick.levels': 5 });
const [SELLER, OTHER, TAKER] = [101, 102, 103];

let m: TestMarket;

beforeEach(() => {
  m = new TestMarket(PICKING, DAY);
  m.instrument(1);
  for (const account of [SELLER, OTHER, TAKER]) m.account(account, { cash: 100_000_000_00, units: 50_000 });
  m.do('open-day', { day: DAY });
});

const list = (account: number, side: 'buy' | 'sell', quantity: number, price: number): number =>
  m.place(account, side, quantity, price).answer.orderNo as number;
const pick = (orderNo: number, quantity: number, account = TAKER): ReturnType<TestMarket['do']> =>
  m.do('pick-listing', { org: `org${account}`, accountNo: account, instrumentNo: 1, orderNo, quantity });

describe('a taker picks a listing', () => {
  it('S4b PICK_LISTING: the younger of two at 74.50 is filled, 74.60 is refused while 74.50 rests', () => {
    const older = list(SELLER, 'sell', 100, 7450);
    const younger = list(OTHER, 'sell', 100, 7450);
    const dearer = list(OTHER, 'sell', 100, 7460);
    expect(pick(dearer, 10).code).toBe('market.better_price_skipped');
    expect(pick(younger, 100).answer).toMatchObject({ status: 'FILLED', filled: 100, price: 7450 });
    expect(m.market.order(younger)).toBeUndefined();
    expect(m.market.order(older)).toMatchObject({ remaining: 100 });
    expect(marketInvariants(m.world)).toEqual([]);
  });

  it('gets what the listing still has; the rest ends at once', () => {
    const listing = list(SELLER, 'buy', 30, 7463);
    expect(pick(listing, 50).answer).toMatchObject({ status: 'CANCELLED', filled: 30, cancelled: 20 });
    expect(m.ledger.balance(TAKER, 1)).toMatchObject({ held: 0, outgoing: 30 });
  });

  it('may pass over its own listings, but reaches no further than the best five levels', () => {
    for (const price of [7450, 7451, 7452, 7453]) list(TAKER, 'sell', 1, price);
    const fifth = list(SELLER, 'sell', 10, 7454);
    expect(pick(fifth, 1).code).toBe('ok');
    list(TAKER, 'sell', 1, 7449);
    expect(pick(fifth, 1).code).toBe('market.listing_out_of_reach');
  });

  it('is refused what is not there, what is its own, what it cannot pay', () => {
    const listing = list(SELLER, 'sell', 10, 7463);
    expect(pick(999, 1).code).toBe('market.listing_not_open');
    expect(pick(listing, 1, SELLER).code).toBe('market.own_listing');
    expect(pick(listing, 0).code).toBe('market.quantity_too_small');
    m.account(104, { cash: 7462 });
    expect(pick(listing, 1, 104).code).toBe('market.insufficient_cash');
    m.clock(DAY, 16);
    expect(pick(listing, 1).code).toBe('market.session_closed');
  });

  it('is refused where orders match by themselves', () => {
    m = new TestMarket(packWith({}), DAY);
    m.instrument(1);
    for (const account of [SELLER, TAKER]) m.account(account, { cash: 100_000_000, units: 500 });
    m.do('open-day', { day: DAY });
    expect(pick(list(SELLER, 'sell', 10, 7463), 1).code).toBe('market.picking_not_offered');
  });
});

describe('a taker who may not pick', () => {
  const refusal = (orderNo: number, quantity = 1): unknown =>
    m.refusal('pick-listing', {
      ...{ org: `org${TAKER}`, accountNo: TAKER, instrumentNo: 1, orderNo, quantity },
    });
  const opened = (keys: Parameters<typeof packWith>[0]): void => {
    m = new TestMarket(packWith({ matcher: 'PICK_LISTING', 'pick.levels': 2, ...keys }), DAY);
    m.instrument(1);
    for (const account of [SELLER, TAKER]) m.account(account, { cash: 100_000_000, units: 500 });
    m.do('open-day', { day: DAY });
  };

  it('is told the better price, and how many levels are in reach', () => {
    opened({});
    list(SELLER, 'sell', 1, 7450);
    const dearer = list(SELLER, 'sell', 1, 7460);
    expect(refusal(dearer)).toMatchObject({
      ...{ code: 'market.better_price_skipped', rule: { key: 'matcher' }, data: { betterFen: 7450 } },
    });
    opened({});
    for (const price of [7450, 7451]) list(TAKER, 'sell', 1, price);
    const third = list(SELLER, 'sell', 1, 7452);
    expect(refusal(third)).toMatchObject({
      ...{ code: 'market.listing_out_of_reach', rule: { key: 'pick.levels' }, data: { levels: 2 } },
    });
  });

  it('is told the rule that has orders match by themselves', () => {
    opened({ matcher: 'PRICE_TIME' });
    expect(refusal(list(SELLER, 'sell', 1, 7463))).toMatchObject({
      ...{ code: 'market.picking_not_offered', rule: { key: 'matcher' } },
    });
  });

  it('waits while orders gather for a call', () => {
    const hours = { from: '09:15', to: '09:25', randomEndSeconds: 0, noCancelSeconds: 0 };
    opened({ 'call.opening': hours });
    m.clock(DAY, 9.25);
    const listing = list(SELLER, 'sell', 1, 7463);
    m.do('open-call', { instrumentNo: 1, phase: 'opening' });
    expect(refusal(listing)).toEqual({ code: 'market.only_waiting_orders', data: { phase: 'opening' } });
  });

  it('asked too much of the market in this second', () => {
    opened({ 'orders.perSecond': 2 });
    const listing = list(SELLER, 'sell', 10, 7463);
    expect([pick(listing, 1).code, pick(listing, 1).code]).toEqual(['ok', 'ok']);
    expect(refusal(listing)).toMatchObject({ code: 'market.too_many_orders_a_second', data: { most: 2 } });
  });

  it('would hold too much; one who sells holds less', () => {
    opened({ 'maxHolding.other': { allocationBps: 0, plusUnits: 505 } });
    const listing = list(SELLER, 'sell', 10, 7463);
    expect(refusal(listing, 6)).toMatchObject({ code: 'market.holding_limit', data: { headroom: 5 } });
    expect(refusal(listing, 5)).toBeUndefined();
    expect(refusal(list(SELLER, 'buy', 5, 7400), 5)).toBeUndefined();
    expect(m.events.filter(({ type }) => type === 'OrderAccepted').at(-1)).toMatchObject({
      ...{ accountNo: TAKER, side: 'sell', price: 7400, quantity: 5, timeInForce: 'IOC' },
    });
  });
});

describe('a listing', () => {
  it('waits and reaches nobody by itself', () => {
    const bid = list(SELLER, 'buy', 10, 7450);
    const order = { org: `org${OTHER}`, accountNo: OTHER, instrumentNo: 1, type: 'limit', quantity: 10 };
    expect(m.refusal('place-order', { ...order, side: 'sell', price: 7450 })).toMatchObject({
      ...{ code: 'market.listing_would_cross', rule: { key: 'matcher' } },
    });
    expect(
      m.refusal('place-order', { ...order, side: 'buy', price: 7400, timeInForce: 'IOC' }),
    ).toMatchObject({
      ...{ code: 'market.only_waiting_orders', rule: { key: 'matcher' } },
    });
    expect(m.place(OTHER, 'sell', 10, 7451).code).toBe('ok');
    const amended = m.do('amend-order', { org: `org${SELLER}`, orderNo: bid, price: 7451 });
    expect(amended.code).toBe('market.listing_would_cross');
    expect(m.events.some(({ type }) => type === 'TradeExecuted')).toBe(false);
  });

  it('is neither immediate nor without a price', () => {
    list(SELLER, 'sell', 10, 7463);
    for (const more of [{ timeInForce: 'IOC' }, { timeInForce: 'FOK' }, { type: 'market', price: undefined }])
      expect(m.place(TAKER, 'buy', 1, 7463, more as never).code).toBe('market.only_waiting_orders');
  });
});
