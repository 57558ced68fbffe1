import { describe, expect, it } from '@jest/globals';
import { type AuctionOutcome, clearAuction } from './clear-auction.js';
import type { AuctionTerms, Bid, GroupLimits } from './terms.js';

/** The worked vectors of world rulebook §6.3. `A 1500×3000`: group A bids for 3,000 units at 15.00. */
const BASE: AuctionTerms = {
  ...{ auctionId: 'A', supply: 10_000, lot: 1_000, tick: 1, reservePrice: 1_000, tiers: [] },
  ...{ tie: 'PRORATA', shortage: 'STEP', seed: 'seed-2026-01' },
};

/** Bids are b1, b2, … in the order they are listed; `G(a1)` is a bid of group G. */
function bids(text: string): Bid[] {
  return text.split(', ').map((each, i) => {
    const [, group, price, quantity] = /^(\w+)(?:\(\w+\))? (\d+)×(\d+)$/.exec(each)!;
    return { bidId: `b${i + 1}`, group, price: Number(price), quantity: Number(quantity), seq: i + 1 };
  });
}

function clear(
  change: Partial<AuctionTerms>,
  text: string,
  limits: Record<string, GroupLimits> = {},
): AuctionOutcome {
  return clearAuction({ ...BASE, ...change }, bids(text), new Map(Object.entries(limits)));
}

const capped = (groups: string, cap: number): Record<string, GroupLimits> =>
  Object.fromEntries([...groups].map((group) => [group, { cap }]));
const won = ({ awards }: AuctionOutcome): Record<string, number> =>
  Object.fromEntries(awards.map(({ group, quantity }) => [group, quantity]));
const drawn = ({ tie }: AuctionOutcome): string[] =>
  tie.map(({ name, hash }) => `${name} ${hash.slice(0, 4)}`);

const FOUR = 'A 1500×3000, A 1300×2000, B 1400×4000, C 1250×5000';
const TIE = 'A 1500×4000, B 1200×5000, C 1200×3000, D 1200×3000';
const SHORT = 'A 1500×3000, B 1100×4000, C 900×5000';
const LIMITED = 'A 2000×40000, B 1700×25000, C 1600×25000, D 1500×20000, E 1400×25000';
const CONTAINED = 'A 1500×12000, B 1400×10000, C 1310×3000, D 1300×2000, E 1200×9000';
const TIERED = 'A 3000×15000, B 2500×9000, C 2100×6000, D 1900×8000, E 1500×9000';
const FEW = 'A 900×9000, B 700×5000, C 550×4000, D 400×6000';
const AFFILIATES = 'G(a1) 2000×8000, G(a2) 1900×8000, B 1800×10000, C 1700×10000, D 1600×10000';

describe('worked vectors', () => {
  it('V1: the marginal bid is partly filled', () => {
    const outcome = clear({}, FOUR);
    expect(outcome).toMatchObject({ price: 1250, sold: 10_000, unsold: 0, revenue: 12_500_000 });
    expect(won(outcome)).toEqual({ A: 5000, B: 4000, C: 1000 });
    expect(outcome.awards[0].bids).toEqual([
      { bidId: 'b1', quantity: 3000 },
      { bidId: 'b2', quantity: 2000 },
    ]);
  });

  it('V2: demand meets supply exactly, at the lowest accepted price', () => {
    const outcome = clear({ supply: 9_000 }, FOUR);
    expect(outcome).toMatchObject({ price: 1300, sold: 9_000, revenue: 11_700_000, tie: [] });
    expect(won(outcome)).toEqual({ A: 5000, B: 4000 });
  });

  it('V3a: a tie pro rata, the unit left over by drawn order', () => {
    const outcome = clear({}, TIE);
    expect(outcome.price).toBe(1200);
    expect(won(outcome)).toEqual({ A: 4000, B: 2727, C: 1637, D: 1636 });
    expect(drawn(outcome)).toEqual(['C 6d60', 'B b01f', 'D cffb']);
  });

  it('V3b: a tie by drawn bids', () => {
    const outcome = clear({ tie: 'RANDOM', auctionId: 'A1' }, TIE);
    expect(drawn(outcome)).toEqual(['b3 0d9b', 'b4 2882', 'b2 e4d3']);
    expect(won(outcome)).toEqual({ A: 4000, C: 3000, D: 3000 });
  });

  it('V3c: a tie by time', () => {
    expect(won(clear({ tie: 'TIME' }, TIE))).toEqual({ A: 4000, B: 5000, C: 1000 });
  });

  it('V4: too few bids: the step price, no sale, or the lowest bid', () => {
    const step = clear({}, SHORT);
    expect(step).toMatchObject({ status: 'CLEARED', price: 1000, sold: 7000, unsold: 3000 });
    expect(step.rejected).toEqual([{ bidId: 'b3', fault: 'BELOW_RESERVE' }]);
    const none = clear({ shortage: 'CANCEL' }, SHORT);
    expect(none).toMatchObject({ status: 'CANCELLED', price: 0, sold: 0, unsold: 10_000, awards: [] });
    expect(clear({ shortage: 'LOWEST' }, SHORT)).toMatchObject({ price: 1100, sold: 7000 });
  });

  it('V5: seven equal bids', () => {
    const outcome = clear({}, [...'ABCDEFG'].map((group) => `${group} 1200×3000`).join(', '));
    expect(won(outcome)).toEqual({ A: 1429, B: 1428, C: 1429, D: 1428, E: 1428, F: 1429, G: 1429 });
    const order = ['G 15dd', 'A 589a', 'C 6d60', 'F 89ec', 'E 8de3', 'B b01f', 'D cffb'];
    expect(drawn(outcome)).toEqual(order);
  });

  it('V6: a single bidder stays under its purchase limit', () => {
    const outcome = clear({ supply: 100_000 }, 'A 5000×40000, A 2000×20000', capped('A', 25_000));
    expect(outcome).toMatchObject({ price: 1000, sold: 25_000, unsold: 75_000 });
  });

  it('V7: a purchase limit changes the price', () => {
    const free = clear({ supply: 100_000 }, LIMITED);
    expect(free.price).toBe(1500);
    expect(won(free)).toEqual({ A: 40_000, B: 25_000, C: 25_000, D: 10_000 });
    const limited = clear({ supply: 100_000 }, LIMITED, capped('ABCDE', 25_000));
    expect(limited.price).toBe(1400);
    expect(won(limited)).toEqual({ A: 25_000, B: 25_000, C: 25_000, D: 20_000, E: 5_000 });
  });

  it('V8: cost containment, partly sold', () => {
    const terms = { supply: 20_000, reservePrice: 238 };
    const outcome = clear({ ...terms, tiers: [{ price: 1300, quantity: 10_000 }] }, CONTAINED);
    expect(outcome).toMatchObject({ price: 1300, sold: 27_000, released: 10_000, containmentSold: 7_000 });
    expect(won(outcome)).toEqual({ A: 12_000, B: 10_000, C: 3_000, D: 2_000 });
    const without = clear(terms, CONTAINED);
    expect(without).toMatchObject({ price: 1400, released: 0 });
    expect(won(without)).toEqual({ A: 12_000, B: 8_000 });
  });

  it('V9: cost containment, sold out', () => {
    const tiers = [{ price: 1300, quantity: 4_000 }];
    const outcome = clear({ supply: 20_000, reservePrice: 238, tiers }, CONTAINED);
    expect(outcome).toMatchObject({ offered: 24_000, price: 1310, containmentSold: 4_000 });
    expect(won(outcome)).toEqual({ A: 12_000, B: 10_000, C: 2_000 });
  });

  it('V10: two tiers, both full, or the second in part', () => {
    const terms = { supply: 20_000, reservePrice: 262 };
    const first = { price: 1500, quantity: 4_000 };
    const full = clear({ ...terms, tiers: [first, { price: 2000, quantity: 4_000 }] }, TIERED);
    expect(full).toMatchObject({ price: 2100, sold: 28_000 });
    expect(won(full)).toEqual({ A: 15_000, B: 9_000, C: 4_000 });
    const part = clear({ ...terms, tiers: [first, { price: 2000, quantity: 8_000 }] }, TIERED);
    expect(part).toMatchObject({ price: 2000, sold: 30_000, containmentSold: 10_000 });
    expect(won(part)).toEqual({ A: 15_000, B: 9_000, C: 6_000 });
  });

  it('V11: emissions containment withholds all it may, or part', () => {
    const terms = { supply: 20_000, reservePrice: 238 };
    const full = clear({ ...terms, withholding: { price: 600, quantity: 4_000 } }, FEW);
    expect(full).toMatchObject({ withheld: 4_000, offered: 16_000, price: 550 });
    expect(won(full)).toEqual({ A: 9_000, B: 5_000, C: 2_000 });
    const none = clear(terms, FEW);
    expect([none.price, won(none).D]).toEqual([400, 2_000]);
    const part = clear({ ...terms, withholding: { price: 600, quantity: 8_000 } }, FEW);
    expect(part).toMatchObject({ withheld: 6_000, sold: 14_000, price: 600 });
  });

  it('V12: lots that a guarantee does not cover come back at lower prices', () => {
    const text = 'A 2000×10000, A 1500×10000, B 1800×6000, C 1400×8000';
    const outcome = clear({ supply: 20_000 }, text, { A: { guarantee: 25_000_000 } });
    const [a] = outcome.demand.groups;
    expect([2000, 1800, 1500, 1400].map((price) => a.at(price))).toEqual([10_000, 10_000, 16_000, 17_000]);
    expect(outcome.price).toBe(1500);
    expect(won(outcome)).toEqual({ A: 14_000, B: 6_000 });
    expect(outcome.awards[0].payment).toBe(21_000_000);
  });

  it('V13: the Korean exchange’s own example', () => {
    const text =
      'A 11000×1000, B 11000×1500, C 11000×2500, D 10500×1000, E 10500×2000, ' +
      'F 10300×1000, G 10300×1000, H 10300×2000, I 10000×1000, J 10000×2000';
    const outcome = clear({ lot: 1, reservePrice: 10_000, tie: 'TIME' }, text);
    expect(outcome.price).toBe(10_300);
    expect([won(outcome).F, won(outcome).G, won(outcome).H]).toEqual([1000, 1000, undefined]);
  });

  it('V14: an odd supply', () => {
    const outcome = clear({ supply: 10_387, reservePrice: 186 }, 'A 400×6000, B 307×5000, C 250×9000');
    expect(outcome).toMatchObject({ price: 307, revenue: 3_188_809 });
    expect(won(outcome)).toEqual({ A: 6_000, B: 4_387 });
  });

  it('V15: an interim price exactly at the trigger releases nothing', () => {
    const terms = { supply: 20_000, reservePrice: 238, tiers: [{ price: 1300, quantity: 4_000 }] };
    const outcome = clear(terms, 'A 1500×12000, B 1300×10000');
    expect(outcome).toMatchObject({ released: 0, price: 1300 });
    expect(won(outcome).B).toBe(8_000);
  });

  it('V16: bids off the lot and below the reserve do not count', () => {
    const outcome = clear({ supply: 20_000 }, 'A 1500×12500, B 1350×9000, C 900×4000');
    expect(outcome.rejected).toEqual([
      { bidId: 'b1', fault: 'LOT' },
      { bidId: 'b3', fault: 'BELOW_RESERVE' },
    ]);
    expect(outcome).toMatchObject({ price: 1000, sold: 9_000 });
  });

  it('V17: two affiliates have one purchase limit', () => {
    const outcome = clear({ supply: 40_000 }, AFFILIATES, capped('GBCD', 10_000));
    expect(outcome.price).toBe(1600);
    expect(won(outcome)).toEqual({ G: 10_000, B: 10_000, C: 10_000, D: 10_000 });
    expect(outcome.awards.find(({ group }) => group === 'G')!.bids).toEqual([
      { bidId: 'b1', quantity: 8_000 },
      { bidId: 'b2', quantity: 2_000 },
    ]);
  });
});
