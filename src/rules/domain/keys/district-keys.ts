import { z } from 'zod';
import { amount, bps, count, datedKey, name, text } from './key.js';

/** Air quality of districts as the permit market reads it. */
export const districtKeys = {
  'standard.version': datedKey(text).optional(),
  /** Yearly limits of class II, µg/m³. */
  'standard.yearLimits': datedKey(
    z
      .array(z.strictObject({ pollutant: name, limit: count }))
      .min(1)
      .max(50),
  ).optional(),
  /** Concentrations at which the index reaches 50, 100, 150, 200, 300, 400 and 500. */
  'aqi.breakpoints': datedKey(
    z
      .array(z.strictObject({ pollutant: name, points: z.array(count).length(7) }))
      .min(1)
      .max(50),
  ).optional(),
  /** A level is reached when every condition of one of its lines holds. */
  'warning.levels': datedKey(
    z
      .array(
        z.strictObject({
          level: z.enum(['YELLOW', 'ORANGE', 'RED']),
          anyOf: z.array(z.array(z.strictObject({ aqiAbove: count, hours: count })).min(1)).min(1),
        }),
      )
      .min(1)
      .max(3),
  ).optional(),
  'grade.effects': datedKey(
    z
      .array(z.strictObject({ grade: name, frozenInWarning: z.boolean(), mayBuyGrowth: z.boolean() }))
      .min(1)
      .max(20),
  ).optional(),
  'compensation.formula': datedKey(
    z.strictObject({
      weights: z
        .array(z.strictObject({ pollutant: name, bps }))
        .min(1)
        .max(20),
      unitFen: amount,
    }),
  ).optional(),
};
