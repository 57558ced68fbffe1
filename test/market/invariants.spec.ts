import { beforeEach, describe, expect, it } from '@jest/globals';
import { marketInvariants } from '../../src/market/index.js';
import type { Order } from '../../src/market/index.js';
import { packWith, TestMarket } from '../support/market-world.js';
import { OneWayMarket } from '../support/one-way-market.js';

const DAY = '2026-11-24';

/** One fault at a time in a sound market, and the sentence that it is noticed by. */
describe('what must hold in a market', () => {
  let m: TestMarket;
  let bid: Order;
  let ask: Order;
  const broken = (): string[] => marketInvariants(m.world);
  const placed = (account: number, side: 'buy' | 'sell', quantity: number, price: number): Order =>
    m.market.order(m.place(account, side, quantity, price).answer.orderNo as number)!;

  beforeEach(() => {
    m = new TestMarket(packWith({ 't1.goods': false }), DAY);
    m.instrument(1);
    m.account(100, { cash: 100_000_000 });
    m.account(101, { units: 1_000 });
    m.do('open-day', { day: DAY });
    placed(101, 'sell', 20, 7460);
    placed(100, 'buy', 20, 7460);
    placed(100, 'buy', 5, 7461);
    bid = placed(100, 'buy', 10, 7462);
    ask = placed(101, 'sell', 10, 7464);
    placed(101, 'sell', 5, 7465);
  });

  it('holds in a market that nobody has touched, with one side or none', () => {
    expect(broken()).toEqual([]);
    expect(marketInvariants(new TestMarket(packWith({}), DAY).world)).toEqual([]);
    m.do('cancel-all-orders', { org: 'org101', accountNo: 101 });
    expect(broken()).toEqual([]);
    m.do('cancel-all-orders', { org: 'org100', accountNo: 100 });
    expect(broken()).toEqual([]);
    m.do('close-day', { day: DAY });
    expect(broken()).toEqual([]);
  });

  it.each([0, 1])('a crossed book, by %i fen', (over) => {
    const price = 7462 + over;
    const { asks } = m.market.find(1)!.book;
    Object.assign(asks.best!, { price: 7462 });
    Object.assign(bid, { price });
    Object.assign(m.market.find(1)!.book.bids.best!, { price });
    expect(broken()).toContain(`instrument 1 is crossed: ${price} over 7462`);
  });

  it.each([
    ['bids', 7461],
    ['bids', 7460],
    ['asks', 7465],
    ['asks', 7466],
  ] as const)('levels of %s that are not in order', (name, price) => {
    const side = m.market.find(1)!.book[name];
    const [best, second] = [...side.iterate()];
    Object.assign(best!, { price });
    expect(broken().filter((each) => !each.includes('crossed'))).toEqual([
      `instrument 1 has its levels out of order at ${second!.price}`,
    ]);
  });

  it.each(['quantity', 'orders'] as const)('a level that miscounts its %s', (what) => {
    m.market.find(1)!.book.bids.best![what] += 1;
    expect(broken()).toEqual(['level 7462 of 1 miscounts']);
  });

  it('an order that stands in the book and is not alive', () => {
    const twin = Object.assign(Object.create(Object.getPrototypeOf(bid) as object) as Order, bid);
    m.market.find(1)!.book.bids.best!.first = twin;
    expect(broken()).toEqual([`order ${bid.orderNo} stands in the book and is not live`]);
  });

  it.each([
    ['an order that has ended', { status: 'CANCELLED' }],
    ['an order that is in no book', { resting: false }],
  ] as const)('%s and is kept alive', (_, facts) => {
    Object.assign(bid, facts);
    expect(broken()).toEqual([`order ${bid.orderNo} is kept alive without reason`]);
  });

  it.each([0, -1])('an order that wants %i and is kept alive', (remaining) => {
    const level = m.market.find(1)!.book.bids.best!;
    Object.assign(bid, { remaining, filled: 10 - remaining });
    level.quantity = remaining;
    expect(broken()).toEqual([`order ${bid.orderNo} is kept alive without reason`]);
  });

  it.each([
    [{ filled: 1 }, false],
    [{ cancelled: 1 }, false],
    [{ filled: 1, cancelled: 1, quantity: 12 }, true],
  ])('an order that lost a part of its quantity: %j', (facts, sound) => {
    Object.assign(bid, facts);
    expect(broken()).toEqual(sound ? [] : [`order ${bid.orderNo} lost a part of its quantity`]);
  });

  it('an order that outlived its day', () => {
    m.market.dayStatus = 'CLOSED';
    expect(broken()).toEqual(['an order outlived its day']);
  });

  it('a hold that is not what the orders hold', () => {
    ask.held += 1;
    expect(broken()).toEqual(['account 101 asset 1 holds 15, its orders and biddings 16']);
    ask.held -= 1;
    m.ledger.hold(101, 0, 1);
    expect(broken()).toEqual(['account 101 asset 0 holds 1, its orders and biddings 0']);
  });

  it('a balance that is not sound', () => {
    m.ledger.balance(101, 1).frozen = 5_000;
    expect(broken()).toEqual(['invariant broken: account 101 asset 1 is covered']);
  });

  it('an asset that does not sum to zero', () => {
    m.ledger.balance(101, 0).posted += 3;
    expect(broken()).toEqual(['money does not sum to zero: 3']);
    m.ledger.balance(101, 0).posted -= 3;
    m.ledger.balance(100, 1).posted += 4;
    expect(broken()).toEqual(['asset 1 does not sum to zero: 4']);
  });

  it('what is open where a kill switch is engaged, and nothing that is not in its scope', () => {
    m.account(102, { cash: 10_000_000_000, units: 200_000 });
    m.account(103, { cash: 10_000_000_000, units: 200_000 });
    m.clock(DAY, 14);
    const block = { instrumentNo: 1, side: 'sell', price: 7463, quantity: 100_000 };
    for (const no of [102, 103]) m.do('post-block-intent', { org: `org${no}`, accountNo: no, ...block });
    m.do('answer-block-intent', { org: 'org102', accountNo: 102, intentNo: 2 });
    expect(broken()).toEqual([]);
    const how = { party: 'operator', instrumentNo: null, reason: 'r' } as const;
    const who = { engagedBy: 'x', engagedAt: 0, ordersCancelled: 0 };
    m.market.killSwitches.engage({ ...how, ...who, switchNo: 1, org: 'org102' });
    expect(broken()).toEqual([
      'intent 1 is open under a kill switch',
      'negotiation 1 goes on under a kill switch',
    ]);
    m.market.killSwitches.engage({ ...how, ...who, switchNo: 2, org: 'org101' });
    expect(broken().slice(0, 2)).toEqual([
      `order ${ask.orderNo} is open under a kill switch`,
      `order ${ask.orderNo + 1} is open under a kill switch`,
    ]);
  });
});

describe('what must hold in a one-way bidding', () => {
  it('no bid stands of whom a kill switch names; one on everybody leaves bids as they are', () => {
    const m = OneWayMarket.opened();
    m.notice();
    m.clock(DAY, 10);
    for (const no of [101, 102, 103]) m.register(no, 1_000);
    m.clock(DAY, 11);
    for (const no of [101, 102]) m.bid(no, 7_100, 100);
    const how = { party: 'operator', instrumentNo: null, reason: 'r' } as const;
    const who = { engagedBy: 'x', engagedAt: 0, ordersCancelled: 0 };
    m.market.killSwitches.engage({ ...how, ...who, switchNo: 1, org: '' });
    expect(marketInvariants(m.world)).toEqual([]);
    for (const no of [101, 103])
      m.market.killSwitches.engage({ ...how, ...who, switchNo: no, org: `org${no}` });
    expect(marketInvariants(m.world)).toEqual([
      'a bid of account 101 in bidding 1 stands under a kill switch',
    ]);
  });
});
