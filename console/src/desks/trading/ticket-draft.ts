import { compare, dividedDown, rounded, times, typed, typedAmount } from '../../format/decimal';
import type { Instrument } from './answers';

export interface Draft {
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  /** As typed. */
  readonly price: string;
  readonly quantity: string;
  readonly force: 'DAY' | 'IOC' | 'FOK';
}

export interface Means {
  readonly sellable: string;
  readonly cash: string;
}

export interface Band {
  readonly floor: string | null;
  readonly ceiling: string | null;
}

export type Hint = 'price' | 'quantity' | 'band' | 'units' | 'cash' | undefined;
export const PRICE_PLACES = 2;

interface Sendable {
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  readonly timeInForce: 'DAY' | 'IOC' | 'FOK';
  readonly price?: string;
  readonly quantity: string;
}

/** What goes to the door, or undefined while something is not yet a number. Whether it is allowed is the market's word. */
export function checked(draft: Draft, { unitScale }: Pick<Instrument, 'unitScale'>): Sendable | undefined {
  const quantity = typedAmount(draft.quantity, unitScale);
  if (quantity === undefined) return undefined;
  const order = { side: draft.side, type: draft.type, timeInForce: draft.force, quantity };
  if (draft.type === 'market') return order;
  const price = typedAmount(draft.price, PRICE_PLACES);
  return price === undefined ? undefined : { ...order, price };
}

/** Why it would be refused, as far as one can know before sending; an empty field is nobody's mistake. */
export function hintsOf(
  draft: Draft,
  { unitScale }: Pick<Instrument, 'unitScale'>,
  { floor, ceiling }: Band,
  { sellable, cash }: Means,
): { readonly price: Hint; readonly quantity: Hint } {
  const [price, quantity] = [typedAmount(draft.price, PRICE_PLACES), typedAmount(draft.quantity, unitScale)];
  const isLimit = draft.type === 'limit';
  let ofPrice: Hint;
  if (isLimit && draft.price !== '') {
    if (price === undefined) ofPrice = 'price';
    else if (floor !== null && ceiling !== null && (compare(price, floor) < 0 || compare(price, ceiling) > 0))
      ofPrice = 'band';
  }
  let ofQuantity: Hint;
  if (draft.quantity !== '') {
    if (quantity === undefined) ofQuantity = 'quantity';
    else if (draft.side === 'sell' && compare(quantity, sellable) > 0) ofQuantity = 'units';
    else if (
      draft.side === 'buy' &&
      isLimit &&
      price !== undefined &&
      compare(times(price, quantity), cash) > 0
    )
      ofQuantity = 'cash';
  }
  return { price: ofPrice, quantity: ofQuantity };
}

/** The most one could ask for: everything sellable, or what the cash buys at the price (at worst, at the ceiling). */
export function most(
  draft: Draft,
  { sellable, cash }: Means,
  unitScale: number,
  ceiling: string | null,
): string | undefined {
  if (draft.side === 'sell') return sellable;
  const price = typedAmount(draft.type === 'market' ? (ceiling ?? '') : draft.price, PRICE_PLACES);
  return price === undefined ? undefined : dividedDown(cash, price, unitScale);
}

export function valueOf(draft: Draft): string | undefined {
  const [price, quantity] = [typed(draft.price), typed(draft.quantity)];
  if (draft.type === 'market' || price === undefined || quantity === undefined) return undefined;
  return rounded(times(price, quantity), PRICE_PLACES);
}
