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
  /** Sums of quantities up to and with each bid. */
  private readonly sums: number[] = [];
  private readonly capUnits: number;

  constructor(
    readonly group: string,
    bids: AdmittedBid[],
    private readonly limits: GroupLimits,
    private readonly lot: number,
    tie: TieRule,
  ) {
    const isByTime = tie === 'TIME';
    const first = (a: AdmittedBid, b: AdmittedBid): number =>
      (isByTime ? a.seq - b.seq : 0) || (a.bidId < b.bidId ? -1 : 1);
    this.bids = bids.sort((a, b) => b.price - a.price || first(a, b));
    let sum = 0;
    for (const { quantity } of this.bids) this.sums.push((sum = add(sum, quantity)));
    this.capUnits = limits.cap === undefined ? Infinity : wholeLots(limits.cap, lot);
  }

  /** Bid at this price or a higher one, limits or not. */
  bidAt(price: number): number {
    let low = 0;
    let high = this.bids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.bids[middle].price >= price) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : this.sums[low - 1];
  }

  /**
   * What of it counts: capping the sum takes lots off the lowest price first, and lots that the guarantee does not cover
   * come back at the first lower price at which it does.
   */
  at(price: number): number {
    const wanted = Math.min(this.bidAt(price), this.capUnits);
    const { guarantee } = this.limits;
    return guarantee === undefined || wanted === 0
      ? wanted
      : Math.min(wanted, wholeLots(ratio(guarantee, 1, price, 'FLOOR'), this.lot));
  }

  /** Lots that the guarantee keeps back at a price and that a lower one may bring in. */
  private displacedAt(price: number): number {
    return Math.min(this.bidAt(price), this.capUnits) - this.at(price);
  }

  /**
   * Where its demand grows, highest price first. `grid`: all prices of the auction, descending. Costs one step for each
   * price of its own, and one for each price at which displaced lots come back.
   */
  *steps(grid: readonly number[]): Generator<DemandStep> {
    let reached = 0;
    for (let i = 0; i < this.bids.length;) {
      const { price } = this.bids[i];
      while (i < this.bids.length && this.bids[i].price === price) i += 1;
      const next = this.bids[i]?.price ?? 0;
      let at: number | undefined = price;
      while (at !== undefined && at > next) {
        const quantity = this.at(at) - reached;
        if (quantity > 0) yield { price: at, quantity };
        reached += quantity;
        at = this.displacedAt(at) === 0 ? undefined : this.comesBackBelow(at, reached, grid);
      }
    }
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

  constructor(terms: AuctionTerms, bids: readonly AdmittedBid[], limitsOf: (group: string) => GroupLimits) {
    const byGroup = new Map<string, AdmittedBid[]>();
    for (const bid of bids) {
      const own = byGroup.get(bid.group);
      if (own === undefined) byGroup.set(bid.group, [bid]);
      else own.push(bid);
    }
    // By name, so that the order of arrival leaves no trace.
    const names = [...byGroup.keys()].sort();
    this.groups = names.map(
      (group) => new GroupDemand(group, byGroup.get(group)!, limitsOf(group), terms.lot, terms.tie),
    );
    const ofTerms = [...terms.tiers, ...(terms.withholding === undefined ? [] : [terms.withholding])];
    const prices = new Set([terms.reservePrice, ...ofTerms.map(({ price }) => price)]);
    for (const { price } of bids) prices.add(price);
    this.grid = [...prices].sort((a, b) => b - a);
  }

  at(price: number): number {
    let sum = 0;
    for (const group of this.groups) sum = add(sum, group.at(price));
    return sum;
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
      if (this.at(this.grid[middle]) < quantity) low = middle + 1;
      else high = middle;
    }
    return this.grid[low];
  }
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
