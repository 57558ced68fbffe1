import { z } from 'zod';

export { numbersAfter } from '../../platform/http/index.js';
export { proposalMade } from './answers.js';

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
