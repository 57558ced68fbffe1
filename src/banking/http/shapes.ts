import { z } from 'zod';
import { plainText, proposalMade, publicId, venueParams } from '../../approvals/http/shapes.js';
import { pageQuery } from '../../platform/http/index.js';

export {
  amountText,
  numbersAfter,
  plainText,
  publicId,
  reason,
  venueParams,
} from '../../approvals/http/shapes.js';

export type Where = z.infer<typeof venueParams>;
export const proposing = { answer: proposalMade, status: 201, idempotent: true } as const;
export const pages = z.strictObject(pageQuery);

/** A BIC, or the twelve digits of a bank in the national clearing system. */
const bank = z.string().regex(/^(?:[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?|\d{12})$/, 'a BIC or twelve digits');
const accountNumber = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9 -]{3,33}$/, 'an account number of letters, digits, blanks and hyphens');
/** ISO 20022 has room for 140 characters. */
export const bankAddress = { name: plainText(140), bank, number: accountNumber };
/** A client's own id of a transfer; ours begin otherwise. */
export const transferId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, dot, hyphen, underscore');
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in hex');

export const fileParams = venueParams.extend({ file: publicId });
export const lineParams = venueParams.extend({ line: publicId });
export const withdrawalParams = venueParams.extend({ withdrawal: publicId });
