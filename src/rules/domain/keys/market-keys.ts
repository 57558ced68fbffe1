import { z } from 'zod';
import { RETENTION_YEARS_LEAST } from '../../../kernel/limits.js';
import { amount, bps, count, datedKey, day, key, name } from './key.js';
import { METHODS } from './negotiation-keys.js';

/** units = `allocationBps` of the account's yearly allocation + `plusUnits` */
const holdingFormula = z.strictObject({ allocationBps: amount, plusUnits: amount });

/** Orders, prices, fees and limits of the secondary market. */
export const marketKeys = {
  /** Whom an order meets: the oldest of the best, or whom the taker picks among the best. */
  matcher: key(z.enum(['PRICE_TIME', 'PICK_LISTING'])),
  tick: key(z.int().min(1).max(1_000_000)),
  qtyStep: key(count),
  'qtyMin.listed': key(count),
  'qtyMax.listed': key(count),
  'qtyMin.block': key(count).optional(),
  'band.pct.listed': key(bps.min(1)),
  'band.pct.block': key(bps.min(1)).optional(),
  /** Where a limit between two ticks goes: never outside the legal band, or to the nearest. */
  'band.rounding': key(z.enum(['INWARD', 'HALF_UP'])),
  'close.method': key(z.enum(['VWAP'])),
  'close.rounding': key(z.enum(['HALF_UP'])),
  'close.methodsCounted': key(
    z
      .array(z.enum(METHODS))
      .refine((counted) => counted.includes('listed'), 'listed trades always make the close'),
  ).optional(),
  'composite.weights': datedKey(z.array(z.strictObject({ vintage: name, bps })).max(100)).optional(),
  't1.goods': key(z.boolean()),
  't0.cash': key(z.literal(true)),
  'fee.listed.buy': key(bps),
  'fee.listed.sell': key(bps),
  'fee.rounding': key(z.enum(['HALF_UP', 'FLOOR', 'CEIL'])),
  'fee.min': key(amount),
  'order.valueMax': key(count),
  'order.marketProtection': key(bps),
  'selfTrade.default': key(z.enum(['CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH'])),
  /** Orders that a member may send in one second. */
  'orders.perSecond': key(count).optional(),
  /** A member's orders of a day: `free`, and from there on no more than `each` for every trade it had. */
  'orders.toTrades': key(z.strictObject({ free: amount, each: count })).optional(),
  'maxHolding.compliance': datedKey(holdingFormula).optional(),
  'maxHolding.other': datedKey(holdingFormula).optional(),
  'publishHolding.compliance': datedKey(holdingFormula).optional(),
  'publishHolding.other': datedKey(holdingFormula).optional(),
  'intervention.floor': datedKey(amount).optional(),
  'intervention.ceiling': datedKey(amount).optional(),
  'intervention.window': datedKey(count).optional(),
  'intervention.avg': datedKey(z.enum(['VWAP'])).optional(),
  /** Never below what the service promises: RETENTION_YEARS_LEAST. */
  'retention.years': datedKey(z.int().min(RETENTION_YEARS_LEAST)).optional(),
  'disclosure.delay': datedKey(
    z.strictObject({ what: name, days: amount, from: day.optional() }).array().max(100),
  ).optional(),
};
