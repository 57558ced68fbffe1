import { z } from 'zod';
import { amount, bps, count, datedKey, day, name, year } from './key.js';

const years = { yearFrom: year, yearTo: year };

/** Allocation, surrender, carry-over and penalties of allowances. */
export const complianceKeys = {
  'offset.maxPct': datedKey(bps).optional(),
  'offset.eligibleFrom': datedKey(day).optional(),
  /** Which vintages pay the duty of which years. */
  'vintage.matrix': datedKey(
    z
      .array(z.strictObject({ vintageFrom: year, vintageTo: year, dutyFrom: year, dutyTo: year.nullable() }))
      .min(1)
      .max(100),
  ).optional(),
  'preAlloc.maxPct': datedKey(
    z
      .array(z.strictObject({ sector: name, ...years, bps }))
      .min(1)
      .max(200),
  ).optional(),
  /** Working days in which units are handed back after a verification was changed to less. */
  'handBack.workingDays': datedKey(count.max(250)).optional(),
  'gapCap.pct': datedKey(bps).optional(),
  /** `value` ÷ 10^`decimals` tonnes a unit of `product`. */
  benchmarks: datedKey(
    z
      .array(
        z.strictObject({ class: name, product: name, year, value: amount, decimals: z.int().min(0).max(9) }),
      )
      .min(1)
      .max(500),
  ).optional(),
  /** Below `belowBps` of load the factor is the named function, rounded half up to `decimals`; above it is 1. */
  'loadFactor.fn': datedKey(
    z.strictObject({
      fn: z.enum(['POWER_1_015', 'DOUBLE_EXPONENTIAL']),
      belowBps: bps,
      decimals: z.int().min(1).max(9),
    }),
  ).optional(),
  'carryover.base': datedKey(amount).optional(),
  'carryover.multiplier': datedKey(amount).optional(),
  'carryover.window': datedKey(
    z.strictObject({ soldFrom: day, soldTo: day, requestsUntil: day, reclaimedBy: z.array(day).max(20) }),
  ).optional(),
  deadlines: datedKey(
    z
      .array(z.strictObject({ matter: name, sector: name.optional(), vintage: year, day }))
      .min(1)
      .max(200),
  ).optional(),
  'penalty.multiple': datedKey(z.strictObject({ min: count, max: count })).optional(),
  'penalty.window': datedKey(z.enum(['MONTH_BEFORE_DEADLINE'])).optional(),
  'penalty.deduct': datedKey(z.literal(true)).optional(),
};
