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

interface Step {
  readonly price: number;
  readonly quantity: number;
}

/** What is published after an auction; groups are counted as bidders. */
export function statisticsOf(outcome: AuctionOutcome): AuctionStatistics {
  const { demand, awards, rejected, offered } = outcome;
  const { groups, grid } = demand;
  const raw: Step[] = [];
  const trimmed: Step[] = [];
  for (const group of groups) {
    for (const { price, quantity } of group.bids) raw.push({ price, quantity });
    for (const step of group.steps(grid)) trimmed.push(step);
  }
  const counted = figuresOf(trimmed);
  return {
    bids: raw.length,
    bidsRejected: rejected.length,
    bidsWon: awards.reduce((sum, { bids }) => sum + bids.length, 0),
    bidders: groups.length,
    biddersWon: awards.length,
    raw: figuresOf(raw),
    trimmed: counted,
    coverHundredths: offered === 0 ? 0 : halfUp(BigInt(counted?.units ?? 0) * 100n, BigInt(offered)),
  };
}

function figuresOf(steps: Step[]): PriceFigures | undefined {
  if (steps.length === 0) return undefined;
  steps.sort((a, b) => a.price - b.price);
  let units = 0;
  let value = 0n;
  for (const { price, quantity } of steps) {
    units = add(units, quantity);
    value += BigInt(price) * BigInt(quantity);
  }
  let passed = 0;
  const middle = steps.find(({ quantity }) => (passed += quantity) * 2 >= units)!;
  return {
    units,
    lowest: steps[0].price,
    highest: steps[steps.length - 1].price,
    mean: halfUp(value, BigInt(units)),
    median: middle.price,
  };
}

function halfUp(numerator: bigint, denominator: bigint): number {
  return Number((numerator * 2n + denominator) / (denominator * 2n));
}
