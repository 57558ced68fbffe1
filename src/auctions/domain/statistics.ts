import { add } from '../../kernel/amount.js';
import type { AuctionOutcome } from './clear-auction.js';

/** Prices of bids weighted by quantity, rounded half up to the smallest unit of money; absent without any bid. */
export interface PriceFigures {
  readonly units: number;
  readonly lowest: number;
  readonly highest: number;
  readonly mean: number;
  /** The price of the unit in the middle, the lower one of two. */
  readonly median: number;
}

export interface AuctionStatistics {
  readonly bids: number;
  readonly bidsRejected: number;
  readonly bidsWon: number;
  readonly bidders: number;
  readonly biddersWon: number;
  /** Bids as they were made. */
  readonly raw: PriceFigures | undefined;
  /** Bids as far as limits let them count. */
  readonly trimmed: PriceFigures | undefined;
  /** Trimmed demand ÷ units offered, in hundredths, half up: 149 is 1.49. */
  readonly coverHundredths: number;
}

/** What is published after an auction; groups are counted as bidders. */
export function statisticsOf(outcome: AuctionOutcome): AuctionStatistics {
  const { demand, awards, rejected, offered } = outcome;
  const { groups, grid, bidAtPrice, grownAtPrice } = demand;
  const trimmed = figuresOf(grid, grownAtPrice);
  return {
    bids: groups.reduce((sum, { bids }) => sum + bids.length, 0),
    bidsRejected: rejected.length,
    bidsWon: awards.reduce((sum, { bids }) => sum + bids.length, 0),
    bidders: groups.length,
    biddersWon: awards.length,
    raw: figuresOf(grid, bidAtPrice),
    trimmed,
    coverHundredths: offered === 0 ? 0 : halfUp(BigInt(trimmed?.units ?? 0) * 100n, BigInt(offered)),
  };
}

/** `quantities`: units at each price of a descending grid. */
function figuresOf(grid: readonly number[], quantities: Float64Array): PriceFigures | undefined {
  const prices = grid.filter((_, place) => quantities[place] > 0);
  if (prices.length === 0) return undefined;
  let units = 0;
  let value = 0n;
  for (let place = 0; place < grid.length; place++) {
    units = add(units, quantities[place]);
    value += BigInt(grid[place]) * BigInt(quantities[place]);
  }
  // From the lowest price up: of two units in the middle the cheaper one counts.
  let middle = grid.length;
  for (let passed = 0; passed * 2 < units;) passed += quantities[--middle];
  return {
    units,
    lowest: prices[prices.length - 1],
    highest: prices[0],
    mean: halfUp(value, BigInt(units)),
    median: grid[middle],
  };
}

function halfUp(numerator: bigint, denominator: bigint): number {
  return Number((numerator * 2n + denominator) / (denominator * 2n));
}
