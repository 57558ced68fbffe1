import { compare, dividedDown, minus, rounded, roundedUp, times, typedAmount } from '../../format/decimal';
import type { Auction } from './queries';

const PLACES = 2;
const BPS = '10000';

export type BidHint = 'price' | 'quantity' | 'lot' | 'tick' | 'reserve' | 'most' | 'guarantee';

export interface BidDraft {
  readonly price?: string;
  readonly quantity?: string;
  readonly value?: string;
  /** Up to the next fen. */
  readonly need?: string;
  readonly hint?: BidHint;
  /** Both are written, or the price may be left out. */
  readonly isWhole: boolean;
}

type Notice = Auction['notice'];

const isMultiple = (of: string, step: string): boolean =>
  compare(minus(of, times(dividedDown(of, step, 0), step)), '0') === 0;

/** The part of a value that must be held, up to the next fen. */
export function depositFor({ depositBps }: Notice, value: string): string {
  return roundedUp(times(times(value, String(depositBps)), '0.0001'), PLACES);
}

/** What bids may cost in all with so much held; undefined where the notice asks for no deposit. */
export function coveredBy({ depositBps }: Notice, held: string): string | undefined {
  return depositBps === 0 ? undefined : dividedDown(times(held, BPS), String(depositBps), PLACES);
}

/** A bid as the notice allows it: a seal cannot be looked into, so all of it is checked before. */
export function bidOf(
  wished: { readonly price: string; readonly quantity: string },
  notice: Notice,
  unitScale: number,
  guarantee: string,
): BidDraft {
  const isAnyPrice = wished.price.trim() === '' && notice.nonCompetitivePrice !== undefined;
  const price = isAnyPrice ? undefined : typedAmount(wished.price, PLACES);
  const quantity = typedAmount(wished.quantity, unitScale);
  const told = { ...(price !== undefined && { price }), ...(quantity !== undefined && { quantity }) };
  const refused = (hint?: BidHint): BidDraft => ({ ...told, isWhole: false, ...(hint && { hint }) });
  if (price === undefined && !isAnyPrice) return refused(wished.price === '' ? undefined : 'price');
  if (quantity === undefined) return refused(wished.quantity === '' ? undefined : 'quantity');
  const paid = price ?? notice.nonCompetitivePrice!;
  const value = rounded(times(paid, quantity), PLACES);
  const draft = { ...told, value, need: depositFor(notice, value), isWhole: true };
  const hint = wrongWith(notice, price, quantity, value, guarantee);
  return hint === undefined ? draft : { ...draft, hint };
}

function wrongWith(
  notice: Notice,
  price: string | undefined,
  quantity: string,
  value: string,
  guarantee: string,
): BidHint | undefined {
  if (price !== undefined && !isMultiple(price, notice.tick)) return 'tick';
  if (price !== undefined && compare(price, notice.reservePrice) < 0) return 'reserve';
  if (!isMultiple(quantity, notice.lot)) return 'lot';
  if (compare(quantity, mostOf(notice)) > 0) return 'most';
  const covered = coveredBy(notice, guarantee);
  return covered !== undefined && compare(value, covered) > 0 ? 'guarantee' : undefined;
}

export function mostOf({ purchaseLimit, everythingOffered }: Notice): string {
  return purchaseLimit !== null && compare(purchaseLimit, everythingOffered) < 0
    ? purchaseLimit
    : everythingOffered;
}
