import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatInstant, localTime, microsOfClock, nextDay, startOfDay, weekdayOf } from './instant.js';

const CHINA = 480;
const DAY_MS = 86_400_000;
/** 1900 to 2199, by the calendar that the core itself may not ask. */
const days = fc.integer({ min: -25_567, max: 84_000 }).map((n) => new Date(n * DAY_MS));
const text = (date: Date): string => date.toISOString().slice(0, 10);

describe('an instant', () => {
  it('is written as RFC 3339 UTC with microseconds', () => {
    expect(formatInstant(0)).toBe('1970-01-01T00:00:00.000000Z');
    expect(formatInstant(1_709_164_800_000_001)).toBe('2024-02-29T00:00:00.000001Z');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7_258_118_400_000 }), fc.nat(999), (ms, micros) => {
        const expected = new Date(ms).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`);
        expect(formatInstant(ms * 1000 + micros)).toBe(expected);
      }),
    );
  });

  it('is a day and a clock in the venue: Shanghai begins its Tuesday while Greenwich has Monday', () => {
    const monday16 = Date.UTC(2026, 10, 23, 16) * 1000;
    expect(localTime(monday16, CHINA)).toEqual({ day: '2026-11-24', microsOfDay: 0, weekday: 2 });
    expect(localTime(monday16 - 1, CHINA)).toEqual({
      day: '2026-11-23',
      microsOfDay: 86_399_999_999,
      weekday: 1,
    });
  });

  it('falls on one day only, whose start is not after it', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -720, max: 840 }), fc.nat(DAY_MS - 1), (date, offset, ms) => {
        const instant = (date.getTime() + ms) * 1000;
        const local = localTime(instant, offset);
        expect(startOfDay(local.day, offset) + local.microsOfDay).toBe(instant);
        expect(local.weekday).toBe(weekdayOf(local.day));
      }),
    );
  });
});

describe('a trading day', () => {
  it('follows the civil calendar through leap years and centuries', () => {
    expect(nextDay('2024-02-28')).toBe('2024-02-29');
    expect(nextDay('2100-02-28')).toBe('2100-03-01');
    expect(nextDay('2000-02-28')).toBe('2000-02-29');
    expect(nextDay('2000-02-29')).toBe('2000-03-01');
    expect(nextDay('0998-12-31')).toBe('0999-01-01');
    fc.assert(
      fc.property(days, (date) => {
        expect(nextDay(text(date))).toBe(text(new Date(date.getTime() + DAY_MS)));
        expect(weekdayOf(text(date))).toBe(date.getUTCDay() === 0 ? 7 : date.getUTCDay());
        expect(startOfDay(text(date), 0)).toBe(date.getTime() * 1000);
      }),
    );
  });

  it('is divided by a clock up to 24:00', () => {
    expect(microsOfClock('00:00')).toBe(0);
    expect(microsOfClock('09:30')).toBe(34_200_000_000);
    expect(microsOfClock('24:00')).toBe(86_400_000_000);
  });
});
