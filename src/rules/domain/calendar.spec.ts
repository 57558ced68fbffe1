import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextDay, startOfDay, weekdayOf } from '../../kernel/instant.js';
import { chinaCalendar, SHIPPED_PACKS, shippedPack, type ShippedPack } from '../shipped-packs.js';
import { Calendar, type PackFile, readPack, RulePack } from './index.js';

type CalendarFile = PackFile['keys']['session.calendar']['value'];

const china = new Calendar(chinaCalendar() as unknown as CalendarFile);

function packOf(name: ShippedPack): RulePack {
  const read = readPack(shippedPack(name));
  if ('report' in read) throw new Error(read.report);
  return new RulePack(1, read.pack);
}

function countOf(year: number, asked: (day: string) => boolean): number {
  let days = 0;
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = nextDay(day)) if (asked(day)) days += 1;
  return days;
}

describe('the Chinese calendar', () => {
  it('is the same in every Chinese pack', () => {
    const chinese = SHIPPED_PACKS.filter((name) => name.startsWith('cn-') || name.startsWith('city-'));
    expect(chinese).toHaveLength(5);
    for (const name of chinese)
      expect(packOf(name).file.keys['session.calendar'].value).toEqual(chinaCalendar());
  });

  it('has 243 trading days in 2025, as the exchange counted, 243 in 2024 and 242 in 2026', () => {
    const trading = [2024, 2025, 2026].map((year) => countOf(year, (day) => china.tradesOn(day)));
    expect(trading).toEqual([243, 243, 242]);
  });

  it('has 251, 248 and 248 working days: offices also work on make-up days', () => {
    const working = [2024, 2025, 2026].map((year) => countOf(year, (day) => china.worksOn(day)));
    expect(working).toEqual([251, 248, 248]);
    expect([china.worksOn('2026-02-14'), china.tradesOn('2026-02-14')]).toEqual([true, false]);
    expect(weekdayOf('2026-02-14')).toBe(6);
  });
});

describe('working days after a day', () => {
  it.each([
    ['2026-11-23', 3, '2026-11-26', 'Monday to Thursday'],
    ['2026-11-26', 3, '2026-12-01', 'over a weekend'],
    ['2026-02-13', 1, '2026-02-14', 'the Saturday on which offices work counts'],
    ['2026-02-13', 3, '2026-02-25', 'over the Spring Festival, nine days long'],
    ['2026-09-30', 3, '2026-10-10', 'over National Day to the Saturday on which offices work'],
    ['2026-10-03', 1, '2026-10-08', 'from a holiday'],
    ['2026-09-18', 0, '2026-09-18', 'a term of no days'],
  ])('%s + %i → %s: %s', (day, n, last) => {
    expect(china.workingDaysAfter(day, n)).toBe(last);
  });

  it('is unknown where the calendar ends: holidays not announced are not guessed', () => {
    expect(china.workingDaysAfter('2026-12-30', 1)).toBe('2026-12-31');
    expect(china.workingDaysAfter('2026-12-30', 2)).toBeUndefined();
    expect(china.workingDaysAfter('2027-03-01', 1)).toBeUndefined();
  });

  it('always ends on a working day and passes exactly n of them', () => {
    const start = fc.integer({ min: 0, max: 900 }).map((days) => {
      let day = '2024-01-01';
      for (let i = 0; i < days; i++) day = nextDay(day);
      return day;
    });
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 60 }), (day, n) => {
        const last = china.workingDaysAfter(day, n)!;
        let passed = 0;
        for (let each = nextDay(day); each <= last; each = nextDay(each))
          if (china.worksOn(each)) passed += 1;
        expect([china.worksOn(last), passed]).toEqual([true, n]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the clock of a venue', () => {
  const eu = packOf('eu-auction');
  const noonUtc = (day: string): number => startOfDay(day, 0) + 12 * 3_600_000_000;
  const hourOf = (day: string): number => eu.localTime(noonUtc(day)).microsOfDay / 3_600_000_000;

  it('follows summer time by date', () => {
    expect(['2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25'].map(hourOf)).toEqual([13, 14, 14, 13]);
    // 09:00 in Central Europe is 08:00 UTC in winter and 07:00 in summer.
    const opensAt = (day: string, utcHour: number): boolean =>
      eu.isOpen('listed', day, startOfDay(day, 0) + utcHour * 3_600_000_000);
    expect([opensAt('2026-03-27', 7), opensAt('2026-03-27', 8)]).toEqual([false, true]);
    expect([opensAt('2026-03-30', 6), opensAt('2026-03-30', 7)]).toEqual([false, true]);
  });

  it('stays on Beijing time all year', () => {
    const national = packOf('cn-national-2026');
    for (const day of ['2026-01-05', '2026-07-06'])
      expect(national.localTime(noonUtc(day))).toMatchObject({ day, microsOfDay: 20 * 3_600_000_000 });
  });
});
