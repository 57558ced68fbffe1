import { z, type ZodType } from 'zod';

/** Parts of answers that many doors share, each with its unit: clients made from the reference read them by name. */
export const told = {
  id: z.string().min(1).describe('Opaque: keep it, do not read it'),
  units: z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .meta({
      id: 'Units',
      description: 'A quantity in the instrument’s unit (`unitName`), a decimal of `unitScale` places',
    }),
  money: z
    .string()
    .regex(/^-?\d+\.\d{2}$/)
    .meta({
      id: 'Money',
      description: 'In the venue’s currency, a decimal of two places; a price is of one unit',
    }),
  /** Tonnes, micrograms, rates: the field says of what. */
  decimal: z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .meta({ id: 'Decimal', description: 'A plain decimal number as text' }),
  instant: z.iso
    .datetime({ precision: 6 })
    .meta({ id: 'Instant', description: 'RFC 3339 in UTC, to the microsecond: the venue’s time' }),
  /** Of what no command decided: jobs, sessions, signatures. */
  moment: z.iso
    .datetime({ precision: 3 })
    .meta({ id: 'Moment', description: 'RFC 3339 in UTC, to the millisecond: a process’s clock' }),
  day: z.iso.date().meta({ id: 'Day', description: 'A trading day or a date of the venue’s calendar' }),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ id: 'Hash', description: 'SHA-256 in lower-case hex' }),
  count: z.int().min(0),
  seq: z.int().min(0).describe('The place in the venue’s journal'),
  symbol: z.string().describe('Of an instrument'),
  /** The rule of a pack that decided. */
  rule: z.object({ pack: z.string(), key: z.string(), legalBasis: z.string() }).meta({ id: 'RuleNamed' }),
} as const;

/** Where a command stands in the venue's journal, and when it was decided. */
export const place = { seq: told.seq, at: told.instant } as const;

const pages = new WeakMap<ZodType, ZodType>();

/** A page of items: named after the item, so that every list of it is one type. */
export function pageAnswer<T extends ZodType>(
  item: T,
): z.ZodObject<{ items: z.ZodArray<T>; next: z.ZodOptional<z.ZodString> }> {
  const known = pages.get(item);
  if (known !== undefined) return known as never;
  const page = z.object({
    items: z.array(item),
    next: z.string().describe('Give it back as `after` for the next page; absent on the last').optional(),
  });
  const name = z.globalRegistry.get(item)?.id;
  const named = name === undefined ? page : page.meta({ id: `${name}Page` });
  pages.set(item, named);
  return named;
}

/** All there is, in one answer. */
export function listAnswer<T extends ZodType>(item: T): z.ZodObject<{ items: z.ZodArray<T> }> {
  return z.object({ items: z.array(item) });
}
