import { z } from 'zod';
import { nextDay, startOfDay } from '../../kernel/instant.js';

/** Days that instants can tell: microseconds are safe integers until 2255. */
const FIRST_DAY = '1970-01-01';
const END_OF_DAYS = '2255-01-01';

/** A date that somebody sends: one that an instant can tell and the database can hold. */
export const calendarDay = z.iso
  .date()
  .refine((text) => text >= FIRST_DAY && text < END_OF_DAYS, `a date from ${FIRST_DAY} to 2254`);

/** Query part of lists that are narrowed to some days: spread it into the door's query object. */
export const dayRange = {
  from: calendarDay.optional().describe('The first day, on the venue’s calendar'),
  to: calendarDay.optional().describe('The last day, which is included'),
};

export interface DayRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** From the first bound on and before the second one; null where it is open. */
export type Bounds<T> = readonly [since: T | null, before: T | null];

/** For a column of days. */
export function daysOf({ from, to }: DayRange): Bounds<string> {
  return [from ?? null, to === undefined ? null : nextDay(to)];
}

/** For a column of instants, on a clock that is so many minutes east of UTC. */
export function instantsOf({ from, to }: DayRange, offsetMinutes: number): Bounds<number> {
  return [
    from === undefined ? null : startOfDay(from, offsetMinutes),
    to === undefined ? null : startOfDay(nextDay(to), offsetMinutes),
  ];
}

/** The condition on a column, which an index can follow; its bounds are the parameters `$at` and `$at + 1`. */
export function between(column: string, type: 'date' | 'bigint', at: number): string {
  const side = (sign: string, no: number): string =>
    `($${no}::${type} IS NULL OR ${column} ${sign} $${no}::${type})`;
  return `${side('>=', at)} AND ${side('<', at + 1)}`;
}
