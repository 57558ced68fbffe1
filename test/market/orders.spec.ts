import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/kernel/json.js';
import { InstrumentMarket, Market, Order } from '../../src/market/index.js';
import { fillable } from '../../src/market/domain/matching.js';
import { RulePack } from '../../src/rules/index.js';
import { packWith, TestMarket } from '../support/market-world.js';

const DAY = '2026-11-24';
const NEXT = '2026-11-25';
const BUYER = 100;
const SELLER = 101;

let m: TestMarket;
const events = (): unknown[] => m.events.splice(0);

function venue(values: Record<string, Json> = {}): void {
  m = new TestMarket(packWith({ 't1.goods': false, ...values }), DAY);
  m.instrument(1);
  m.account(BUYER, { cash: 100_000_000 });
  m.account(SELLER, { units: 1_000 });
  m.do('open-day', { day: DAY });
  events();
}
beforeEach(() => venue());

describe('what a market tells', () => {
  it('of an order, its trade and its end', () => {
    m.place(SELLER, 'sell', 3, 7460);
    const order = { accountNo: SELLER, instrumentNo: 1, side: 'sell', price: 7460 };
    const accepted = { type: 'OrderAccepted', orderNo: 2, ...order, quantity: 3, timeInForce: 'DAY' };
    expect(events()).toEqual([accepted]);
    const { answer } = m.place(BUYER, 'buy', 5, 7463, { timeInForce: 'IOC' });
    const fill = { tradeNo: 1, price: 7460, quantity: 3 };
    const trade = {
      type: 'TradeExecuted',
      ...fill,
      instrumentNo: 1,
      value: 22_380,
      buyOrder: 3,
      sellOrder: 2,
      buyer: BUYER,
      seller: SELLER,
      buyerFee: 0,
      sellerFee: 0,
      makerSide: 'sell',
      at: m.at,
      seq: 3,
      packNo: 1,
      tradingDay: DAY,
    };
    const bought = { orderNo: 3, accountNo: BUYER, instrumentNo: 1, side: 'buy', price: 7463 };
    expect(events()).toEqual([
      { type: 'OrderAccepted', ...bought, quantity: 5, timeInForce: 'IOC' },
      trade,
      { type: 'OrderEnded', ...bought, quantity: 2, reason: 'immediate' },
    ]);
    expect(m.market.newTrades).toEqual([trade]);
    expect(answer).toMatchObject({
      status: 'CANCELLED',
      filled: 3,
      remaining: 0,
      cancelled: 2,
      fills: [fill],
    });
  });

  it('of a cancellation and of many', () => {
    const [first, second] = [7400, 7401].map((price) => m.place(BUYER, 'buy', 1, price).answer.orderNo);
    events();
    m.do('cancel-order', { org: 'org100', orderNo: second });
    m.do('cancel-all-orders', { org: 'org100', accountNo: BUYER });
    expect(events()).toMatchObject([
      { type: 'OrderEnded', orderNo: second, reason: 'cancelled' },
      { type: 'OrderEnded', orderNo: first, reason: 'cancelled' },
    ]);
    for (const account of [
      { org: 'org100', accountNo: 9 },
      { org: 'org101', accountNo: BUYER },
    ])
      expect(m.do('cancel-all-orders', account).code).toBe('market.account_unknown');
    expect(m.market.openOrderCount(BUYER)).toBe(0);
  });

  it('of an amendment that keeps its place and of one that does not', () => {
    const { orderNo } = m.place(BUYER, 'buy', 10, 7400).answer;
    const amended = { type: 'OrderAmended', orderNo, accountNo: BUYER, instrumentNo: 1, side: 'buy' };
    events();
    m.do('amend-order', { org: 'org100', orderNo, quantity: 4 });
    m.do('amend-order', { org: 'org100', orderNo, price: 7401 });
    m.do('amend-order', { org: 'org100', orderNo });
    const now = { quantity: 4, remaining: 4 };
    expect(events()).toEqual([
      { ...amended, priceBefore: 7400, price: 7400, ...now, keepsPlace: true },
      { ...amended, priceBefore: 7400, price: 7401, ...now, keepsPlace: false },
      { ...amended, priceBefore: 7401, price: 7401, ...now, keepsPlace: true },
    ]);
    expect(m.market.find(1)!.book.bids.depth(9)).toEqual([{ price: 7401, quantity: 4, orders: 1 }]);
  });

  it.each([
    ['CANCEL_NEWEST', [3]],
    ['CANCEL_OLDEST', [2]],
    ['CANCEL_BOTH', [2, 3]],
  ])('of an owner who met himself: %s', (selfTrade, ended) => {
    m.account(102, { ownerGroup: `org${SELLER}`, cash: 10_000_000 });
    m.place(SELLER, 'sell', 1, 7463);
    m.place(102, 'buy', 1, 7463, { selfTrade });
    const ends = (events() as Record<string, unknown>[]).filter(({ type }) => type === 'OrderEnded');
    expect(ends.map(({ orderNo, reason }) => [orderNo, reason])).toEqual(
      ended.map((no) => [no, 'self_trade']),
    );
  });
});

describe('an order names itself', () => {
  it('by number, or by the account and its own id', () => {
    const { orderNo } = m.place(BUYER, 'buy', 1, 7400, { clientOrderId: 'mine' }).answer;
    const by = (facts: Record<string, Json | undefined>): string =>
      m.do('amend-order', { org: 'org100', ...facts }).code;
    expect(by({ accountNo: BUYER, clientOrderId: 'mine' })).toBe('ok');
    expect(by({ orderNo: orderNo as number })).toBe('ok');
    for (const wrong of [{}, { accountNo: BUYER }, { clientOrderId: 'mine' }, { orderNo: 99 }])
      expect(by(wrong)).toBe('market.order_not_open');
    expect(m.do('cancel-order', { org: 'org101', orderNo }).code).toBe('market.order_not_open');
  });

  it('without an id of its own, as often as it likes', () => {
    for (const id of [{}, { clientOrderId: '' }, {}] as Record<string, Json>[])
      expect(m.place(BUYER, 'buy', 1, 7400, id).code).toBe('ok');
    expect(m.market.orderByClientId(BUYER, '')).toBeUndefined();
  });
});

describe('an order that only makes', () => {
  it('is not amended into a trade, but may shrink where it stands', () => {
    const { orderNo } = m.place(BUYER, 'buy', 5, 7400, { postOnly: true }).answer;
    m.place(SELLER, 'sell', 5, 7410);
    const amend = (facts: Record<string, Json>): string =>
      m.do('amend-order', { org: 'org100', orderNo, ...facts }).code;
    expect(amend({ price: 7410 })).toBe('market.post_only_would_trade');
    expect(amend({ quantity: 4 })).toBe('ok');
    expect(amend({ price: 7409 })).toBe('ok');
    expect(m.market.newTrades).toEqual([]);
  });

  it('may shrink also where the other side has come to its price', () => {
    const { orderNo } = m.place(BUYER, 'buy', 5, 7400, { postOnly: true }).answer;
    // A book that is crossed on purpose: only its own rules are looked at here.
    const far = m.market.order(m.place(SELLER, 'sell', 5, 7410).answer.orderNo as number)!;
    m.market.find(1)!.book.asks.remove(far);
    far.price = 7400;
    m.market.find(1)!.book.asks.add(far);
    expect(m.do('amend-order', { org: 'org100', orderNo, quantity: 4 }).code).toBe('ok');
  });
});

describe('a refusal says', () => {
  const place = (facts: Record<string, Json>, on = m): unknown =>
    on.refusal('place-order', {
      org: `org${(facts.accountNo as number | undefined) ?? BUYER}`,
      accountNo: BUYER,
      instrumentNo: 1,
      side: 'buy',
      type: 'limit',
      price: 7463,
      quantity: 10,
      ...facts,
    });
  const because = (code: string, key: string, data?: object): object => ({
    code,
    rule: { pack: m.rules.all()[0].id, key, legalBasis: expect.stringMatching(/./) },
    ...(data === undefined ? {} : { data }),
  });

  it('which rule it follows from, and the number', () => {
    venue({ qtyStep: 10, 'qtyMin.listed': 10, 'order.valueMax': 74_630 * 2 });
    m.instrument(2, { tickFen: 5, lotUnits: 20, referencePriceFen: 7460 });
    m.account(BUYER, { cash: 1 });
    expect(place({ quantity: 9 })).toEqual(
      because('market.quantity_too_small', 'qtyMin.listed', { min: 10 }),
    );
    expect(place({ quantity: 10.5 })).toMatchObject({ code: 'market.quantity_too_small' });
    expect(place({ quantity: 100_000 })).toEqual(
      because('market.quantity_too_large', 'qtyMax.listed', { max: 99_999 }),
    );
    expect(place({ quantity: 15 })).toEqual(because('market.quantity_off_lot', 'qtyStep', { step: 10 }));
    expect(place({ quantity: 30, instrumentNo: 2 })).toEqual(
      because('market.quantity_off_lot', 'qtyStep', { step: 20 }),
    );
    const offTick = because('market.price_off_tick', 'tick', { tickFen: 5 });
    for (const price of [7462, 0, -5, 7460.5])
      expect(place({ price, quantity: 20, instrumentNo: 2 })).toEqual(offTick);
    expect(place({ price: 8210 })).toEqual(
      because('market.price_out_of_band', 'band.pct.listed', { floorFen: 6717, ceilingFen: 8209 }),
    );
    expect(place({ quantity: 30 })).toEqual(
      because('market.order_value_too_large', 'order.valueMax', { maxFen: 149_260 }),
    );
    expect(place({ quantity: 20 })).toBeUndefined();
    m.clock(DAY, 8);
    expect(place({})).toEqual(because('market.session_closed', 'session.windows.listed'));
  });

  it('that one unit is the least where the pack asks for none', () => {
    venue({ 'qtyMin.listed': 0 });
    expect(place({ quantity: 0 })).toEqual(because('market.quantity_too_small', 'qtyMin.listed', { min: 1 }));
  });

  it('what money is missing', () => {
    m.account(102, { cash: 74_629 });
    expect(place({ accountNo: 102 })).toEqual({
      code: 'market.insufficient_cash',
      data: { availableFen: 74_629, neededFen: 74_630 },
    });
  });

  it('what goods are missing, and why', () => {
    venue({ 't1.goods': true });
    m.account(102, { cash: 100_000_000, units: 10 });
    m.place(SELLER, 'sell', 20, 7463);
    m.place(102, 'buy', 20, 7463);
    m.ledger.freeze(102, 1, 4);
    const sell = (quantity: number): unknown => place({ accountNo: 102, side: 'sell', quantity });
    const data = (needed: number): object => ({ sellable: 6, needed });
    for (const needed of [7, 26])
      expect(sell(needed)).toEqual(because('market.t1_locked', 't1.goods', data(needed)));
    for (const needed of [27, 30])
      expect(sell(needed)).toEqual({ code: 'market.units_frozen', data: data(needed) });
    expect(sell(31)).toEqual({ code: 'market.insufficient_units', data: data(31) });
    expect(sell(6)).toBeUndefined();
  });

  it('how much of the order is filled', () => {
    const { orderNo } = m.place(SELLER, 'sell', 10, 7463).answer;
    m.place(BUYER, 'buy', 4, 7463);
    for (const quantity of [4, 3, 4.5])
      expect(m.refusal('amend-order', { org: 'org101', orderNo, quantity })).toEqual({
        code: 'market.quantity_below_filled',
        data: { filled: 4 },
      });
    expect(m.do('amend-order', { org: 'org101', orderNo, quantity: 5 }).answer).toMatchObject({
      remaining: 1,
    });
  });

  it('nothing of accounts and instruments that are not the caller’s', () => {
    expect(m.refusal('place-order', { org: 'org9', accountNo: 9, instrumentNo: 1 })).toEqual({
      code: 'market.account_unknown',
    });
    expect(place({ org: 'org9' })).toEqual({ code: 'market.account_unknown' });
    expect(place({ instrumentNo: 9 })).toEqual({ code: 'market.instrument_unknown' });
  });
});

describe('a session', () => {
  it('is of the open day, on a trading day, within its hours', () => {
    const code = (): string => m.place(BUYER, 'buy', 1, 7463).code;
    m.clock(NEXT, 10);
    expect(code()).toBe('market.session_closed');
    m.clock(DAY, 10);
    m.do('close-day', { day: DAY });
    expect(code()).toBe('market.session_closed');
    const saturday = '2026-11-28';
    m.do('open-day', { day: saturday });
    m.clock(saturday, 10);
    expect(code()).toBe('market.session_closed');
    m.do('close-day', { day: saturday });
    m.do('open-day', { day: '2026-11-30' });
    m.clock('2026-11-30', 10);
    expect(code()).toBe('ok');
  });

  it('serves an instrument up to and on the day it expires', () => {
    for (const [no, expiry] of [
      [2, '2026-11-23'],
      [3, DAY],
      [4, NEXT],
    ] as const)
      m.instrument(no, { expiry });
    const codes = [2, 3, 4].map((instrumentNo) => m.place(BUYER, 'buy', 1, 7463, { instrumentNo }).code);
    expect(codes).toEqual(['market.instrument_expired', 'ok', 'ok']);
  });
});

describe('a market order', () => {
  it.each([
    ['buy', 7464, 7613],
    ['sell', 7456, 7307],
  ] as const)('to %s is immediate and protected on the tick', (side, price, protection) => {
    venue();
    m.instrument(2, { tickFen: 4, referencePriceFen: 7460 });
    m.account(BUYER, { cash: 100_000_000 });
    m.give(SELLER, 2, 100);
    m.give(BUYER, 2, 100);
    m.give(SELLER, 0, 10_000_000);
    const instrumentNo = 2;
    m.place(SELLER, side === 'buy' ? 'sell' : 'buy', 1, price, { instrumentNo });
    events();
    const { answer } = m.place(BUYER, side, 2, 0, { instrumentNo, type: 'market', timeInForce: 'DAY' });
    const onTick = side === 'buy' ? Math.floor(protection / 4) * 4 : Math.ceil(protection / 4) * 4;
    expect(answer).toMatchObject({ price: onTick, filled: 1, cancelled: 1 });
    expect(events()[0]).toMatchObject({ type: 'OrderAccepted', timeInForce: 'IOC', price: onTick });
  });
});

describe('an all-or-nothing order', () => {
  const wants = (
    side: 'buy' | 'sell',
    price: number,
    quantity: number,
    selfTrade = 'CANCEL_NEWEST',
  ): number => {
    const facts = [
      99,
      103,
      'org103',
      1,
      side,
      'limit',
      price,
      quantity,
      'FOK',
      '',
      1,
      DAY,
      1,
      selfTrade,
      false,
    ];
    const order = new Order(...(facts as ConstructorParameters<typeof Order>));
    return fillable(m.market.find(1)!, m.rules.pack(1)!, order);
  };

  it('counts no further than it needs', () => {
    for (const [quantity, price] of [
      [3, 7460],
      [4, 7461],
      [5, 7461],
    ])
      m.place(SELLER, 'sell', quantity!, price!);
    expect([1, 3, 4, 7, 8, 99].map((quantity) => wants('buy', 7461, quantity))).toEqual([3, 3, 7, 7, 12, 12]);
    expect([wants('buy', 7460, 99), wants('buy', 7459, 99)]).toEqual([3, 0]);
  });

  it('is kept or refused at the exact quantity', () => {
    m.place(SELLER, 'sell', 3, 7460);
    expect(m.place(BUYER, 'buy', 4, 7460, { timeInForce: 'FOK' }).code).toBe('market.not_fillable');
    expect(m.place(BUYER, 'buy', 3, 7460, { timeInForce: 'FOK' }).answer).toMatchObject({ status: 'FILLED' });
  });
});

describe('matching', () => {
  it.each([
    ['over the buyer’s', 7464, 'sell'],
    ['under the seller’s', 7462, 'buy'],
  ] as const)('never trades at a price %s limit', (_, price, makerSide) => {
    // The book is made to offer what it must not.
    const maker = m.market.order(
      (makerSide === 'sell' ? m.place(SELLER, 'sell', 1, price) : m.place(BUYER, 'buy', 1, price)).answer
        .orderNo as number,
    )!;
    const [account, side] = makerSide === 'sell' ? [BUYER, 'buy'] : [SELLER, 'sell'];
    m.market.find(1)!.book.bestFor = () => maker;
    expect(() => m.place(account as number, side as 'buy' | 'sell', 1, 7463)).toThrow(
      'a trade is within both limits',
    );
  });

  it('looks at no maker once the taker has all it wants', () => {
    m.place(SELLER, 'sell', 5, 7463);
    const { book } = m.market.find(1)!;
    let asked = 0;
    const { bestFor } = book;
    book.bestFor = (...facts) => {
      asked += 1;
      return bestFor.apply(book, facts);
    };
    m.place(BUYER, 'buy', 2, 7463);
    expect(asked).toBe(1);
    expect(m.market.newTrades.at(-1)!.quantity).toBe(2);
  });
});

describe('the band', () => {
  it('is worked out once for the same question, and anew for another', () => {
    const market = new InstrumentMarket(1, 7463);
    const packs = [1_000, 500].map((bps) => new RulePack(1, packWith({ 'band.pct.listed': bps })));
    const first = market.band(packs[0]!, 1);
    expect(market.band(packs[0]!, 1)).toBe(first);
    expect(first).toEqual({ floor: 6717, ceiling: 8209 });
    expect(market.band(packs[1]!, 1)).toEqual({ floor: 7090, ceiling: 7836 });
    expect(market.band(packs[1]!, 100)).toEqual({ floor: 7100, ceiling: 7800 });
    market.previousClose = 1_000;
    expect(market.band(packs[1]!, 100)).toEqual({ floor: 1_000, ceiling: 1_000 });
  });
});

describe('a market in memory', () => {
  it('collects each changed order once, also the finished ones', () => {
    const { orderNo } = m.place(BUYER, 'buy', 2, 7400).answer;
    const order = m.market.order(orderNo as number)!;
    expect([m.market.dirtyOrders, order.dirty]).toEqual([[order], true]);
    m.do('amend-order', { org: 'org100', orderNo, quantity: 1 });
    expect(m.market.dirtyOrders).toEqual([order]);
    m.market.dirtyOrders.splice(0);
    order.dirty = false;
    m.do('cancel-order', { org: 'org100', orderNo });
    expect(m.market.dirtyOrders).toEqual([order]);
  });

  it('is collected from when it is amended', () => {
    const { orderNo } = m.place(BUYER, 'buy', 2, 7400).answer;
    const [order] = m.market.dirtyOrders.splice(0);
    order!.dirty = false;
    m.do('amend-order', { org: 'org100', orderNo, quantity: 1 });
    expect(m.market.dirtyOrders).toEqual([order]);
  });

  it('forgets only what has ended and holds nothing', () => {
    const order = m.market.order(m.place(BUYER, 'buy', 2, 7400).answer.orderNo as number)!;
    expect(() => m.market.forget(order)).toThrow('a finished order holds nothing');
    order.status = 'CANCELLED';
    expect(() => m.market.forget(order)).toThrow('a finished order holds nothing');
    order.status = 'OPEN';
    order.held = 0;
    expect(() => m.market.forget(order)).toThrow('a finished order holds nothing');
    order.status = 'CANCELLED';
    m.market.forget(order);
    expect([m.market.order(order.orderNo), m.market.openOrderCount(BUYER)]).toEqual([undefined, 0]);
    expect(() => m.market.forget(order)).toThrow('a live order is among its account’s');
  });

  it.each([
    [0, 1, 2],
    [2, 1, 0],
    [1, 0, 2],
    [1, 2, 0],
  ])('finds what is left of an account after its orders %i, %i and %i have ended', (...sequence) => {
    const numbers = [7400, 7401, 7402].map((price) => m.place(BUYER, 'buy', 1, price).answer.orderNo);
    const left = new Set(numbers);
    for (const which of sequence) {
      m.do('cancel-order', { org: 'org100', orderNo: numbers[which] });
      left.delete(numbers[which]!);
      expect(m.market.ordersOf(BUYER).map(({ orderNo }) => orderNo)).toEqual([...left]);
      expect(m.market.openOrderCount(BUYER)).toBe(left.size);
    }
  });

  it('lets go of what has changed', () => {
    const order = m.market.order(m.place(SELLER, 'sell', 2, 7463).answer.orderNo as number)!;
    m.place(BUYER, 'buy', 1, 7463);
    m.market.letGo();
    const { dirtyOrders, newTrades, dayChanges, instrumentDays } = m.market;
    expect([dirtyOrders, newTrades, dayChanges, instrumentDays]).toEqual([[], [], [], []]);
    m.market.touch(order);
    expect(m.market.dirtyOrders).toEqual([order]);
  });

  it('counts open orders and trades', () => {
    expect([m.market.openOrderCount(BUYER), m.market.tradeCount]).toEqual([0, 0]);
    m.place(BUYER, 'buy', 1, 7463);
    m.place(BUYER, 'buy', 1, 7462);
    expect(m.market.openOrderCount(BUYER)).toBe(2);
    m.place(SELLER, 'sell', 1, 7463);
    expect([m.market.openOrderCount(BUYER), m.market.tradeCount]).toEqual([1, 1]);
  });

  it('is dumped by instrument and client id, whatever came first, and comes back the same', () => {
    for (const no of [3, 2]) m.instrument(no);
    for (const [instrumentNo, clientOrderId] of [
      [3, 'b'],
      [1, 'c'],
      [2, 'a'],
      [1, ''],
    ] as const)
      m.place(BUYER, 'buy', 1, 7400, { instrumentNo, clientOrderId });
    m.place(BUYER, 'buy', 1, 7401, { postOnly: true, selfTrade: 'CANCEL_BOTH' });
    const state = m.market.dump() as { instruments: { instrumentNo: number }[]; clientIds: Json };
    expect(state.instruments.map(({ instrumentNo }) => instrumentNo)).toEqual([1, 2, 3]);
    expect(state.clientIds).toEqual([
      ['100 a', 4],
      ['100 b', 2],
      ['100 c', 3],
    ]);
    const before = m.market.order(6)!;
    const restored = Market.restore(JSON.parse(JSON.stringify(state)) as Json);
    expect(restored.dump()).toEqual(state);
    const chains = ['previous', 'next', 'previousOfAccount', 'nextOfAccount', 'dirty'];
    const facts = (order: Order): unknown[] =>
      Object.entries(order).filter(([name]) => !chains.includes(name));
    expect(facts(restored.order(6)!)).toEqual(facts(before));
    expect(restored.dirtyOrders).toEqual([]);
    for (const order of restored.liveOrders()) expect(order.dirty).toBe(false);
    restored.touch(restored.order(6)!);
    expect(restored.dirtyOrders).toHaveLength(1);
  });
});
