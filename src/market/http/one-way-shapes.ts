import { z } from 'zod';
import { CENTS, parseDecimal } from '../../kernel/decimal.js';
import { RejectionError } from '../../kernel/rejection.js';
import { ONE_WAY_RULES, type OneWayTerms } from '../domain/one-way-bidding.js';
import { decimalText, priceFrom, quantityFrom, venueParams } from './shapes.js';

const id = z.string().min(1).max(64);
const instant = z.iso.datetime({ offset: true });

export const biddingParams = venueParams.extend({ bidding: id });
/** The same id, at doors that are open to everybody. */
export const noticeParams = venueParams.extend({ notice: id });

export const applying = z.strictObject({
  accountId: id,
  symbol: z.string().min(1).max(40),
  side: z.enum(['buy', 'sell']),
  quantity: decimalText,
  floorPrice: decimalText.optional(),
  ceilingPrice: decimalText.optional(),
  /** Told to nobody but the exchange. */
  reservePrice: decimalText.optional(),
  depositPercent: decimalText,
  rule: z.enum(ONE_WAY_RULES),
  registrationOpensAt: instant,
  registrationClosesAt: instant,
  biddingOpensAt: instant,
  biddingClosesAt: instant,
  reason: z.string().trim().min(1).max(500),
});

export const registering = z.strictObject({ accountId: id, quantity: decimalText });
export const bidding = z.strictObject({ accountId: id, price: decimalText, quantity: decimalText });

type Terms = Omit<OneWayTerms, 'accountNo' | 'instrumentNo'>;

export function termsFrom(body: z.infer<typeof applying>, unitScale: number): Terms {
  const { side, rule, floorPrice, ceilingPrice, reservePrice } = body;
  const orNone = (text: string | undefined): number => (text === undefined ? 0 : priceFrom(text));
  const depositBps = parseDecimal(body.depositPercent, CENTS);
  if (depositBps === undefined) throw new RejectionError({ code: 'market.deposit_out_of_range' });
  return {
    side,
    rule,
    quantity: quantityFrom(body.quantity, unitScale),
    floorFen: orNone(floorPrice),
    ceilingFen: orNone(ceilingPrice),
    reserveFen: orNone(reservePrice),
    depositBps,
    registrationOpensAt: microsOf(body.registrationOpensAt),
    registrationClosesAt: microsOf(body.registrationClosesAt),
    biddingOpensAt: microsOf(body.biddingOpensAt),
    biddingClosesAt: microsOf(body.biddingClosesAt),
  };
}

/** Whole milliseconds of a schema-checked instant. */
function microsOf(text: string): number {
  return Date.parse(text) * 1_000;
}
