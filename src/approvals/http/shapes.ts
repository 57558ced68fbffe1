import { z } from 'zod';
import { RejectionError } from '../../kernel/rejection.js';
import { decodeCursor } from '../../platform/http/index.js';

export const venueParams = z.object({ venue: z.string().regex(/^[a-z0-9-]{1,64}$/) });
export const publicId = z.string().min(1).max(64);
/** No control characters: what a person wrote is shown on one line. (What cannot be stored never gets here.) */
export const PLAIN_TEXT = /^[^\p{Cc}]*$/u;
export const plainText = (most: number) =>
  z.string().trim().min(1).max(most).regex(PLAIN_TEXT, 'text without control characters');
export const reason = plainText(500);
export const amountText = z
  .string()
  .max(26)
  .regex(/^(0|[1-9]\d*)(\.\d+)?$/, 'a plain decimal number as text');

export const proposalMade = z.object({
  proposalId: z.string(),
  payloadHash: z.string(),
  state: z.string(),
  stagesLeft: z.number().int(),
  seq: z.number().int(),
  at: z.string(),
});

/** A cursor of whole numbers; anything else is refused before it reaches SQL. */
export function numbersAfter(after: string | undefined, first: readonly number[]): readonly number[] {
  const place = decodeCursor(after, first.length) ?? first;
  if (!place.every((part) => typeof part === 'number')) throw new RejectionError({ code: 'http.bad_cursor' });
  return place as readonly number[];
}
