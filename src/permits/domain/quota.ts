import { ratio } from '../../kernel/amount.js';
import type { RuleRef } from '../../kernel/rejection.js';
import type { Instrument } from '../../registry/domain/instrument.js';
import { EVEN_BPS, type PermitRules, type Pollutant } from './permit-rules.js';

const GRAMS: Readonly<Record<string, number>> = { t: 1_000_000, kg: 1_000, g: 1 };

/** Grams of one unit of an instrument: a kilogram of air and water pollutants, a gram of heavy metals. */
export function gramsOfUnit({
  unitName,
  unitScale,
}: Pick<Instrument, 'unitName' | 'unitScale'>): number | undefined {
  const grams = (GRAMS[unitName] ?? 0) / 10 ** unitScale;
  return Number.isSafeInteger(grams) && grams > 0 ? grams : undefined;
}

/** A new project's yearly discharge of one pollutant. */
export interface Project {
  readonly grams: number;
  /** Of all pollutants of the same medium together. */
  readonly mediumGrams: number;
  readonly attained: boolean;
  readonly ultraLow: boolean;
}

export interface Quota {
  readonly mustTrade: boolean;
  readonly thresholdGrams: number | undefined;
  readonly ratioBps: number;
  /** What must be bought; 0 where nothing must. Whole units, rounded up. */
  readonly needUnits: number;
  readonly rules: readonly RuleRef[];
}

/** Must a project buy, and how much (倍量替代)? Up to the threshold it is exempt. */
export function quotaOf(
  rules: PermitRules,
  { pollutant, medium }: Pollutant,
  { grams, mediumGrams, attained, ultraLow }: Project,
  unitGrams: number,
): Quota {
  const one = rules.deMinimisGrams(pollutant);
  const sum = rules.value('deMinimis.sum')?.[medium];
  const thresholdGrams = one ?? (sum === undefined ? undefined : sum * 1_000);
  // Of one pollutant: above the threshold. Of a sum: from the threshold on.
  const isBelow = one !== undefined ? grams <= one : sum !== undefined && mediumGrams < sum * 1_000;
  const ratioBps = rules.replacementBps(pollutant, attained, ultraLow ? 'ultra-low-coal-power' : 'other');
  const key = one === undefined ? 'deMinimis.sum' : `deMinimis.${pollutant}`;
  const named = key in rules.pack.file.keys ? key : 'deMinimis.default';
  return {
    mustTrade: !isBelow,
    thresholdGrams,
    ratioBps,
    needUnits: isBelow ? 0 : ratio(grams, ratioBps, EVEN_BPS * unitGrams, 'CEIL'),
    rules: [
      rules.ref(named as 'deMinimis.default'),
      rules.ref('replacement.ratio'),
      rules.ref('standard.yearLimits'),
    ].filter((ref) => ref !== undefined),
  };
}

/** How much new discharge bought units allow at a ratio; the rest only makes the air better. */
export function allowedBy(quantity: number, ratioBps: number): number {
  return ratio(quantity, EVEN_BPS, ratioBps, 'FLOOR');
}
