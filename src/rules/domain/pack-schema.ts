import { z } from 'zod';
import type { Json } from '../../kernel/json.js';

/** How sure we are of a rule: read in a public text, own knowledge not re-read, or our own inference. */
export const RULE_STATUSES = ['verified', 'recalled', 'design'] as const;

const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a date YYYY-MM-DD');
const clock = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a clock time HH:MM up to 24:00');
const amount = z.int().min(0);
const bps = z.int().min(0).max(10_000);
const text = z.string().min(1).max(2_000);

const key = <T extends z.ZodType>(value: T) =>
  z.strictObject({ value, unit: text, legalBasis: text, status: z.enum(RULE_STATUSES) });

const windows = z
  .array(z.tuple([clock, clock]).refine(([from, to]) => from < to, 'a window opens before it closes'))
  .min(1)
  .max(24)
  .refine(
    (all) => all.every((w, i) => i === 0 || all[i - 1][1] <= w[0]),
    'windows follow each other and do not overlap',
  );

const calendar = z.strictObject({
  /** 1 = Monday … 7 = Sunday */
  weekdays: z.array(z.int().min(1).max(7)).min(1),
  holidays: z.array(z.strictObject({ day, name: text })).max(2_000),
  /** Weekend days on which offices work (调休上班). */
  makeUpDays: z.array(day).max(2_000),
  makeUpDaysTrade: z.boolean(),
  /** Outside these dates the calendar knows no trading day. */
  coversFrom: day,
  coversTo: day.nullable(),
  source: text,
});

/** The keys of rulebook §8 that this release reads; an unknown key is refused, so a typing mistake cannot switch a rule off. */
const keys = z.strictObject({
  'session.offsetMinutes': key(z.int().min(-720).max(840)),
  'session.calendar': key(calendar),
  'session.windows.listed': key(windows),
  'session.windows.block': key(windows).optional(),
  'session.dayEnds': key(clock),
  matcher: key(z.enum(['PRICE_TIME'])),
  tick: key(z.int().min(1).max(1_000_000)),
  qtyStep: key(z.int().min(1)),
  'qtyMin.listed': key(z.int().min(1)),
  'qtyMax.listed': key(z.int().min(1)),
  'qtyMin.block': key(z.int().min(1)).optional(),
  'band.pct.listed': key(bps.min(1)),
  'band.pct.block': key(bps.min(1)).optional(),
  'band.rounding': key(z.enum(['INWARD'])),
  'close.method': key(z.enum(['VWAP'])),
  'close.rounding': key(z.enum(['HALF_UP'])),
  't1.goods': key(z.boolean()),
  't0.cash': key(z.literal(true)),
  'fee.listed.buy': key(bps),
  'fee.listed.sell': key(bps),
  'fee.rounding': key(z.enum(['HALF_UP', 'FLOOR', 'CEIL'])),
  'fee.min': key(amount),
  'order.valueMax': key(z.int().min(1)),
  'order.marketProtection': key(bps),
  'selfTrade.default': key(z.enum(['CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH'])),
  'deMinimis.default': key(amount).optional(),
  'deMinimis.NH3-N': key(amount).optional(),
});

export const packSchema = z
  .strictObject({
    schema: z.literal(1),
    pack: z.string().regex(/^[a-z][a-z0-9-]{1,63}$/, 'a name in kebab-case'),
    version: z.string().regex(/^[0-9a-z][0-9a-z.-]{0,31}$/, 'a version such as 2026.1'),
    title: z.strictObject({ zh: text, en: text }),
    jurisdiction: text,
    instrumentClass: z.enum(['carbon', 'permit', 'any']),
    effectiveFrom: day,
    effectiveTo: day.nullable(),
    keys,
  })
  .refine((p) => p.effectiveTo === null || p.effectiveFrom <= p.effectiveTo, {
    message: 'a pack ends after it starts',
    path: ['effectiveTo'],
  })
  .refine((p) => p.keys['qtyMin.listed'].value <= p.keys['qtyMax.listed'].value, {
    message: 'the smallest order is not above the largest',
    path: ['keys', 'qtyMin.listed', 'value'],
  });

export type PackFile = z.infer<typeof packSchema>;
export type RuleKey = keyof PackFile['keys'];

/** The pack, or a report a person can act on: one `path: what is wrong` line a fault. */
export function readPack(json: Json): { pack: PackFile } | { report: string } {
  const parsed = packSchema.safeParse(json);
  if (parsed.success) return { pack: parsed.data };
  const lines = parsed.error.issues.map((issue) => `${issue.path.join(' → ') || 'pack'}: ${issue.message}`);
  return { report: lines.slice(0, 20).join('\n') };
}
