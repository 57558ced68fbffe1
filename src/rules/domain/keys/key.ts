import { z } from 'zod';

/** How sure we are of a rule: read in a public text, own knowledge not re-read, or our own inference. */
export const RULE_STATUSES = ['verified', 'recalled', 'design'] as const;

export const day = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a date YYYY-MM-DD')
  .meta({ id: 'day' });
export const clock = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a clock time HH:MM up to 24:00')
  .meta({ id: 'clock' });
export const amount = z.int().min(0);
export const count = z.int().min(1);
export const bps = z.int().min(0).max(10_000);
export const year = z.int().min(1990).max(2200);
export const text = z.string().min(1).max(2_000).meta({ id: 'text' });
export const name = z.string().min(1).max(64);

const status = z.enum(RULE_STATUSES).meta({ id: 'status' });

/** A rule that holds as long as its pack does: what the trading core reads once. */
export const key = <T extends z.ZodType>(value: T) =>
  z.strictObject({ value, unit: text, legalBasis: text, status });

/**
 * A rule with dates of its own inside its pack: absent before `effectiveFrom` and after `effectiveTo`, and replaced by
 * each of its changes from the day on which that takes effect.
 */
export const datedKey = <T extends z.ZodType>(value: T) =>
  z
    .strictObject({
      value,
      unit: text,
      legalBasis: text,
      status,
      effectiveFrom: day.optional(),
      effectiveTo: day.optional(),
      changes: z
        .array(
          z.strictObject({
            value,
            legalBasis: text,
            status,
            effectiveFrom: day,
            effectiveTo: day.optional(),
          }),
        )
        .min(1)
        .max(100)
        .optional(),
    })
    .refine(inOrder, 'the changes of a rule follow each other by date, and none ends before it starts');

interface Span {
  readonly effectiveFrom?: string;
  readonly effectiveTo?: string;
}

function inOrder({ changes = [], ...first }: Span & { changes?: readonly Span[] }): boolean {
  return [first, ...changes].every(({ effectiveFrom = '', effectiveTo }, i, all) => {
    const isLater = i === 0 || effectiveFrom > (all[i - 1].effectiveFrom ?? '');
    return isLater && (effectiveTo === undefined || effectiveFrom <= effectiveTo);
  });
}

export const windows = z
  .array(z.tuple([clock, clock]).refine(([from, to]) => from < to, 'a window opens before it closes'))
  .min(1)
  .max(24)
  .refine(
    (all) => all.every((w, i) => i === 0 || all[i - 1][1] <= w[0]),
    'windows follow each other and do not overlap',
  );
