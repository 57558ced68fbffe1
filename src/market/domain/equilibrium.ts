/** Units wanted or offered at one price. */
export interface CallLevel {
  readonly price: number;
  readonly quantity: number;
}

/** Where orders that gathered would meet. */
export interface Equilibrium {
  /** Fen per unit. */
  readonly price: number;
  /** Units that trade at it. */
  readonly volume: number;
  /** Units wanted at it beyond those offered; negative: offered beyond those wanted. */
  readonly imbalance: number;
}

/**
 * The one price of a call auction (集合竞价): the largest volume, then the smallest imbalance, then the nearest to the
 * reference, then the higher. Levels come best first; undefined when no bid reaches an ask.
 */
export function equilibriumOf(
  bids: readonly CallLevel[],
  asks: readonly CallLevel[],
  referencePrice: number,
  tickFen: number,
): Equilibrium | undefined {
  const [highest, lowest] = [bids[0]?.price, asks[0]?.price];
  if (highest === undefined || lowest === undefined || highest < lowest) return undefined;
  let best: Equilibrium | undefined;
  const wanted = new Steps(bids, 1);
  const offered = new Steps(asks, -1);
  for (const price of candidates(bids, asks, referencePrice, tickFen)) {
    if (price < lowest || price > highest) continue;
    const [demand, supply] = [wanted.upTo(price), offered.upTo(price)];
    const here = { price, volume: Math.min(demand, supply), imbalance: demand - supply };
    if (best === undefined || isBetter(here, best, referencePrice)) best = here;
  }
  return best;
}

/**
 * Demand changes just above a bid, supply at an ask: between those prices nothing changes, so the ends of every such
 * stretch and the reference stand for all prices.
 */
function candidates(
  bids: readonly CallLevel[],
  asks: readonly CallLevel[],
  referencePrice: number,
  tickFen: number,
): Set<number> {
  const below = referencePrice - (referencePrice % tickFen);
  const prices = new Set([below, below + tickFen]);
  for (const { price } of bids) prices.add(price).add(price + tickFen);
  for (const { price } of asks) prices.add(price).add(price - tickFen);
  return prices;
}

/** The sum of all levels at least as good as a price; answers in the time of a search. */
class Steps {
  private readonly sums: number[] = [];

  constructor(
    private readonly levels: readonly CallLevel[],
    /** 1: higher prices are better. */
    private readonly sign: 1 | -1,
  ) {
    let sum = 0;
    for (const { quantity } of levels) this.sums.push((sum += quantity));
  }

  upTo(price: number): number {
    const { levels, sign } = this;
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sign * levels[middle].price >= sign * price) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : this.sums[low - 1];
  }
}

function isBetter(here: Equilibrium, best: Equilibrium, referencePrice: number): boolean {
  if (here.volume !== best.volume) return here.volume > best.volume;
  const [imbalance, before] = [Math.abs(here.imbalance), Math.abs(best.imbalance)];
  if (imbalance !== before) return imbalance < before;
  const distance = Math.abs(here.price - referencePrice) - Math.abs(best.price - referencePrice);
  return distance !== 0 ? distance < 0 : here.price > best.price;
}
