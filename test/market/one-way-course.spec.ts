import { beforeEach, describe, expect, it } from '@jest/globals';
import { dueBiddings } from '../../src/market/domain/one-way-award.js';
import {
  awardsOf,
  type OneWayBidder,
  type OneWayBidding,
  type OneWayTerms,
  phaseAt,
} from '../../src/market/domain/one-way-bidding.js';
import { OneWayBiddings } from '../../src/market/domain/one-way-biddings.js';
import type { Json } from '../../src/kernel/json.js';
import type { Instrument } from '../../src/registry/index.js';
import type { Side } from '../../src/market/index.js';
import { DAY, INITIATOR, OneWayMarket } from '../support/one-way-market.js';

/** What is told, written down and left of a bidding on its way from the notice to its end. */

let m: OneWayMarket;
beforeEach(() => {
  m = OneWayMarket.opened();
});

/** A notice, these accounts registered for 1,000 each, and the bids begin. */
const window = (accounts: number[], change: Partial<OneWayTerms> = {}): OneWayBidding => {
  m.notice(change);
  m.clock(DAY, 10);
  for (const account of accounts) expect(m.register(account, 1_000)).toBe('ok');
  m.clock(DAY, 11);
  return m.market.oneWay.bidding(1)!;
};
const states = ({ bidders }: OneWayBidding): unknown[] =>
  bidders.map(({ accountNo, state, awarded }) => [accountNo, state, awarded]);
const told = (type: string): object[] => m.events.filter((event) => event.type === type);
const engage = (org: string): void => {
  const scope = { party: 'operator', org, instrumentNo: null };
  expect(m.do('engage-kill-switch', { ...scope, reason: 'a fault' }).code).toBe('ok');
};

describe('a notice', () => {
  it('is told without its prices, and stands as it was signed', () => {
    const terms = m.terms({ reserveFen: 7_500 });
    expect(m.notice({ reserveFen: 7_500 })).toBe(1);
    expect(m.events.at(-1)).toEqual({
      ...{ type: 'OneWayBiddingNoticed', biddingNo: 1, instrumentNo: 1, side: 'sell', quantity: 1_000 },
    });
    const bidding = m.market.oneWay.bidding(1)!;
    expect(bidding).toEqual({
      ...terms,
      ...{ biddingNo: 1, packNo: 1, orderNo: m.seq, noticedAt: m.at, bidders: [], held: 1_000 },
      ...{ state: 'OPEN', reason: '', awarded: 0, changedAt: m.at },
    });
    expect([...m.market.oneWay.dirty]).toEqual([bidding]);
  });

  it('is in one phase after the other, each from its first instant on', () => {
    const terms = m.terms();
    expect([9, 10, 11, 12].map((hours) => phaseAt(terms, m.instantAt(hours)))).toEqual([
      'NOTICED',
      'OPEN_FOR_DEPOSIT',
      'BIDDING',
      'CLOSED',
    ]);
    expect([10, 11, 12].map((hours) => phaseAt(terms, m.instantAt(hours) - 1))).toEqual([
      'NOTICED',
      'OPEN_FOR_DEPOSIT',
      'BIDDING',
    ]);
  });
});

describe('a bidder', () => {
  it('is told of with the deposit, and written down without a bid', () => {
    m.notice();
    m.clock(DAY, 10);
    const { answer } = m.do('register-one-way', {
      ...{ org: 'org101', accountNo: 101, biddingNo: 1, quantity: 500 },
    });
    expect(answer).toEqual({ biddingNo: 1, state: 'REGISTERED', quantity: 500, depositFen: 350_000 });
    expect(m.events.at(-1)).toEqual({
      ...{ type: 'OneWayBidderRegistered', biddingNo: 1, accountNo: 101, quantity: 500, deposit: 350_000 },
    });
    expect(m.market.oneWay.bidding(1)!.bidders).toEqual([
      {
        ...{ accountNo: 101, quantity: 500, registeredAt: m.at, deposit: 350_000, cover: 0 },
        ...{ price: 0, bidQuantity: 0, orderNo: 0, bidAt: 0, awarded: 0, state: 'REGISTERED' },
      },
    ]);
  });

  it('has every bid written down as it came, and told', () => {
    const [bidder] = window([101]).bidders;
    m.market.letGo();
    m.bid(101, 7_100, 400);
    const first = { biddingNo: 1, accountNo: 101, price: 7_100, quantity: 400, seq: m.seq, at: m.at };
    expect(m.events.at(-1)).toEqual({
      ...{ type: 'OneWayBidPlaced', biddingNo: 1, accountNo: 101, price: 7_100, quantity: 400 },
    });
    m.at += 1;
    m.bid(101, 7_200, 500);
    const second = { biddingNo: 1, accountNo: 101, price: 7_200, quantity: 500, seq: m.seq, at: m.at };
    expect(m.market.oneWay.newBids).toEqual([first, second]);
    expect([...m.market.oneWay.dirtyBidders.keys()]).toEqual([bidder]);
    expect(bidder).toMatchObject({
      state: 'BID',
      price: 7_200,
      bidQuantity: 500,
      orderNo: m.seq,
      bidAt: m.at,
    });
  });

  it.each<[Side, number]>([
    ['sell', 2_840_000],
    ['buy', 800_000],
  ])('of one who would %s is told what money is held: a seller’s bid holds goods', (side, heldFen) => {
    window([101], { side });
    const bid = { org: 'org101', accountNo: 101, biddingNo: 1, price: 7_100, quantity: 400 };
    expect(m.do('bid-one-way', bid).answer).toEqual({
      ...{ biddingNo: 1, state: 'BID', price: 7_100, quantity: 400, heldFen },
    });
    expect(m.ledger.balance(101, 0).held).toBe(heldFen);
    expect(m.ledger.balance(101, 1).held).toBe(side === 'sell' ? 0 : 400);
    // A kill switch frees what the bid held besides the deposit.
    engage('org101');
    expect(m.ledger.balance(101, 0).held).toBe(side === 'sell' ? 700_000 : 800_000);
    expect(m.ledger.balance(101, 1).held).toBe(0);
  });

  it('whom a kill switch bars is registered as before its bid; who has not bid is not told of', () => {
    const bidding = window([101, 102]);
    m.bid(101, 7_100, 400);
    m.market.letGo();
    engage('org102');
    expect([told('OneWayBidWithdrawn'), m.market.oneWay.dirtyBidders.size]).toEqual([[], 0]);
    engage('org101');
    expect(told('OneWayBidWithdrawn')).toEqual([
      { type: 'OneWayBidWithdrawn', biddingNo: 1, accountNo: 101, reason: 'kill_switch' },
    ]);
    expect([...m.market.oneWay.dirtyBidders.keys()]).toEqual([bidding.bidders[0]]);
    expect(bidding.bidders[0]).toMatchObject({
      ...{ state: 'REGISTERED', cover: 0, price: 0, bidQuantity: 0, orderNo: 0, bidAt: 0 },
    });
  });
});

describe('an award', () => {
  it('says of every bidder what became of it', () => {
    const bidding = window([101, 102, 103, 104]);
    m.bid(101, 7_300, 600);
    m.bid(102, 7_200, 700);
    m.bid(103, 7_100, 500);
    m.market.letGo();
    m.clock(DAY, 12);
    expect(m.close().answer).toEqual({ biddingNo: 1, state: 'AWARDED', reason: '', awarded: 1_000 });
    expect(states(bidding)).toEqual([
      [101, 'AWARDED', 600],
      [102, 'AWARDED', 400],
      [103, 'LOST', 0],
      [104, 'REGISTERED', 0],
    ]);
    expect(bidding).toMatchObject({ state: 'AWARDED', reason: '', awarded: 1_000, held: 0, changedAt: m.at });
    expect([...m.market.oneWay.dirty]).toEqual([bidding]);
    expect([...m.market.oneWay.dirtyBidders.keys()]).toEqual(bidding.bidders);
    expect(m.events.at(-1)).toEqual({
      ...{ type: 'OneWayBiddingClosed', biddingNo: 1, state: 'AWARDED', reason: '', awarded: 1_000 },
    });
  });

  it('passes over the barred, who stay so', () => {
    const bidding = window([101, 102]);
    m.bid(101, 7_300, 600);
    m.bid(102, 7_200, 600);
    m.world.registry.account(101)!.state = 'FROZEN';
    m.clock(DAY, 12);
    m.close();
    expect(states(bidding)).toEqual([
      [101, 'BARRED', 0],
      [102, 'AWARDED', 600],
    ]);
  });

  it('is told as orders of both sides, the initiator’s at the worst price it agreed to', () => {
    const bidding = window([101], { reserveFen: 7_050 });
    m.bid(101, 7_200, 400);
    const bid = m.seq;
    m.clock(DAY, 12);
    m.close();
    const base = { type: 'OrderAccepted', instrumentNo: 1, timeInForce: 'DAY', method: 'one_way' };
    expect(told('OrderAccepted')).toEqual([
      {
        ...{ ...base, orderNo: bidding.orderNo, accountNo: INITIATOR, side: 'sell' },
        ...{ price: 7_050, quantity: 1_000 },
      },
      { ...base, orderNo: bid, accountNo: 101, side: 'buy', price: 7_200, quantity: 400 },
    ]);
    expect(told('OrderEnded')).toMatchObject([
      { orderNo: bidding.orderNo, accountNo: INITIATOR, quantity: 600, reason: 'unawarded' },
    ]);
  });

  it.each<[Side, string, number, number]>([
    ['buy', 'reserve', 7_600, 7_600],
    ['buy', 'ceiling where it has no reserve', 0, 8_000],
    ['sell', 'floor where it has no reserve', 0, 7_000],
  ])('makes the own order of one who would %s at the %s', (side, _, reserveFen, price) => {
    window([101], { side, reserveFen });
    m.bid(101, 7_500, 400);
    m.clock(DAY, 12);
    m.close();
    expect(told('OrderAccepted')).toMatchObject([
      { accountNo: INITIATOR, side, price },
      { accountNo: 101, price: 7_500 },
    ]);
    expect(m.market.newTrades).toMatchObject([{ price: 7_500, quantity: 400 }]);
  });

  it('goes to bids alone, and as a whole to one', () => {
    const bidder = (orderNo: number, price: number, bidQuantity: number): OneWayBidder =>
      ({ accountNo: 100 + orderNo, orderNo, price, bidQuantity }) as OneWayBidder;
    const [never, first, second] = [bidder(0, 0, 0), bidder(1, 7_400, 600), bidder(2, 7_300, 700)];
    const terms = { side: 'buy', quantity: 1_000, reserveFen: 0, rule: 'PARTS' } as const;
    expect(awardsOf(terms, [never, first, second])).toEqual([
      { bidder: second, quantity: 700 },
      { bidder: first, quantity: 300 },
    ]);
    expect(awardsOf({ ...terms, rule: 'WHOLE' }, [first, second])).toEqual([
      { bidder: second, quantity: 700 },
    ]);
  });
});

describe('a bidding that fails', () => {
  it.each<[string, Partial<Instrument>]>([
    ['retired', { state: 'RETIRED' }],
    ['expired', { expiry: '2026-11-23' }],
  ])('because its instrument is %s makes no order and gives everything back', (_, facts) => {
    const bidding = window([101, 102]);
    m.bid(101, 7_300, 1_000);
    m.instrument(1, facts);
    m.clock(DAY, 12);
    m.events.length = 0;
    expect(m.close().answer).toEqual({
      ...{ biddingNo: 1, state: 'FAILED', reason: 'instrument_closed', awarded: 0 },
    });
    expect(m.events.map(({ type }) => type)).toEqual(['OneWayBiddingClosed']);
    expect(states(bidding)).toEqual([
      [101, 'LOST', 0],
      [102, 'REGISTERED', 0],
    ]);
    expect([...m.ledger.all()].every(({ held }) => held === 0)).toBe(true);
  });

  it('does not so on the last day of its instrument', () => {
    window([101]);
    m.bid(101, 7_300, 1_000);
    m.instrument(1, { expiry: DAY });
    m.clock(DAY, 12);
    expect(m.close().answer).toMatchObject({ state: 'AWARDED', awarded: 1_000 });
  });

  it('because its initiator is barred awards nothing, whatever was bid', () => {
    const bidding = window([101]);
    m.bid(101, 7_300, 1_000);
    m.world.registry.account(INITIATOR)!.state = 'FROZEN';
    m.clock(DAY, 12);
    expect(m.close().answer).toMatchObject({ state: 'FAILED', reason: 'initiator_barred', awarded: 0 });
    expect([m.market.newTrades, states(bidding)]).toEqual([[], [[101, 'LOST', 0]]]);
  });

  it('with its day under a kill switch has lost bids, from its last instant on', () => {
    const bidding = window([101, 102]);
    m.bid(101, 7_300, 1_000);
    engage('');
    m.clock(DAY, 12);
    m.at -= 1;
    const world = m.world;
    expect(dueBiddings(world, m.at)).toEqual([]);
    m.at += 1;
    m.do('close-day', { day: DAY });
    expect(states(bidding)).toEqual([
      [101, 'LOST', 0],
      [102, 'REGISTERED', 0],
    ]);
    expect(bidding).toMatchObject({ state: 'FAILED', reason: 'kill_switch', held: 0, changedAt: m.at });
  });

  it('is not even due while the venue is halted', () => {
    const bidding = window([101]);
    m.clock(DAY, 12);
    expect(dueBiddings(m.world, m.at)).toEqual([bidding]);
    m.halt(null, true);
    expect(dueBiddings(m.world, m.at)).toEqual([]);
  });
});

describe('the biddings of a venue', () => {
  it('leave nothing in the state before the first, and nothing to write once let go', () => {
    const { oneWay } = m.market;
    expect([oneWay.dump(), oneWay.newBids, oneWay.open()]).toEqual([undefined, [], []]);
    window([101]);
    m.bid(101, 7_100, 100);
    expect([oneWay.dirty.size, oneWay.dirtyBidders.size, oneWay.newBids.length]).toEqual([1, 1, 1]);
    oneWay.letGo();
    expect([oneWay.dirty.size, oneWay.dirtyBidders.size, oneWay.newBids.length]).toEqual([0, 0, 0]);
  });

  it('are told by number, whichever was restored first', () => {
    m.notice({ quantity: 1 });
    m.notice({ quantity: 2 });
    m.notice({ quantity: 3 });
    const { lastNo, biddings } = m.market.oneWay.dump() as { lastNo: number; biddings: Json[] };
    const [one, two, three] = biddings;
    const oneWay = OneWayBiddings.restore({ lastNo, biddings: [two!, three!, one!] });
    expect(oneWay.open().map(({ biddingNo, quantity }) => [biddingNo, quantity])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(oneWay.nextNo()).toBe(4);
  });
});
