import { z } from 'zod';
import { amount, bps, count, datedKey, name } from './key.js';

/** The procedure of a discharge-permit transfer: without `permit.pollutants` a market has none. */
export const permitTradeKeys = {
  /** What may change hands, which reading of a district judges it, and the price of one shown unit for a whole term. */
  'permit.pollutants': datedKey(
    z
      .array(
        z.strictObject({
          pollutant: name,
          medium: z.enum(['air', 'water']),
          indicators: z.array(name).max(20),
          benchmarkFen: amount.max(1_000_000_000_000),
        }),
      )
      .min(1)
      .max(100),
  ).optional(),
  /** Below these sums of a medium a project need not buy (where no amount of one pollutant decides). */
  'deMinimis.sum': datedKey(z.strictObject({ air: amount, water: amount })).optional(),
  'nonAttainment.netIncrease': datedKey(z.enum(['FORBIDDEN', 'ALLOWED'])).optional(),
  /** What becomes of units bought above one for one: out of the world, or the buyer's. */
  'replacement.excess': datedKey(z.enum(['RETIRED', 'KEPT'])).optional(),
  /** A seller keeps its discharge times this: 10,000 = as measured. */
  'surplus.safetyFactor': datedKey(z.int().min(10_000).max(100_000)).optional(),
  'surplus.dataMaxAge': datedKey(count).optional(),
  'bidding.biddersMin': datedKey(count).optional(),
  'deposit.rate': datedKey(bps).optional(),
  'depositForfeit.to': datedKey(z.enum(['SELLER', 'VENUE'])).optional(),
  'contract.workingDays': datedKey(count).optional(),
  'lease.monthsMax': datedKey(count).optional(),
  /** Refusals that hold "in principle": a named authority may set them aside with a reason. */
  'override.codes': datedKey(
    z
      .array(z.string().regex(/^permits\.[a-z_]+$/))
      .min(1)
      .max(20),
  ).optional(),
  'fee.permit.buy': datedKey(bps).optional(),
  'fee.permit.sell': datedKey(bps).optional(),
};
