import { productFits } from '../../kernel/amount.js';
import type { Rejection } from '../../kernel/rejection.js';
import { type BidFault, faultOfBid } from './admission.js';
import { coveredBy, everythingOffered, type Notice, purchaseLimitOf, termsOf } from './notice.js';

const CODES: Readonly<Record<BidFault, string>> = {
  DUPLICATE: 'auctions.bad_seal',
  LOT: 'auctions.bid_off_lot',
  NON_COMPETITIVE: 'auctions.bid_without_price',
  TICK: 'auctions.bid_off_tick',
  BELOW_RESERVE: 'auctions.bid_below_reserve',
  VALUE: 'auctions.bid_too_large',
};

/**
 * What can be told of a bid in the clear before the opening, by the notice and the guarantee of its owner group. Bids that
 * the bidder sealed itself are judged at the opening: what is off the notice is rejected there, what is beyond a limit or
 * the guarantee is trimmed by the clearing.
 */
export function refusalOfBid(
  notice: Notice,
  guaranteeFen: number,
  bid: { readonly price?: number; readonly quantity: number },
): Rejection | undefined {
  const fault = faultOfBid(termsOf(notice, 1, ''), { bidId: '', group: '', seq: 0, ...bid });
  if (fault !== undefined) return { code: CODES[fault] };
  const most = everythingOffered(notice);
  if (bid.quantity > most) return { code: 'auctions.bid_too_large', data: { most } };
  const limit = purchaseLimitOf(notice);
  if (limit !== undefined && bid.quantity > limit)
    return { code: 'auctions.above_purchase_limit', data: { limit } };
  const covered = coveredBy(notice, guaranteeFen);
  if (covered === undefined) return undefined;
  const price = bid.price ?? notice.nonCompetitivePrice!;
  if (productFits(price, bid.quantity) && price * bid.quantity <= covered) return undefined;
  return { code: 'auctions.beyond_guarantee', data: { coveredFen: covered } };
}
