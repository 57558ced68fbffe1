import { isAmount, productFits } from '../../kernel/amount.js';
import { type AuctionTerms, type Bid, mostOffered } from './terms.js';

/** A bid that counts, its price known. */
export interface AdmittedBid extends Bid {
  readonly price: number;
}

export const BID_FAULTS = ['DUPLICATE', 'LOT', 'NON_COMPETITIVE', 'TICK', 'BELOW_RESERVE', 'VALUE'] as const;
export type BidFault = (typeof BID_FAULTS)[number];

export interface RejectedBid {
  readonly bidId: string;
  readonly fault: BidFault;
}

/** Those that count and those that do not, in the order they were given. A rejected bid is recorded and never counted. */
export function admitBids(
  terms: AuctionTerms,
  bids: readonly Bid[],
): { readonly admitted: AdmittedBid[]; readonly rejected: RejectedBid[] } {
  const admitted: AdmittedBid[] = [];
  const rejected: RejectedBid[] = [];
  const seen = new Set<string>();
  for (const bid of bids) {
    const { bidId } = bid;
    const fault = seen.has(bidId) ? 'DUPLICATE' : faultOfBid(terms, bid);
    seen.add(bidId);
    if (fault !== undefined) rejected.push({ bidId, fault });
    // A bid that has its price is taken as it is: a million copies would cost as much as the clearing.
    else admitted.push(isPriced(bid) ? bid : { ...bid, price: terms.nonCompetitivePrice! });
  }
  return { admitted, rejected };
}

function isPriced(bid: Bid): bid is AdmittedBid {
  return bid.price !== undefined;
}

/** Why such bids cannot be cleared together; undefined when they can. */
export function faultOfBids(terms: AuctionTerms, bids: readonly Bid[]): string | undefined {
  let units = 0;
  for (const bid of bids) if (faultOfBid(terms, bid) === undefined) units += bid.quantity;
  return isAmount(units) ? undefined : 'all bids together ask for less than 2^53 units';
}

/** The first reason why a bid cannot count, whatever else is wrong with it. */
export function faultOfBid(terms: AuctionTerms, { price, quantity }: Bid): BidFault | undefined {
  const { lot, tick, reservePrice, nonCompetitivePrice } = terms;
  if (!isAmount(quantity) || quantity === 0 || quantity % lot !== 0) return 'LOT';
  if (price === undefined) return nonCompetitivePrice === undefined ? 'NON_COMPETITIVE' : undefined;
  if (!isAmount(price) || price % tick !== 0) return 'TICK';
  if (price < reservePrice) return 'BELOW_RESERVE';
  // Whatever is sold at this price must have an exact value.
  return productFits(price, Math.max(quantity, mostOffered(terms))) ? undefined : 'VALUE';
}
