import { add, ratio } from '../../kernel/amount.js';
import type { AdmittedBid } from './admission.js';
import type { AuctionTerms, GroupLimits, TieRule } from './terms.js';

/** Units that a group wants at a price, from one price on. */
export interface DemandStep {
  readonly price: number;
  readonly quantity: number;
}

/** What one group asks for at every price, as far as its limits let it. */
export class GroupDemand {
  /** Highest price first; within a price by arrival under TIME, else by name, so that arrival leaves no trace. */
  readonly bids: readonly AdmittedBid[];
  private readonly capUnits: number;

  constructor(
    readonly group: string,
    bids: AdmittedBid[],
    private readonly limits: GroupLimits,
    private readonly lot: number,
    tie: TieRule,
  ) {
    this.bids = bids.length === 1 ? bids : bids.sort(tie === 'TIME' ? byArrival : byName);
    this.capUnits = limits.cap === undefined ? Infinity : wholeLots(limits.cap, lot);
  }

  /** Nothing trims its bids. */
  get isUnlimited(): boolean {
    return this.capUnits === Infinity && this.limits.guarantee === undefined;
  }

  /** Bid at this price or a higher one, limits or not. */
  bidAt(price: number): number {
    let sum = 0;
    for (const bid of this.bids) {
      if (bid.price < price) break;
      sum = add(sum, bid.quantity);
    }
    return sum;
  }

  /**
   * What of it counts: capping the sum takes lots off the lowest price first, and lots that the guarantee does not cover
   * come back at the first lower price at which it does.
   */
  at(price: number): number {
    return this.covered(this.bidAt(price), price);
  }

  /**
   * Where its demand grows, highest price first. `grid`: all prices of the auction, descending. Costs one step for each
   * price of its own, and one for each price at which displaced lots come back.
   */
  *steps(grid: readonly number[]): Generator<DemandStep> {
    let reached = 0;
    let bid = 0;
    for (let i = 0; i < this.bids.length;) {
      const { price } = this.bids[i];
      while (i < this.bids.length && this.bids[i].price === price) bid = add(bid, this.bids[i++].quantity);
      const next = this.bids[i]?.price ?? 0;
      let at: number | undefined = price;
      while (at !== undefined && at > next) {
        const quantity = this.covered(bid, at) - reached;
        if (quantity > 0) yield { price: at, quantity };
        reached += quantity;
        // Lots that the guarantee keeps back here may be brought in by a lower price.
        at = Math.min(bid, this.capUnits) === reached ? undefined : this.comesBackBelow(at, reached, grid);
      }
    }
  }

  private covered(bid: number, price: number): number {
    const wanted = Math.min(bid, this.capUnits);
    const { guarantee } = this.limits;
    return guarantee === undefined || wanted === 0
      ? wanted
      : Math.min(wanted, wholeLots(ratio(guarantee, 1, price, 'FLOOR'), this.lot));
  }

  /** The next price of the auction at which one more lot is covered. */
  private comesBackBelow(price: number, reached: number, grid: readonly number[]): number | undefined {
    const covered = ratio(this.limits.guarantee!, 1, reached + this.lot, 'FLOOR');
    return grid[firstAtMost(grid, Math.min(covered, price - 1))];
  }
}

/** The demand of all groups. It never falls when the price does. */
export class Demand {
  readonly groups: readonly GroupDemand[];
  /** Every price that was bid and every price of the terms, descending. */
  readonly grid: readonly number[];
  /** Units bid at each price of the grid. */
  readonly bidAtPrice: Float64Array;
  /** Units by which demand grows at each price of the grid, as far as limits let it. */
  readonly grownAtPrice: Float64Array;
  /** Units wanted at each price of the grid or above it. */
  private readonly wanted: Float64Array;

  constructor(terms: AuctionTerms, bids: readonly AdmittedBid[], limitsOf: (group: string) => GroupLimits) {
    const ofTerms = [...terms.tiers, ...(terms.withholding === undefined ? [] : [terms.withholding])];
    const prices = new Set([terms.reservePrice, ...ofTerms.map(({ price }) => price)]);
    const byGroup = new Map<string, AdmittedBid[]>();
    for (const bid of bids) {
      prices.add(bid.price);
      const own = byGroup.get(bid.group);
      if (own === undefined) byGroup.set(bid.group, [bid]);
      else own.push(bid);
    }
    this.grid = [...prices].sort((a, b) => b - a);
    // By name, so that the order of arrival leaves no trace.
    const names = [...byGroup.keys()].sort();
    this.groups = names.map(
      (group) => new GroupDemand(group, byGroup.get(group)!, limitsOf(group), terms.lot, terms.tie),
    );
    const places = new Map(this.grid.map((price, place) => [price, place]));
    this.bidAtPrice = new Float64Array(this.grid.length);
    this.grownAtPrice = new Float64Array(this.grid.length);
    for (const { price, quantity } of bids) grow(this.bidAtPrice, places.get(price)!, quantity);
    for (const group of this.groups)
      // Where nothing is trimmed demand grows with every bid: most of a million groups need no steps made.
      for (const { price, quantity } of group.isUnlimited ? group.bids : group.steps(this.grid))
        grow(this.grownAtPrice, places.get(price)!, quantity);
    let sum = 0;
    this.wanted = this.grownAtPrice.map((quantity) => (sum = add(sum, quantity)));
  }

  /** Units wanted at a price of the auction, or at the next higher one of them. */
  at(price: number): number {
    const place = firstAtMost(this.grid, price);
    return this.wanted[this.grid[place] === price ? place : place - 1] ?? 0;
  }

  /** The next higher price there is; Infinity above the highest, where nobody wants anything. */
  up(price: number): number {
    return this.grid[firstAtMost(this.grid, price) - 1] ?? Infinity;
  }

  /** The highest price at which at least so much is wanted; undefined when that much is wanted nowhere. */
  priceFor(quantity: number): number | undefined {
    let low = 0;
    let high = this.grid.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.wanted[middle] < quantity) low = middle + 1;
      else high = middle;
    }
    return this.grid[low];
  }
}

function grow(units: Float64Array, place: number, by: number): void {
  units[place] = add(units[place], by);
}

function byName(a: AdmittedBid, b: AdmittedBid): number {
  return b.price - a.price || (a.bidId < b.bidId ? -1 : 1);
}

function byArrival(a: AdmittedBid, b: AdmittedBid): number {
  return b.price - a.price || a.seq - b.seq || (a.bidId < b.bidId ? -1 : 1);
}

function wholeLots(units: number, lot: number): number {
  return units - (units % lot);
}

/** Index of the first price of a descending grid that is not above a bound. */
function firstAtMost(grid: readonly number[], bound: number): number {
  let low = 0;
  let high = grid.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (grid[middle] > bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
