import { describe, expect, it } from '@jest/globals';
import {
  type AuctionOutcome,
  type AuctionTerms,
  type Bid,
  clearAuction,
  faultOfTerms,
  type GroupLimits,
  SHORTAGE_RULES,
  statisticsOf,
  TIE_RULES,
} from '../../src/auctions/index.js';
import { seeded } from '../support/random.js';
import { referenceAuction } from './reference-auction.js';

/** Auctions compared with the reference; 100,000 in every run, more when asked. */
const AUCTIONS = Number(process.env.AUCTIONS ?? 100_000);
const SEED = Number(process.env.AUCTION_SEED ?? 20261125);
const TICK = 5;

interface Auction {
  readonly terms: AuctionTerms;
  readonly bids: readonly Bid[];
  readonly limits: ReadonlyMap<string, GroupLimits>;
}

/** Small auctions, so that ties, limits, tiers and shortages meet each other often. */
function auctionOf(n: number, hasGuarantees = true): Auction {
  const random = seeded(SEED + n);
  const upTo = (most: number): number => Math.floor(random() * most);
  const one = <T>(list: readonly T[]): T => list[upTo(list.length)];
  const lot = one([1, 10, 500]);
  const price = (): number => 100 + TICK * upTo(20);
  const tiers = [150, 180].slice(0, upTo(3)).map((each) => ({ price: each, quantity: lot * (1 + upTo(8)) }));
  const terms: AuctionTerms = {
    ...{ auctionId: `a${n}`, seed: `s${upTo(4)}`, lot, tick: TICK, reservePrice: 110, tiers },
    supply: lot * (1 + upTo(20)) + upTo(lot),
    tie: one(TIE_RULES),
    shortage: one(SHORTAGE_RULES),
    ...(upTo(3) === 0 ? { withholding: { price: 130, quantity: lot * (1 + upTo(10)) } } : {}),
    ...(upTo(4) === 0 ? { nonCompetitivePrice: 200 } : {}),
  };
  const bids = Array.from({ length: upTo(10) }, (_, i) => ({
    ...{ bidId: `b${i}`, group: one(['A', 'B', 'C', 'D']), seq: i },
    ...(terms.nonCompetitivePrice !== undefined && upTo(6) === 0 ? {} : { price: price() }),
    quantity: lot * (1 + upTo(6)) + (upTo(25) === 0 ? 1 : 0),
  }));
  const limits = new Map(
    ['A', 'B', 'C', 'D'].map((group): [string, GroupLimits] => [
      group,
      {
        ...(upTo(3) === 0 ? { cap: upTo(lot * 12) } : {}),
        ...(hasGuarantees && upTo(3) === 0 ? { guarantee: upTo(lot * 150 * 12) } : {}),
      },
    ]),
  );
  return { terms, bids, limits };
}

const clear = ({ terms, bids, limits }: Auction): AuctionOutcome => clearAuction(terms, bids, limits);
const awardsOf = ({ awards }: AuctionOutcome): Record<string, number> =>
  Object.fromEntries(awards.map(({ group, quantity }) => [group, quantity]));
const told = ({ demand: _, rejected, ...outcome }: AuctionOutcome): string =>
  JSON.stringify({ ...outcome, rejected: rejected.map(({ bidId }) => bidId).sort() });
const awardOf = (outcome: AuctionOutcome, group: string): number => awardsOf(outcome)[group] ?? 0;

describe('the uniform-price auction', () => {
  it(`gives what the reference gives in ${AUCTIONS} auctions, and keeps every law`, () => {
    const met = new Map<string, number>();
    for (let n = 0; n < AUCTIONS; n++) {
      const auction = auctionOf(n);
      const { terms, bids, limits } = auction;
      if (faultOfTerms(terms) !== undefined) throw new Error(`auction ${n} is none`);
      const outcome = clear(auction);
      const { price, sold, released, withheld } = outcome;
      const reference = referenceAuction(terms, bids, limits);
      const mine = { price, sold, released, withheld, awards: awardsOf(outcome) };
      if (JSON.stringify(mine) !== JSON.stringify(reference)) expect([n, mine]).toEqual([n, reference]);
      const fault = brokenLaw(auction, outcome);
      if (fault !== undefined) throw new Error(`auction ${n}: ${fault}`);
      for (const kind of kindsOf(auction, outcome)) met.set(kind, (met.get(kind) ?? 0) + 1);
    }
    // Each kind of ending was really among them.
    for (const kind of KINDS) expect([kind, (met.get(kind) ?? 0) > AUCTIONS / 1_000]).toEqual([kind, true]);
  }, 600_000);

  it.each<[string, (outcome: AuctionOutcome) => AuctionOutcome]>([
    [
      'a unit too many',
      (told) => ({ ...told, awards: [{ ...told.awards[0], quantity: told.awards[0].quantity + 1 }] }),
    ],
    ['a revenue of one more', (told) => ({ ...told, revenue: told.revenue + 1 })],
    ['a price above an award’s bid', (told) => ({ ...told, price: 10_000, revenue: 10_000 * told.sold })],
    [
      'an award nobody got',
      (told) => ({ ...told, awards: told.awards.map((award) => ({ ...award, bids: [] })) }),
    ],
  ])('the laws notice %s', (_, plant) => {
    const auction = auctionOf(0);
    const outcome = clear(auction);
    expect(outcome.sold).toBeGreaterThan(0);
    expect(brokenLaw(auction, outcome)).toBe(undefined);
    expect(brokenLaw(auction, plant(outcome))).toEqual(expect.any(String));
  });

  it('does not care in which order bids arrived, but where the rule is TIME', () => {
    for (let n = 0; n < 3_000; n++) {
      const auction = auctionOf(n);
      if (auction.terms.tie === 'TIME') continue;
      const backwards = auction.bids.toReversed().map((bid, seq) => ({ ...bid, seq }));
      expect(told(clear({ ...auction, bids: backwards }))).toBe(told(clear(auction)));
    }
  });

  it('asks no more for each unit when more is offered, without containment', () => {
    for (let n = 0; n < 3_000; n++) {
      const { terms, bids, limits } = auctionOf(n);
      const plain = { ...terms, tiers: [], withholding: undefined, shortage: 'STEP' as const };
      const more = { ...plain, supply: plain.supply + terms.lot * 3 };
      const [less, cheaper] = [plain, more].map((each) => clear({ terms: each, bids, limits }).price);
      expect(cheaper).toBeLessThanOrEqual(less);
    }
  });

  it('gives no less to who raises a losing price, without guarantees', () => {
    let raises = 0;
    for (let n = 0; n < 3_000; n++) {
      const auction = auctionOf(n, false);
      const before = clear(auction);
      const loser = auction.bids.find(
        ({ price, quantity }) => price !== undefined && price < before.price && quantity > 0,
      );
      if (loser === undefined) continue;
      const raised = auction.bids.map((bid) => (bid === loser ? { ...bid, price: before.price } : bid));
      const after = clear({ ...auction, bids: raised });
      raises += 1;
      // Demand above a trigger may bring a tier, which changes the price for all, but never takes from this bidder.
      expect(awardOf(after, loser.group)).toBeGreaterThanOrEqual(awardOf(before, loser.group));
    }
    expect(raises).toBeGreaterThan(300);
  });

  it('publishes trimmed demand that adds up to what was asked for at the reserve price', () => {
    for (let n = 0; n < 3_000; n++) {
      const auction = auctionOf(n);
      const outcome = clear(auction);
      const { trimmed, raw } = statisticsOf(outcome);
      const atLowest = outcome.demand.at(outcome.demand.grid.at(-1)!);
      expect(trimmed?.units ?? 0).toBe(atLowest);
      expect(raw?.units ?? 0).toBeGreaterThanOrEqual(trimmed?.units ?? 0);
    }
  });
});

const KINDS = [
  'cancelled',
  'step',
  'lowest',
  'full',
  'tie',
  'released',
  'withheld in part',
  'withheld',
  'displaced',
];

function* kindsOf({ terms }: Auction, { status, sold, tie, ...outcome }: AuctionOutcome): Generator<string> {
  const { offered, released, withheld, demand } = outcome;
  if (status === 'CANCELLED') yield 'cancelled';
  else if (sold === offered) yield 'full';
  else if (released === 0 && withheld === 0) yield terms.shortage === 'LOWEST' ? 'lowest' : 'step';
  if (tie.length > 0) yield 'tie';
  if (released > 0) yield 'released';
  if (withheld > 0) yield withheld < terms.withholding!.quantity ? 'withheld in part' : 'withheld';
  const own = (price: number): boolean =>
    demand.groups.some((group) => group.bids.some((bid) => bid.price === price));
  if (demand.groups.some((group) => [...group.steps(demand.grid)].some(({ price }) => !own(price))))
    yield 'displaced';
}

/** What must be so whatever was bid; the words of the first that is not. */
function brokenLaw({ bids, limits }: Auction, outcome: AuctionOutcome): string | undefined {
  const { price, sold, offered, awards, revenue, demand } = outcome;
  const total = awards.reduce((sum, { quantity }) => sum + quantity, 0);
  if (total !== sold || sold > offered) return `${total} awarded, ${sold} sold of ${offered}`;
  if (revenue !== price * sold) return `revenue ${revenue}`;
  for (const { group, quantity, payment, bids: shares } of awards) {
    const { cap = Infinity, guarantee = Infinity } = limits.get(group) ?? {};
    if (quantity > cap || payment > guarantee) return `${group} is over a limit`;
    if (shares.reduce((sum, share) => sum + share.quantity, 0) !== quantity) return `shares of ${group}`;
    for (const share of shares) {
      const bid = bids.find(({ bidId }) => bidId === share.bidId)!;
      if ((bid.price ?? Infinity) < price) return `${share.bidId} pays more than it bid`;
      if (share.quantity > bid.quantity) return `${share.bidId} gets more than it bid`;
    }
  }
  for (const { group, at } of demand.groups.map((each) => ({
    group: each.group,
    at: each.at(demand.up(price)),
  })))
    if (price > 0 && awardOf(outcome, group) < at) return `${group} is rationed above the price`;
  const { grid } = demand;
  for (let i = 1; i < grid.length; i++)
    if (demand.at(grid[i]) < demand.at(grid[i - 1])) return `demand falls below ${grid[i - 1]}`;
  return undefined;
}
