import { describe, expect, it } from '@jest/globals';
import { admitBids } from './admission.js';
import { clearAuction } from './clear-auction.js';
import { commitmentOf, isCommitted } from './commitment.js';
import { statisticsOf } from './statistics.js';
import type { AuctionTerms, Bid } from './terms.js';
import { carryUnsold, type ComingAuction } from './unsold.js';

const TERMS: AuctionTerms = {
  ...{ auctionId: 'A', supply: 1_000, lot: 100, tick: 5, reservePrice: 500, tiers: [] },
  ...{ tie: 'PRORATA', shortage: 'STEP', seed: 's', nonCompetitivePrice: 900 },
};
const bid = (bidId: string, price: number | undefined, quantity: number): Bid => ({
  ...{ bidId, group: bidId, quantity, seq: 0 },
  ...(price === undefined ? {} : { price }),
});

describe('a bid counts', () => {
  it.each([
    [bid('b', 500, 100), undefined],
    [bid('b', 500, 0), 'LOT'],
    [bid('b', 500, 150), 'LOT'],
    [bid('b', 502, 100), 'TICK'],
    [bid('b', 495, 100), 'BELOW_RESERVE'],
    [bid('b', Number.MAX_SAFE_INTEGER - (Number.MAX_SAFE_INTEGER % 5), 100), 'VALUE'],
    [bid('b', undefined, 100), undefined],
  ])('or not: %j %s', (each, fault) => {
    expect(admitBids(TERMS, [each]).rejected.map((one) => one.fault)).toEqual(
      fault === undefined ? [] : [fault],
    );
  });

  it('once', () => {
    expect(admitBids(TERMS, [bid('b', 500, 100), bid('b', 600, 100)]).rejected).toEqual([
      { bidId: 'b', fault: 'DUPLICATE' },
    ]);
  });

  it('without a price only where that is offered, and then pays what all pay', () => {
    const { nonCompetitivePrice: _, ...plain } = TERMS;
    expect(admitBids(plain, [bid('b', undefined, 100)]).rejected).toEqual([
      { bidId: 'b', fault: 'NON_COMPETITIVE' },
    ]);
    const outcome = clearAuction(TERMS, [bid('n', undefined, 400), bid('b', 600, 600), bid('c', 550, 600)]);
    expect(outcome.awards).toMatchObject([
      { group: 'b', quantity: 600 },
      { group: 'n', quantity: 400, payment: 400 * 600 },
    ]);
  });
});

describe('statistics', () => {
  it('weigh prices by units, as bid and as counted', () => {
    const bids = [bid('a', 700, 300), bid('b', 600, 600), bid('c', 505, 500), bid('d', 400, 900)];
    const outcome = clearAuction(TERMS, bids, new Map([['b', { cap: 250 }]]));
    expect(statisticsOf(outcome)).toEqual({
      ...{ bids: 3, bidsRejected: 1, bidsWon: 3, bidders: 3, biddersWon: 3, coverHundredths: 100 },
      // (700 × 300 + 600 × 600 + 505 × 500) ÷ 1,400 = 587.5
      raw: { units: 1_400, lowest: 505, highest: 700, mean: 588, median: 600 },
      trimmed: { units: 1_000, lowest: 505, highest: 700, mean: 583, median: 505 },
    });
  });

  it('of an auction without bids are empty', () => {
    expect(statisticsOf(clearAuction(TERMS, []))).toMatchObject({
      bids: 0,
      coverHundredths: 0,
      raw: undefined,
    });
  });
});

describe('published results of real auctions', () => {
  // World rulebook §6.4: EEX (lots of 500, euro cents) and RGGI (lots of 1,000, US cents).
  it.each([
    ['EEX 2023-11-13', 500, 7701, 3_035_500, 3_035_500, 23_376_385_500],
    ['EEX 2023-11-10', 500, 7646, 2_147_000, 2_147_000, 16_415_962_000],
    ['RGGI 1', 1_000, 307, 12_565_387, 12_565_387, 3_857_573_809],
    ['RGGI 73', 1_000, 3765, 28_537_847, 28_537_847, 107_444_993_955],
  ])('%s: price × sold is the revenue', (auctionId, lot, price, supply, sold, revenue) => {
    const wanted = supply - (supply % lot) + lot;
    const terms = {
      ...TERMS,
      auctionId,
      lot,
      tick: 1,
      supply,
      reservePrice: 100,
      nonCompetitivePrice: undefined,
    };
    expect(clearAuction(terms, [bid('all', price, wanted)])).toMatchObject({ price, sold, revenue });
  });

  it('RGGI 54: cost containment sold in part clears at the trigger', () => {
    const tiers = [{ price: 1300, quantity: 11_976_778 }];
    const terms = {
      ...TERMS,
      lot: 1_000,
      tick: 1,
      supply: 23_121_518,
      reservePrice: 238,
      tiers,
      nonCompetitivePrice: undefined,
    };
    const outcome = clearAuction(terms, [
      bid('above', 1301, 26_000_000),
      bid('at', 1300, 1_041_000),
      bid('below', 1299, 9_000_000),
    ]);
    expect(outcome).toMatchObject({
      price: 1300,
      sold: 27_041_000,
      containmentSold: 3_919_482,
      revenue: 35_153_300_000,
    });
  });

  it('RGGI 13: too few bids clear at the reserve price', () => {
    const terms = {
      ...TERMS,
      lot: 1_000,
      tick: 1,
      supply: 42_189_685,
      reservePrice: 189,
      nonCompetitivePrice: undefined,
    };
    const outcome = clearAuction(terms, [bid('few', 518, 7_487_000)]);
    expect(outcome).toMatchObject({ price: 189, sold: 7_487_000, revenue: 1_415_043_000 });
  });
});

describe('a seed', () => {
  it('is held to the hash that was published before the opening', () => {
    const commitment = commitmentOf('seed');
    expect(commitment).toBe('19b25856e1c150ca834cffc8b59b23adbd0ec0389e58eb22b3b64768098d002b');
    expect([
      isCommitted('seed', commitment),
      isCommitted('seeD', commitment),
      isCommitted('seed', 'x'),
    ]).toEqual([true, false, false]);
  });
});

describe('unsold units', () => {
  const auctions = (...volumes: number[]): ComingAuction[] =>
    volumes.map((volume) => ({ volume, firstVolume: volume }));

  it('go to the next auction, or evenly over four', () => {
    expect(carryUnsold(10, { kind: 'NEXT' }, auctions(100, 100))).toEqual({ volumes: [110, 100], left: 0 });
    const spread = carryUnsold(10, { kind: 'SPREAD', auctions: 4 }, auctions(100, 100, 100, 100, 100));
    expect(spread).toEqual({ volumes: [103, 103, 102, 102, 100], left: 0 });
  });

  it('never make an auction larger than 125 % of what it first was, and go on to later ones', () => {
    const rule = { kind: 'CAPPED_SPREAD', auctions: 4, capPercent: 125 } as const;
    const coming = [{ volume: 120, firstVolume: 100 }, ...auctions(100, 100, 100, 100)];
    expect(carryUnsold(40, rule, coming)).toEqual({ volumes: [125, 112, 112, 111, 100], left: 0 });
    expect(carryUnsold(100, rule, coming)).toEqual({ volumes: [125, 125, 125, 125, 120], left: 0 });
    expect(carryUnsold(200, rule, coming)).toEqual({ volumes: [125, 125, 125, 125, 125], left: 95 });
  });

  it('wait when no auction is to come', () => {
    expect(carryUnsold(10, { kind: 'NEXT' }, [])).toEqual({ volumes: [], left: 10 });
  });
});
