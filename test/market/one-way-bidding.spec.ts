import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  awardsOf,
  isBetter,
  type OneWayBidder,
  type OneWayRule,
} from '../../src/market/domain/one-way-bidding.js';
import { dueBiddings } from '../../src/market/domain/one-way-award.js';
import { marketExecutors, marketInvariants, type Side } from '../../src/market/index.js';
import { atTheLimit } from '../support/at-the-limit.js';
import { DAY, INITIATOR, OneWayMarket } from '../support/one-way-market.js';

let m: OneWayMarket;
beforeEach(() => {
  m = OneWayMarket.opened();
});

const at = (hours: number): void => m.clock(DAY, hours);
const held = (account: number, asset: number): number => m.ledger.balance(account, asset).held;
const trades = (): unknown[][] =>
  m.market.newTrades.map(({ buyer, seller, price, quantity, method }) => [
    buyer,
    seller,
    price,
    quantity,
    method,
  ]);
/** A notice, these accounts registered for 1,000 each, and the bidding open. */
const bidding = (accounts: number[], change: Parameters<OneWayMarket['notice']>[0] = {}): void => {
  m.notice(change);
  at(10);
  for (const account of accounts) expect(m.register(account, 1_000)).toBe('ok');
  at(11);
};

describe('acceptance scenarios of one-way bidding', () => {
  it('S37 bidding: price then time — A 26,000 at 10:00:00.001 wins over B 26,000 at 10:00:00.002', () => {
    m = OneWayMarket.opened({ 'band.pct.listed': 1000 });
    m.notice({
      rule: 'WHOLE',
      quantity: 10,
      floorFen: 2_000_000,
      biddingOpensAt: m.instantAt(10),
      registrationOpensAt: m.instantAt(9),
      registrationClosesAt: m.instantAt(10),
    });
    const [a, b] = [101, 102];
    for (const account of [b, a]) expect(m.register(account, 10)).toBe('ok');
    at(10);
    m.at += 1_000;
    expect(m.bid(a, 2_600_000, 10)).toBe('ok');
    m.at += 1_000;
    expect(m.bid(b, 2_600_000, 10)).toBe('ok');
    at(12);
    expect(m.close().answer).toMatchObject({ state: 'AWARDED', awarded: 10 });
    expect(trades()).toEqual([[a, INITIATOR, 2_600_000, 10, 'one_way']]);
  });

  it('S37 bidding: a better price wins over an earlier time, and a winner keeps no more than a trade', () => {
    bidding([101, 102, 103], { rule: 'WHOLE' });
    m.bid(101, 7_100, 1_000);
    m.bid(102, 7_300, 1_000);
    m.bid(103, 7_200, 1_000);
    at(12);
    m.close();
    expect(trades()).toEqual([[102, INITIATOR, 7_300, 1_000, 'one_way']]);
    expect([101, 102, 103].map((no) => held(no, 0))).toEqual([0, 0, 0]);
    m.settleAll();
    expect(m.ledger.balance(INITIATOR, 0).posted).toBe(1_000_000_000 + 7_300_000);
    expect(marketInvariants(m.world)).toEqual([]);
  });
});

describe('a one-way bidding', () => {
  it('holds the goods from the notice, the deposit from the registration, the bid in full', () => {
    m.notice();
    expect(held(INITIATOR, 1)).toBe(1_000);
    expect([m.register(101, 500), m.bid(101, 7_000, 1)]).toEqual([
      'market.registration_closed',
      'market.bidding_closed',
    ]);
    at(10);
    expect(m.register(101, 500)).toBe('ok');
    // 10 % of 500 t at the floor of 70.00.
    expect(held(101, 0)).toBe(350_000);
    expect(m.register(101, 500)).toBe('market.already_registered');
    at(11);
    expect([m.register(102, 500), m.bid(102, 7_000, 1)]).toEqual([
      'market.registration_closed',
      'market.not_registered',
    ]);
    expect(m.bid(101, 7_200, 400)).toBe('ok');
    // The deposit is a part of it.
    expect(held(101, 0)).toBe(2_880_000);
    expect(marketInvariants(m.world)).toEqual([]);
    expect(m.close().code).toBe('market.bidding_not_over');
    expect(dueBiddings(m.world, m.at)).toEqual([]);
    at(12);
    expect(m.bid(101, 7_300, 400)).toBe('market.bidding_closed');
    expect(dueBiddings(m.world, m.at)).toHaveLength(1);
    expect(m.close().answer).toEqual({ biddingNo: 1, state: 'AWARDED', reason: '', awarded: 400 });
    // What nobody took goes back.
    expect([held(INITIATOR, 1), held(101, 0)]).toEqual([0, 0]);
    expect([m.close().code, m.register(103, 1), m.bid(103, 7_000, 1)]).toEqual(
      Array(3).fill('market.bidding_unknown'),
    );
  });

  it('takes only better bids, inside the notice', () => {
    bidding([101], { ceilingFen: 9_000 });
    expect(m.bid(101, 6_999, 100)).toBe('market.bid_out_of_range');
    expect(m.bid(101, 9_001, 100)).toBe('market.bid_out_of_range');
    expect(m.bid(101, 7_100, 1_001)).toBe('market.quantity_too_large');
    expect(m.bid(101, 7_100, 0)).toBe('market.quantity_too_small');
    expect(m.bid(101, 7_100, 100)).toBe('ok');
    for (const [price, quantity] of [
      [7_100, 200],
      [7_000, 100],
      [7_200, 99],
    ])
      expect(m.bid(101, price, quantity)).toBe('market.bid_not_better');
    expect(m.bid(101, 7_200, 100)).toBe('ok');
  });

  it('shares among the best in PARTS; the last gets what is left, each at its own price', () => {
    bidding([101, 102, 103]);
    m.bid(101, 7_100, 600);
    m.bid(102, 7_300, 700);
    m.bid(103, 7_000, 500);
    at(12);
    m.close();
    expect(trades()).toEqual([
      [102, INITIATOR, 7_300, 700, 'one_way'],
      [101, INITIATOR, 7_100, 300, 'one_way'],
    ]);
    expect(m.events.filter(({ type }) => type === 'OrderEnded')).toMatchObject([
      { accountNo: 101, quantity: 300, reason: 'unawarded', method: 'one_way' },
    ]);
  });

  it('of a buyer takes the lowest prices; money is held from the notice, goods from the bid', () => {
    bidding([101, 102], { side: 'buy' });
    expect(held(INITIATOR, 0)).toBe(8_000_000);
    m.bid(101, 7_500, 800);
    m.bid(102, 7_400, 500);
    expect([held(101, 1), held(101, 0)]).toEqual([800, 800_000]);
    expect(m.bid(102, 7_450, 600)).toBe('market.bid_not_better');
    at(12);
    m.close();
    expect(trades()).toEqual([
      [INITIATOR, 102, 7_400, 500, 'one_way'],
      [INITIATOR, 101, 7_500, 500, 'one_way'],
    ]);
    expect(held(INITIATOR, 0) + held(101, 0) + held(101, 1)).toBe(0);
    m.settleAll();
    expect(marketInvariants(m.world)).toEqual([]);
  });

  it('fails without bids, and where none reaches the reserve', () => {
    bidding([101], { reserveFen: 7_500 });
    m.bid(101, 7_499, 1_000);
    at(12);
    expect(m.close().answer).toMatchObject({ state: 'FAILED', reason: 'under_reserve', awarded: 0 });
    at(9.5);
    m.notice();
    at(12);
    expect(m.close(2).answer).toMatchObject({ state: 'FAILED', reason: 'no_bids' });
    expect([held(INITIATOR, 1), held(101, 0), trades().length]).toEqual([0, 0, 0]);
  });

  it('passes over who may no longer trade, and fails when that is its initiator', () => {
    bidding([101, 102]);
    m.bid(101, 7_300, 1_000);
    m.bid(102, 7_200, 1_000);
    m.world.registry.account(101)!.state = 'RESTRICTED';
    at(12);
    m.close();
    expect(trades()).toEqual([[102, INITIATOR, 7_200, 1_000, 'one_way']]);
    at(9.5);
    m.notice();
    m.world.registry.account(INITIATOR)!.state = 'FROZEN';
    at(12);
    expect(m.close(2).answer).toMatchObject({ state: 'FAILED', reason: 'initiator_barred' });
  });

  const engage = (org: string): void => {
    const scope = { party: 'operator', org, instrumentNo: null };
    expect(m.do('engage-kill-switch', { ...scope, reason: 'a fault' }).code).toBe('ok');
  };
  const release = (): void => {
    const executor = marketExecutors['release-kill-switch'];
    const switchNo = m.market.killSwitches.barring(`org${INITIATOR}`, 1)!.switchNo;
    const context = { seq: ++m.seq, at: m.at, by: 'usr_checker', org: '', emit: () => undefined };
    executor.execute(m.world, { switchNo, reason: 'over' }, context, { proposalNo: 9, reserved: false });
  };

  it('gives back the bid of whom a kill switch bars, keeps the registration, and takes a new bid after the release', () => {
    bidding([101, 102, 103]);
    for (const no of [101, 102, 103]) m.bid(no, 7_000 + no, 1_000);
    const scope = { party: 'member', instrumentNo: null, reason: 'a fault' };
    for (const org of ['org101', 'org103']) m.do('engage-kill-switch', { ...scope, org });
    // The deposit alone.
    expect([held(101, 0), held(102, 0)]).toEqual([700_000, 7_102_000]);
    expect(m.events.filter(({ type }) => type === 'OneWayBidWithdrawn')).toMatchObject([
      { biddingNo: 1, accountNo: 101, reason: 'kill_switch' },
      { biddingNo: 1, accountNo: 103, reason: 'kill_switch' },
    ]);
    expect([m.bid(101, 7_300, 1_000), marketInvariants(m.world)]).toEqual(['market.kill_switch', []]);
    m.do('release-own-kill-switch', { org: 'org101' });
    expect(m.bid(101, 7_050, 400)).toBe('ok');
    at(12);
    m.close();
    expect(trades().map(([buyer, , price, quantity]) => [buyer, price, quantity])).toEqual([
      [102, 7_102, 1_000],
    ]);
    expect([101, 102, 103].map((no) => held(no, 0))).toEqual([0, 0, 0]);
  });

  it.each(['', `org${INITIATOR}`])(
    'that is due waits while a kill switch bars everybody or its initiator: "%s"',
    (org) => {
      bidding([101]);
      m.bid(101, 7_300, 1_000);
      engage(org);
      at(12);
      expect([m.close().code, dueBiddings(m.world, m.at)]).toEqual(['market.kill_switch', []]);
      expect(held(101, 0)).toBe(7_300_000);
      release();
      expect(dueBiddings(m.world, m.at)).toHaveLength(1);
      expect(m.close().answer).toMatchObject({ state: 'AWARDED', awarded: 1_000 });
    },
  );

  it('that waited for a kill switch to the end of its day ends with it, and everything is given back', () => {
    bidding([101, 102]);
    m.bid(101, 7_300, 1_000);
    m.notice({
      registrationOpensAt: m.at,
      registrationClosesAt: m.instantAt(22),
      biddingOpensAt: m.instantAt(12),
      biddingClosesAt: m.instantAt(23),
    });
    engage('');
    at(16);
    m.do('close-day', { day: DAY });
    expect(m.events.filter(({ type }) => type === 'OneWayBiddingClosed')).toEqual([
      { type: 'OneWayBiddingClosed', biddingNo: 1, state: 'FAILED', reason: 'kill_switch', awarded: 0 },
    ]);
    // The one that is not due keeps its goods.
    expect([held(INITIATOR, 1), held(101, 0), held(102, 0)]).toEqual([1_000, 0, 0]);
    expect(m.market.oneWay.open().map(({ biddingNo }) => biddingNo)).toEqual([2]);
    expect(marketInvariants(m.world)).toEqual([]);
  });

  it('waits for its award while trading is halted or the day is closed', () => {
    bidding([101]);
    m.bid(101, 7_300, 1_000);
    at(12);
    m.halt(1, true);
    expect([m.close().code, dueBiddings(m.world, m.at)]).toEqual(['market.halted', []]);
    m.halt(1, false);
    m.do('close-day', { day: DAY });
    expect([m.close().code, dueBiddings(m.world, m.at)]).toEqual(['market.day_not_open', []]);
    m.clock('2026-11-25', 9.5);
    m.do('open-day', { day: '2026-11-25' });
    expect(m.close().answer).toMatchObject({ state: 'AWARDED' });
    expect(m.market.newTrades).toMatchObject([{ tradingDay: '2026-11-25', price: 7_300 }]);
  });

  it('is refused to the initiator’s own group, and to whoever cannot pay the deposit or the bid', () => {
    m.account(200, { ownerGroup: `org${INITIATOR}`, cash: 1_000_000_000 });
    m.account(201, { cash: 700_000 });
    m.notice();
    at(10);
    expect(m.register(200, 1_000)).toBe('market.same_owner_group');
    expect(m.register(201, 1_000)).toBe('ok');
    at(11);
    expect(m.bid(201, 7_000, 101)).toBe('market.insufficient_cash');
    expect(m.bid(201, 7_000, 100)).toBe('ok');
  });

  it('goes on from its own dump as if nothing had happened', () => {
    bidding([101, 102]);
    m.bid(101, 7_300, 600);
    const before = JSON.stringify(m.market.dump());
    m.reborn();
    expect(JSON.stringify(m.market.dump())).toBe(before);
    expect(m.bid(102, 7_300, 600)).toBe('ok');
    at(12);
    m.close();
    expect(trades().map(([buyer, , , quantity]) => [buyer, quantity])).toEqual([
      [101, 600],
      [102, 400],
    ]);
    expect(JSON.stringify(m.market.dump())).toContain('"oneWay":{"lastNo":1,"biddings":[]}');
  });
});

describe('an application', () => {
  it.each<[string, Parameters<OneWayMarket['wrongWith']>[0]]>([
    ['market.quantity_too_small', { quantity: 0 }],
    ['market.price_off_tick', { floorFen: -1 }],
    ['market.one_way_prices_wrong', { floorFen: 0 }],
    ['market.one_way_prices_wrong', { side: 'buy', ceilingFen: 0 }],
    ['market.one_way_prices_wrong', { ceilingFen: 6_999 }],
    ['market.one_way_prices_wrong', { reserveFen: 6_999 }],
    ['market.order_value_too_large', { floorFen: 1_000_000_000 }],
    ['market.deposit_out_of_range', { depositBps: 10_001 }],
    ['market.insufficient_units', { quantity: 100_001 }],
    ['market.insufficient_cash', { side: 'buy', quantity: 500_000 }],
    ['market.account_unknown', { accountNo: 999 }],
    ['market.instrument_unknown', { instrumentNo: 9 }],
  ])('is refused with %s: %j', (code, change) => {
    expect(m.wrongWith(change)).toBe(code);
  });

  it('has its times in order', () => {
    for (const change of [
      { registrationClosesAt: m.instantAt(9) },
      { registrationOpensAt: m.instantAt(12) },
      { biddingOpensAt: m.instantAt(12) },
      { registrationClosesAt: m.instantAt(12.5) },
    ])
      expect(m.wrongWith(change)).toBe('market.one_way_times_wrong');
    at(11);
    expect(m.wrongWith({})).toBe('market.one_way_times_wrong');
  });

  const endsAfter = (days: number): string | undefined =>
    m.wrongWith({ biddingClosesAt: m.at + days * 24 * 3_600_000_000 });
  atTheLimit('ONE_WAY_DAYS_MAX', {
    at: (days) => expect(endsAfter(days)).toBeUndefined(),
    past: (days) => expect(endsAfter(days)).toBe('market.one_way_times_wrong'),
  });

  const lastOf = (biddings: number): string | undefined => {
    for (let no = 1; no < biddings; no++) m.notice({ quantity: 1 });
    return m.wrongWith({ quantity: 1 });
  };
  atTheLimit('ONE_WAY_BIDDINGS_MAX', {
    at: (biddings) => expect(lastOf(biddings)).toBeUndefined(),
    past: (biddings) => expect(lastOf(biddings)).toBe('market.too_many_biddings'),
  });

  const lastBidder = (bidders: number): string => {
    m.notice();
    at(10);
    for (let no = 1; no < bidders; no++) m.register(m.account(1_000 + no, { cash: 100_000 }), 1);
    return m.register(m.account(999, { cash: 100_000 }), 1);
  };
  atTheLimit('ONE_WAY_BIDDERS_MAX', {
    at: (bidders) => expect(lastBidder(bidders)).toBe('ok'),
    past: (bidders) => expect(lastBidder(bidders)).toBe('market.too_many_bidders'),
  });
});

describe('the awards agree with a plain account of them', () => {
  interface Sketch {
    readonly price: number;
    readonly quantity: number;
  }
  const bidders = (sketches: readonly Sketch[]): OneWayBidder[] =>
    sketches.map(({ price, quantity }, i) => ({
      ...{
        accountNo: 100 + i,
        quantity,
        registeredAt: 0,
        deposit: 0,
        cover: 0,
        price,
        bidQuantity: quantity,
      },
      ...{ orderNo: i + 1, bidAt: i, awarded: 0, state: 'BID' as const },
    }));

  /** Unit by unit: each goes to the best bid that still wants one. */
  function naive(
    side: Side,
    rule: OneWayRule,
    quantity: number,
    reserve: number,
    bids: OneWayBidder[],
  ): number[] {
    const got = bids.map(() => 0);
    for (let unit = 0; unit < quantity; unit++) {
      let best = -1;
      for (let i = 0; i < bids.length; i++) {
        const { price, bidQuantity } = bids[i]!;
        if (got[i]! >= bidQuantity) continue;
        if (reserve > 0 && (side === 'sell' ? price < reserve : price > reserve)) continue;
        if (best < 0 || (side === 'sell' ? price > bids[best]!.price : price < bids[best]!.price)) best = i;
      }
      if (best < 0 || (rule === 'WHOLE' && got.some((units, i) => units > 0 && i !== best))) break;
      got[best]! += 1;
    }
    return got;
  }

  it('for any bids, both sides and both rules', () => {
    const sketch = fc.record({
      price: fc.integer({ min: 1, max: 6 }),
      quantity: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom<Side>('sell', 'buy'),
        fc.constantFrom<OneWayRule>('WHOLE', 'PARTS'),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 6 }),
        fc.array(sketch, { maxLength: 12 }),
        (side, rule, quantity, reserveFen, sketches) => {
          const all = sketches.map((one) => (rule === 'WHOLE' ? { ...one, quantity } : one));
          const bids = bidders(all);
          const expected = naive(side, rule, quantity, reserveFen, bids);
          const awards = awardsOf({ side, rule, quantity, reserveFen }, bids.toReversed());
          const got = bids.map((bid) => awards.find(({ bidder }) => bidder === bid)?.quantity ?? 0);
          expect(got).toEqual(expected);
          expect(awards.every(({ quantity: units }) => units > 0)).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
    expect([isBetter({ side: 'sell' }, 2, 1), isBetter({ side: 'buy' }, 2, 1)]).toEqual([true, false]);
  });
});

describe('a bidder at its largest holding', () => {
  it('cannot bid for more', () => {
    const held = m.ledger.balance(101, 1).posted;
    m = OneWayMarket.opened({ 'maxHolding.other': { allocationBps: 0, plusUnits: held + 500 } });
    bidding([101]);
    expect(m.bid(101, 7463, 501)).toBe('market.holding_limit');
    expect(m.bid(101, 7463, 500)).toBe('ok');
  });
});
