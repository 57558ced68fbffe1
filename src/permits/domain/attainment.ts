import type { PermitRules, Pollutant } from './permit-rules.js';
import type { Territory } from './territory.js';

/** One reading beside the limit of the day's standard. */
export interface Judgement {
  readonly indicator: string;
  readonly attained: boolean;
  /** The reading and the limit in tenths; undefined where there is none. */
  readonly tenths: number | undefined;
  readonly limitTenths: number | undefined;
  readonly targetMet: boolean | undefined;
}

/** A district attains until a reading says otherwise: above the limit of the standard of the day, or its target missed. */
export function judge(
  territory: Territory,
  rules: PermitRules,
  districtNo: number,
  indicator: string,
): Judgement {
  const reading = territory.reading(districtNo, indicator, rules.day);
  const limitTenths = rules.limitTenths(indicator);
  const isWithin = reading === undefined || limitTenths === undefined || reading.tenths <= limitTenths;
  const { tenths, targetMet } = reading ?? {};
  return { indicator, attained: isWithin && targetMet !== false, tenths, limitTenths, targetMet };
}

/** What judges a pollutant's air or water, each by its newest reading. */
export function hasAttained(
  territory: Territory,
  rules: PermitRules,
  districtNo: number,
  { indicators }: Pollutant,
): boolean {
  return indicators.every((indicator) => judge(territory, rules, districtNo, indicator).attained);
}
