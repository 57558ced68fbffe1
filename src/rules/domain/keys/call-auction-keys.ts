import { z } from 'zod';
import { amount, bps, clock, count, key } from './key.js';

/** Orders gather from `from` on and meet at `to`, or at a moment up to `randomEndSeconds` later that nobody knows. */
const call = z
  .strictObject({
    from: clock,
    to: clock,
    randomEndSeconds: amount.max(3_600),
    /** So long before `to` nothing that was placed can be taken back. */
    noCancelSeconds: amount.max(3_600),
  })
  .refine(({ from, to }) => from < to, 'a call begins before it ends');

/** Call auctions (集合竞价), picking of listings (挂牌点选) and the brake on a falling or rising price. */
export const callAuctionKeys = {
  'call.opening': key(call).optional(),
  'call.closing': key(call).optional(),
  /** A trade further from the last price than this does not happen: the market gathers orders for a while instead. */
  'volatility.pct': key(bps.min(1)).optional(),
  'volatility.callSeconds': key(count.max(3_600)).optional(),
  'volatility.randomEndSeconds': key(amount.max(3_600)).optional(),
  /** How many price levels of the other side may be picked from. */
  'pick.levels': key(count.max(1_000)).optional(),
};
