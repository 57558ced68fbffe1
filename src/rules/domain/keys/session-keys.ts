import { z } from 'zod';
import { clock, day, key, text, windows } from './key.js';

const offset = z.int().min(-720).max(840);

const holiday = z.union([
  z.strictObject({ day, name: text }),
  z
    .strictObject({ from: day, to: day, name: text })
    .refine(({ from, to }) => from <= to, 'a holiday starts before it ends'),
]);

const calendar = z.strictObject({
  /** 1 = Monday … 7 = Sunday */
  weekdays: z.array(z.int().min(1).max(7)).min(1),
  holidays: z.array(holiday).max(2_000),
  /** Weekend days on which offices work (调休上班). */
  makeUpDays: z.array(day).max(2_000),
  makeUpDaysTrade: z.boolean(),
  /** Outside these dates the calendar knows no trading day. */
  coversFrom: day,
  coversTo: day.nullable(),
  source: text,
});

/** When a venue trades. */
export const sessionKeys = {
  'session.offsetMinutes': key(offset),
  /** Days on which the clock differs, first and last included. */
  'session.summerTime': key(
    z.array(z.strictObject({ from: day, to: day, offsetMinutes: offset })).max(200),
  ).optional(),
  'session.calendar': key(calendar),
  'session.windows.listed': key(windows),
  'session.windows.block': key(windows).optional(),
  'session.dayEnds': key(clock),
};
