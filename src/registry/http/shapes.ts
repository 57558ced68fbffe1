import { z } from 'zod';
import { amountText, plainText, publicId, reason } from '../../approvals/http/shapes.js';
import { parseDecimal } from '../../kernel/decimal.js';
import { RejectionError } from '../../kernel/rejection.js';

export const symbol = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/, 'letters, digits, dots and dashes');
export const fileHash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex');
export const year = z.int().min(1990).max(2200);

/** On whose word something is frozen, and until when; without an end it lasts until it is released. */
export const warrant = {
  authority: plainText(200).optional(),
  documentNo: plainText(100).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
};

export const unitsOf = z.strictObject({ accountId: publicId, symbol, quantity: amountText, reason });

/** A warrant as the machine keeps it: the instant in whole microseconds. */
export function warrantFrom({
  authority,
  documentNo,
  until,
}: {
  authority?: string;
  documentNo?: string;
  until?: string;
}): {
  authority?: string;
  documentNo?: string;
  until?: number;
} {
  return {
    ...(authority !== undefined && { authority }),
    ...(documentNo !== undefined && { documentNo }),
    ...(until !== undefined && { until: Date.parse(until) * 1_000 }),
  };
}

/** Whole units from a decimal at the instrument's scale. Nothing is rounded: more digits than the scale are refused. */
export function unitsFrom(text: string, unitScale: number): number {
  const units = parseDecimal(text, unitScale);
  if (units === undefined)
    throw new RejectionError({ code: 'registry.bad_quantity', data: { decimals: unitScale } });
  return units;
}
