import { multiply, productFits, ratio } from '../../kernel/amount.js';
import { nextDay, startOfDay, type TradingDay } from '../../kernel/instant.js';
import type { PermitRules } from './permit-rules.js';

const MICROS_A_DAY = 86_400_000_000;

/** The same date so many months later; the last of a shorter month. */
export function monthsAfter(day: TradingDay, months: number): TradingDay {
  const [year, month, date] = day.split('-').map(Number);
  const total = year * 12 + (month - 1) + months;
  const toYear = Math.floor(total / 12);
  const toMonth = total - toYear * 12 + 1;
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(toYear).padStart(4, '0')}-${two(toMonth)}-${two(Math.min(date, daysOf(toYear, toMonth)))}`;
}

/** Months from a day to the end of a term, both days in it; part of a month by the named rounding. */
export function remainingMonths(day: TradingDay, lastDay: TradingDay, rounding: 'CEIL' | 'FLOOR'): number {
  const end = nextDay(lastDay);
  let months = 0;
  while (monthsAfter(day, months + 1) <= end) months += 1;
  const hasRest = monthsAfter(day, months) < end;
  return day >= end ? 0 : months + (hasRest && rounding === 'CEIL' ? 1 : 0);
}

/** Days from one day to a later one, by the calendar. */
export function daysBetween(from: TradingDay, to: TradingDay): number {
  return (startOfDay(to, 0) - startOfDay(from, 0)) / MICROS_A_DAY;
}

/** Price a shown unit × quantity, rounded half up once; undefined beyond what can be counted exactly. */
export function lotValue(priceFen: number, quantity: number, unitScale: number): number | undefined {
  if (!productFits(priceFen, quantity)) return undefined;
  return ratio(priceFen, quantity, 10 ** unitScale, 'HALF_UP');
}

/** Benchmark of a whole term ÷ its months × months left × quantity, rounded half up once. */
export function startPrice(
  rules: PermitRules,
  benchmarkFen: number,
  lastDay: TradingDay,
  quantity: number,
  unitScale: number,
): number | undefined {
  const months = remainingMonths(rules.day, lastDay, rules.needed('remainingMonths.rounding'));
  const whole = multiply(benchmarkFen, months);
  if (!productFits(whole, quantity)) return undefined;
  return ratio(whole, quantity, rules.needed('term.months') * 10 ** unitScale, 'HALF_UP');
}

function daysOf(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}
