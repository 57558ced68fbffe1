import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { formatInstant } from '../../kernel/instant.js';
import { between, dayRange, daysOf, instantsOf } from './day-range.js';

const query = z.strictObject(dayRange);
const CHINA = 480;

describe('a range of days', () => {
  it('includes its last day and is open where nothing was said', () => {
    expect(daysOf({ from: '2026-02-27', to: '2026-02-28' })).toEqual(['2026-02-27', '2026-03-01']);
    expect(daysOf({})).toEqual([null, null]);
  });

  it('begins and ends at the midnights of the venue, not of UTC', () => {
    const bounds = instantsOf({ from: '2026-11-26', to: '2026-11-26' }, CHINA);
    expect(bounds.map((at) => formatInstant(at!))).toEqual([
      '2026-11-25T16:00:00.000000Z',
      '2026-11-26T16:00:00.000000Z',
    ]);
    expect(instantsOf({ to: '1970-01-01' }, 0)).toEqual([null, 86_400_000_000]);
  });

  it('is of dates that there are and that an instant can tell', () => {
    for (const day of ['1970-01-01', '2024-02-29', '2254-12-31']) {
      expect(query.safeParse({ from: day, to: day }).success).toBe(true);
      expect(instantsOf({ from: day, to: day }, CHINA).every(Number.isSafeInteger)).toBe(true);
    }
    for (const day of ['0000-01-01', '1969-12-31', '2026-02-29', '2255-01-01', '2026-11-26T00:00:00Z', ''])
      expect(query.safeParse({ from: day }).success).toBe(false);
  });

  it('is a condition with two parameters', () => {
    expect(between('t.day', 'date', 4)).toBe(
      '($4::date IS NULL OR t.day >= $4::date) AND ($5::date IS NULL OR t.day < $5::date)',
    );
  });
});
