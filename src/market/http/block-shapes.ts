import { z } from 'zod';
import { decimalText, venueParams } from './shapes.js';

const id = z.string().min(1).max(64);

export const intentParams = venueParams.extend({ intent: id });
export const negotiationParams = venueParams.extend({ negotiation: id });

export const posting = z.strictObject({
  accountId: id,
  symbol: z.string().min(1).max(40),
  side: z.enum(['buy', 'sell']),
  price: decimalText,
  quantity: decimalText,
  /** The one account that sees it and may answer; everybody where absent. */
  counterpartyId: id.optional(),
});

export const answering = z.strictObject({
  intentId: id,
  accountId: id,
  price: decimalText.optional(),
  quantity: decimalText.optional(),
});

export const offering = z.strictObject({ price: decimalText, quantity: decimalText });
export const confirming = z.strictObject({ version: z.number().int().min(1) });
