import { compare, rounded, roundedUp, times, typedAmount } from '../../format/decimal';
import type { Bidding, OwnBid } from './queries';

const MONEY_PLACES = 2;

/** Up to the next fen: a deposit is never less than the notice asks. */
export function depositOf(
  {
    side,
    floorPrice,
    ceilingPrice,
    depositPercent,
  }: Pick<Bidding, 'side' | 'floorPrice' | 'ceilingPrice' | 'depositPercent'>,
  quantity: string,
): string | undefined {
  const base = side === 'sell' ? floorPrice : ceilingPrice;
  if (base === null) return undefined;
  return roundedUp(times(times(times(quantity, base), depositPercent), '0.01'), MONEY_PLACES);
}

export type BidHint = 'price' | 'range' | 'quantity' | 'most' | 'better';

export interface BidDraft {
  readonly price?: string;
  readonly quantity?: string;
  readonly value?: string;
  readonly hint?: BidHint;
}

/** What a bid would be, and why the door would refuse it as far as the notice tells. */
export function bidOf(
  wished: { readonly price: string; readonly quantity: string },
  { side, floorPrice, ceilingPrice }: Bidding,
  registered: OwnBid,
  unitScale: number,
): BidDraft {
  const [price, quantity] = [
    typedAmount(wished.price, MONEY_PLACES),
    typedAmount(wished.quantity, unitScale),
  ];
  if (price === undefined) return wished.price === '' ? {} : { hint: 'price' };
  if (quantity === undefined) return { price, ...(wished.quantity !== '' && { hint: 'quantity' }) };
  const draft = { price, quantity, value: rounded(times(price, quantity), MONEY_PLACES) };
  const isUnder = floorPrice !== null && compare(price, floorPrice) < 0;
  const isOver = ceilingPrice !== null && compare(price, ceilingPrice) > 0;
  if (isUnder || isOver) return { ...draft, hint: 'range' };
  if (compare(quantity, registered.quantity) > 0) return { ...draft, hint: 'most' };
  const { bid } = registered;
  if (bid === undefined) return draft;
  const isBetter = compare(price, bid.price) === (side === 'sell' ? 1 : -1);
  return isBetter && compare(quantity, bid.quantity) >= 0 ? draft : { ...draft, hint: 'better' };
}
