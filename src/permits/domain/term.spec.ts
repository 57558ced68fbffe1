import { describe, expect, it } from '@jest/globals';
import { nextDay } from '../../kernel/instant.js';
import { PermitVenue } from '../../../test/support/permit-venue.js';
import { PermitRules } from './permit-rules.js';
import { daysBetween, lotValue, monthsAfter, remainingMonths, startPrice } from './term.js';

const START = '2026-03-20';

describe('what is left of a term', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2027-01-31', 13, '2028-02-29'],
    ['2026-03-20', 60, '2031-03-20'],
    ['2026-12-01', 1, '2027-01-01'],
    ['2026-04-30', 1, '2026-05-30'],
  ])('%s and %s months is %s', (day, months, after) => expect(monthsAfter(day, months)).toBe(after));

  it('counts whole months, and part of one by the named rounding', () => {
    expect(remainingMonths('2026-03-20', '2026-04-19', 'FLOOR')).toBe(1);
    expect(remainingMonths('2026-03-20', '2026-04-18', 'FLOOR')).toBe(0);
    expect(remainingMonths('2026-03-20', '2026-04-18', 'CEIL')).toBe(1);
    expect(remainingMonths('2026-03-20', '2026-03-20', 'CEIL')).toBe(1);
    expect(remainingMonths('2026-03-20', '2026-03-19', 'CEIL')).toBe(0);
    expect(remainingMonths('2026-03-20', '2020-01-01', 'CEIL')).toBe(0);
    expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2);
  });

  it('S36 remaining-term price: 37 months and 12 days are 38 months, 3.2 t cost 81,066.67 yuan', () => {
    let end = monthsAfter(START, 37);
    for (let days = 1; days < 12; days++) end = nextDay(end);
    expect(remainingMonths(START, end, 'FLOOR')).toBe(37);
    expect(remainingMonths(START, end, 'CEIL')).toBe(38);
    const venue = new PermitVenue();
    const rules = PermitRules.on(venue.machine.rules, 'city-permit-liaocheng', venue.at)!;
    // 40,000.00 ÷ 60 × 38 × 3.2 = 81,066.666…, rounded half up once.
    expect(startPrice(rules, 4_000_000, end, 3_200, 3)).toBe(8_106_667);
  });

  it('a value that cannot be counted exactly is none', () => {
    expect(lotValue(2_600_000, 1_500, 3)).toBe(3_900_000);
    expect(lotValue(1, 1_500, 3)).toBe(2);
    expect(lotValue(Number.MAX_SAFE_INTEGER, 2, 3)).toBeUndefined();
  });
});
