import { z } from 'zod';
import { amount, count, datedKey, name } from './key.js';

/** Discharge permits: who may sell what to whom, at what ratio, and how it is paid. */
export const permitKeys = {
  'deMinimis.default': datedKey(amount).optional(),
  'deMinimis.NH3-N': datedKey(amount).optional(),
  /** The first line that fits decides; what a line leaves out, fits. 10,000 = one for one. */
  'replacement.ratio': datedKey(
    z
      .array(
        z.strictObject({
          pollutants: z.array(name).min(1).max(50).optional(),
          attainment: z.boolean().optional(),
          source: name.optional(),
          bps: amount,
        }),
      )
      .min(1)
      .max(100),
  ).optional(),
  'rule.basin': datedKey(
    z.strictObject({ water: z.enum(['SAME_BASIN', 'ANY']), air: z.enum(['SAME_CITY', 'ANY']) }),
  ).optional(),
  /** A sector named here trades air pollutants only with itself. */
  'rule.sector': datedKey(z.array(name).min(1).max(50)).optional(),
  /** Source classes that trade only with themselves. */
  'rule.source': datedKey(z.array(name).min(1).max(50)).optional(),
  'term.months': datedKey(count).optional(),
  'remainingMonths.rounding': datedKey(z.enum(['CEIL', 'FLOOR'])).optional(),
  'payment.workingDays': datedKey(count).optional(),
  depositForfeit: datedKey(z.array(z.enum(['ABSENT', 'UNSIGNED', 'UNPAID'])).min(1)).optional(),
};
