import { multiply } from '../../kernel/amount.js';
import { invariant } from '../../kernel/invariant.js';
import { type AdmittedBid, admitBids, type RejectedBid } from './admission.js';
import { Demand, type GroupDemand } from './demand.js';
import { type Marginal as Wanting, shareTie, type TieTurn } from './tie.js';
import { type AuctionTerms, type Bid, faultOfTerms, type GroupLimits } from './terms.js';

export interface Award {
  readonly group: string;
  readonly quantity: number;
  /** quantity × price. */
  readonly payment: number;
  /** How much of it each bid of the group got, highest price first; bids without an award are left out. */
  readonly bids: readonly { readonly bidId: string; readonly quantity: number }[];
}

/** Units of a sale before anybody is served. */
export interface Offer {
  /** Added from the cost containment tiers. */
  readonly released: number;
  /** Kept back by emissions containment. */
  readonly withheld: number;
  /** supply + released − withheld */
  readonly offered: number;
}

export interface AuctionOutcome extends Offer {
  readonly status: 'CLEARED' | 'CANCELLED';
  /** One price for all; 0 when nothing was sold because the auction was cancelled. */
  readonly price: number;
  readonly sold: number;
  readonly unsold: number;
  /** Sold out of the cost containment tiers; the rest of what was released goes back to the year's reserve. */
  readonly containmentSold: number;
  readonly revenue: number;
  readonly awards: readonly Award[];
  /** How what was left at the clearing price was shared; empty when everybody there got all. */
  readonly tie: readonly TieTurn[];
  readonly rejected: readonly RejectedBid[];
  /** What the outcome was computed from, for statistics and for whoever checks it. */
  readonly demand: Demand;
}

const UNLIMITED: GroupLimits = {};

/**
 * A sealed-bid uniform-price auction with reserve, cost and emissions containment, purchase limits and guarantees: world
 * rulebook §6.2 (Québec s.52, RGGI model rule, Reg. (EU) 1031/2010 Art. 7). The same bids in any order of arrival give the
 * same outcome under RANDOM and PRORATA. O(n log n) in bids.
 *
 * Throws InvariantBroken when the terms have a fault: ask `faultOfTerms` first.
 */
export function clearAuction(
  terms: AuctionTerms,
  bids: readonly Bid[],
  limits: ReadonlyMap<string, GroupLimits> = new Map(),
): AuctionOutcome {
  const fault = faultOfTerms(terms);
  invariant(fault === undefined, `the terms of an auction are sound: ${fault}`);
  const { admitted, rejected } = admitBids(terms, bids);
  const demand = new Demand(terms, admitted, (group) => limits.get(group) ?? UNLIMITED);
  const { floor, ...offer } = offerOf(terms, demand);
  const sale = saleOf(terms, admitted, demand, offer, floor);
  const { awards, tie } =
    sale.status === 'CANCELLED' ? { awards: [], tie: [] } : allocate(terms, demand, sale);
  const { supply } = terms;
  return {
    ...{ ...sale, ...offer, awards, tie, rejected, demand },
    unsold: offer.offered - sale.sold,
    containmentSold: Math.max(0, sale.sold - supply),
    revenue: multiply(sale.price, sale.sold),
  };
}

/** Steps 4 to 6: what comes on offer and what leaves it, and the price below which nothing is sold. */
function offerOf(terms: AuctionTerms, demand: Demand): Offer & { readonly floor: number } {
  const { supply, reservePrice, tiers, withholding } = terms;
  let released = 0;
  let floor = reservePrice;
  for (const { price, quantity } of tiers) {
    if (demand.at(demand.up(price)) <= supply + released) break;
    released += quantity;
    floor = price;
  }
  const isShort = released === 0 && withholding !== undefined && demand.at(withholding.price) < supply;
  const withheld = isShort ? Math.min(withholding.quantity, supply - demand.at(withholding.price)) : 0;
  return { released, withheld, offered: supply + released - withheld, floor };
}

interface Sale {
  readonly status: 'CLEARED' | 'CANCELLED';
  readonly price: number;
  readonly sold: number;
}

/** Step 7. Whenever supply that nobody took is still on offer at a step price, that step is the price. */
function saleOf(
  terms: AuctionTerms,
  admitted: readonly AdmittedBid[],
  demand: Demand,
  { released, withheld, offered }: Offer,
  floor: number,
): Sale {
  const { withholding, shortage } = terms;
  const at = (price: number): Sale => ({ status: 'CLEARED', price, sold: demand.at(price) });
  if (withheld > 0 && (withheld < withholding!.quantity || offered === 0)) return at(withholding!.price);
  if (demand.at(floor) >= offered) {
    const price = demand.priceFor(offered);
    invariant(price !== undefined, 'what is wanted at the floor is wanted at some price');
    return { status: 'CLEARED', price, sold: offered };
  }
  if (released > 0 || shortage === 'STEP') return at(floor);
  if (shortage === 'CANCEL') return { status: 'CANCELLED', price: 0, sold: 0 };
  return at(admitted.length === 0 ? floor : admitted.reduce(lowestOf, Infinity));
}

const lowestOf = (lowest: number, { price }: AdmittedBid): number => Math.min(lowest, price);

/** A group that wants units at the clearing price, and its place among all groups. */
interface Marginal extends Wanting {
  readonly place: number;
}

/** Step 8: everything above the price, and a share of what is left at it. */
function allocate(
  terms: AuctionTerms,
  demand: Demand,
  { price, sold }: Sale,
): { readonly awards: Award[]; readonly tie: readonly TieTurn[] } {
  const above = demand.up(price);
  const quantities = new Float64Array(demand.groups.length);
  const marginal: Marginal[] = [];
  let left = sold;
  let wantedAtPrice = 0;
  demand.groups.forEach((group, place) => {
    const sure = group.at(above);
    const wanted = group.at(price) - sure;
    quantities[place] = sure;
    left -= sure;
    wantedAtPrice += wanted;
    if (wanted > 0) marginal.push({ demand: group, wanted, place });
  });
  invariant(
    left >= 0 && left <= wantedAtPrice,
    'what is sold is wanted at the price, and not all of it above it',
  );
  const isTie = left < wantedAtPrice;
  const tie = isTie ? shareTie(terms, price, marginal, left) : [];
  const places = new Map(isTie ? marginal.map(({ demand: { group }, place }) => [group, place]) : []);
  for (const { group, given } of tie) quantities[places.get(group)!] += given;
  if (!isTie) for (const { place, wanted } of marginal) quantities[place] += wanted;

  const order = new Map(tie.map(({ name }, place) => [name, place]));
  const awards: Award[] = [];
  demand.groups.forEach((group, place) => {
    if (quantities[place] > 0) awards.push(awardOf(group, quantities[place], price, order));
  });
  invariant(awards.reduce((sum, { quantity }) => sum + quantity, 0) === sold, 'what is sold is awarded');
  return { awards, tie };
}

/** A group's award falls to its bids from the highest price down; within the clearing price in the order of the tie. */
function awardOf(
  { group, bids }: GroupDemand,
  quantity: number,
  price: number,
  order: ReadonlyMap<string, number>,
): Award {
  // Most groups have one bid, and there may be a million of them.
  if (bids.length === 1)
    return {
      group,
      quantity,
      payment: multiply(price, quantity),
      bids: [{ bidId: bids[0].bidId, quantity }],
    };
  const place = (bidId: string): number => order.get(bidId) ?? 0;
  const line = bids.filter((bid) => bid.price >= price);
  if (order.size > 0) line.sort((a, b) => b.price - a.price || place(a.bidId) - place(b.bidId));
  let left = quantity;
  const shares = [];
  for (const bid of line) {
    if (left === 0) break;
    const share = Math.min(bid.quantity, left);
    shares.push({ bidId: bid.bidId, quantity: share });
    left -= share;
  }
  return { group, quantity, payment: multiply(price, quantity), bids: shares };
}
