import { add, ratio } from '../../kernel/amount.js';
import type { RulePack } from '../../rules/domain/rule-pack.js';
import type { TradingDay } from '../../kernel/instant.js';

/** Value and volume of one trading day, fen and units. */
export interface DayTurnover {
  readonly value: number;
  readonly volume: number;
}

/** The average price left the range in which the authority stays away: announced at the close of that day. */
export interface Intervention {
  readonly instrumentNo: number;
  readonly day: TradingDay;
  /** Above the ceiling allowances are to be auctioned, below the floor bought back. */
  readonly kind: 'CEILING' | 'FLOOR';
  /** Fen per unit, weighted by volume over the rule's days, half up. */
  readonly average: number;
  readonly threshold: number;
  readonly days: number;
  readonly packNo: number;
}

/**
 * Whether the last days' weighted average calls for market regulation (市场调节: public auction or buy-back). Only a whole
 * window counts; days without trade are days of the window and weigh nothing. Each threshold must be passed, not met.
 */
export function interventionDue(
  pack: RulePack,
  instrumentNo: number,
  day: TradingDay,
  turnovers: readonly DayTurnover[],
): Intervention | undefined {
  const window = pack.ruleOn('intervention.window', day)?.value;
  if (window === undefined || turnovers.length < window) return undefined;
  const last = turnovers.slice(-window);
  const volume = last.reduce((sum, turnover) => add(sum, turnover.volume), 0);
  if (volume === 0) return undefined;
  const value = last.reduce((sum, turnover) => add(sum, turnover.value), 0);
  const average = ratio(value, 1, volume, 'HALF_UP');
  const ceiling = pack.ruleOn('intervention.ceiling', day)?.value;
  const floor = pack.ruleOn('intervention.floor', day)?.value;
  const facts = { instrumentNo, day, average, days: window, packNo: pack.packNo };
  if (ceiling !== undefined && average > ceiling) return { ...facts, kind: 'CEILING', threshold: ceiling };
  if (floor !== undefined && average < floor) return { ...facts, kind: 'FLOOR', threshold: floor };
  return undefined;
}

/** So many days are remembered as the rule looks back on. */
export function daysRemembered(pack: RulePack, day: TradingDay): number {
  return pack.ruleOn('intervention.window', day)?.value ?? 0;
}
