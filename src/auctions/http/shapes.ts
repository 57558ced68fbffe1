import { z } from 'zod';
import { amountText, plainText, publicId, venueParams } from '../../approvals/http/shapes.js';
import { CENTS, formatDecimal, parseDecimal } from '../../kernel/decimal.js';
import { AUCTION_TIERS_MAX, SEALED_BID_CHARACTERS_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import { SHORTAGE_RULES, TIE_RULES } from '../index.js';

export const auctionParams = venueParams.extend({ auction: publicId });
export const bidParams = auctionParams.extend({ bid: publicId });
export type AuctionWhere = z.infer<typeof auctionParams>;

const hex = z.string().regex(/^[0-9a-f]{64}$/, '32 bytes in lower-case hex');
const bps = z.int().min(0).max(10_000);
const tier = z.strictObject({ price: amountText, quantity: amountText });
const many = z.int().min(1).max(100);

export const drafting = z.strictObject({
  title: plainText(200),
  symbol: z.string().min(1).max(40),
  sellerAccountId: publicId,
  supply: amountText,
  opensAt: z.iso.datetime({ offset: true }),
  closesAt: z.iso.datetime({ offset: true }),
  lot: amountText.optional(),
  tick: amountText.optional(),
  reservePrice: amountText.optional(),
  tiers: z.array(tier).max(AUCTION_TIERS_MAX).optional(),
  withholding: tier.optional(),
  nonCompetitivePrice: amountText.optional(),
  tie: z.enum(TIE_RULES).optional(),
  shortage: z.enum(SHORTAGE_RULES).optional(),
  purchaseLimitBps: bps.min(1).optional(),
  depositBps: bps.optional(),
  maxBids: z.int().min(1).optional(),
  qualification: z.boolean().optional(),
  paymentDays: z.int().min(0).max(366).optional(),
  unsold: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('NEXT') }),
      z.strictObject({ kind: z.literal('SPREAD'), auctions: many }),
      z.strictObject({
        kind: z.literal('CAPPED_SPREAD'),
        auctions: many,
        capPercent: z.int().min(100).max(1_000),
      }),
    ])
    .optional(),
});
export type Drafting = z.infer<typeof drafting>;

export const registering = z.strictObject({ publicKey: hex, seedCommitment: hex });
export const revealing = z.strictObject({ privateKey: hex, seed: hex });
export const guaranteeing = z.strictObject({ accountId: publicId, amount: amountText });
/** In the clear, to be sealed at the door; or sealed by the bidder, with its commitment. */
export const bidding = z.strictObject({
  accountId: publicId,
  price: amountText.optional(),
  quantity: amountText.optional(),
  sealed: z.string().min(1).max(SEALED_BID_CHARACTERS_MAX).optional(),
  commitment: hex.optional(),
});
export const rebidding = bidding.omit({ accountId: true });
export type Bidding = z.infer<typeof rebidding>;

export function moneyFrom(text: string): number | undefined {
  return parseDecimal(text, CENTS);
}

export function money(fen: number): string {
  return formatDecimal(fen, CENTS);
}

/** A number of the notice; more digits than it can have are no number of it. */
export function noticeNumber(text: string, scale: number, field: string): number {
  const value = parseDecimal(text, scale);
  if (value === undefined)
    throw new RejectionError({
      code: 'auctions.bad_notice',
      detail: `${field} has at most ${scale} decimals`,
    });
  return value;
}

export const noticePrice = (text: string, field: string): number => noticeNumber(text, CENTS, field);
