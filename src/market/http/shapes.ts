import { z } from 'zod';
import { CENTS, formatDecimal, parseDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import { BATCH_ITEMS_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';

export const venueParams = z.object({ venue: z.string().regex(/^[a-z0-9-]{1,64}$/) });
export const symbolParams = venueParams.extend({ symbol: z.string().min(1).max(40) });
export const orderParams = venueParams.extend({ order: z.string().min(1).max(64) });

export const decimalText = z
  .string()
  .max(26)
  .regex(/^(0|[1-9]\d*)(\.\d+)?$/, 'a plain decimal number as text');
const clientOrderId = z.string().regex(/^[\x21-\x7e]{1,64}$/, '1 to 64 visible ASCII characters');

export const placing = z.strictObject({
  accountId: z.string().min(1).max(64),
  symbol: z.string().min(1).max(40),
  side: z.enum(['buy', 'sell']),
  type: z.enum(['limit', 'market']).default('limit'),
  price: decimalText.optional(),
  quantity: decimalText,
  timeInForce: z.enum(['DAY', 'IOC', 'FOK']).default('DAY'),
  postOnly: z.boolean().default(false),
  clientOrderId: clientOrderId.optional(),
  selfTrade: z.enum(['CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH']).optional(),
});
export type Placing = z.infer<typeof placing>;

export const amending = z.strictObject({ price: decimalText.optional(), quantity: decimalText.optional() });
export const cancellingAll = z.strictObject({
  accountId: z.string().min(1).max(64),
  symbol: z.string().max(40).optional(),
});
export const batching = z.strictObject({
  items: z
    .array(
      z.discriminatedUnion('action', [
        z.strictObject({ action: z.literal('place'), order: placing }),
        z.strictObject({ action: z.literal('cancel'), orderId: z.string().min(1).max(64) }),
      ]),
    )
    .min(1)
    .max(BATCH_ITEMS_MAX),
});

/** Fen from a decimal price of two places; anything else is off every tick. */
export function priceFrom(text: string): number {
  const fen = parseDecimal(text, CENTS);
  if (fen === undefined)
    throw new RejectionError({ code: 'market.price_off_tick', data: { decimals: CENTS } });
  return fen;
}

export function quantityFrom(text: string, unitScale: number): number {
  const units = parseDecimal(text, unitScale);
  if (units === undefined)
    throw new RejectionError({ code: 'market.quantity_off_lot', data: { decimals: unitScale } });
  return units;
}

export const money = (fen: number): string => formatDecimal(fen, CENTS);
export const instantText = (micros: number): string => formatInstant(micros);
