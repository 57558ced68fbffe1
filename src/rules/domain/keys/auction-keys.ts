import { z } from 'zod';
import { amount, bps, count, key } from './key.js';

/** Units that come on offer, or leave it, at a trigger price. */
const tier = z.strictObject({ price: count, quantity: count });

/** The primary auction of allowances: sealed bids, one price. */
export const auctionKeys = {
  'auction.price': key(z.enum(['UNIFORM'])).optional(),
  'auction.tie': key(z.enum(['RANDOM', 'PRORATA', 'TIME'])).optional(),
  'auction.under': key(z.enum(['STEP', 'CANCEL', 'LOWEST'])).optional(),
  'auction.reserve': key(count).optional(),
  'auction.collateral': key(bps).optional(),
  'auction.lot': key(count).optional(),
  'auction.tick': key(count).optional(),
  'auction.purchaseLimit': key(bps).optional(),
  'auction.tiers': key(z.array(tier).min(1).max(20)).optional(),
  'auction.withholding': key(tier).optional(),
  'auction.nonCompetitive': key(count).optional(),
  /** Bids of one account that stand at the same time. */
  'auction.maxBids': key(count).optional(),
  /** Only bidders that the auctioneer has qualified may bid. */
  'auction.qualification': key(z.boolean()).optional(),
  /** Whole days from the announcement to the opening of the window, at least. */
  'auction.noticeDays': key(amount.max(366)).optional(),
  /** Whole days from the clearing until a winner must have paid what its deposit does not cover. */
  'auction.paymentDays': key(amount.max(366)).optional(),
  'auction.unsold': key(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('NEXT') }),
      z.strictObject({ kind: z.literal('SPREAD'), auctions: count }),
      z.strictObject({ kind: z.literal('CAPPED_SPREAD'), auctions: count, capPercent: amount }),
    ]),
  ).optional(),
};
