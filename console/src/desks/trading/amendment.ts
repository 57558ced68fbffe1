import { compare, minus, plus, rounded, times, typedAmount } from '../../format/decimal';
import type { Order } from './answers';
import { type Band, type Means, PRICE_PLACES } from './ticket-draft';

export interface Wished {
  /** As typed. */
  readonly price: string;
  readonly quantity: string;
}

export type AmendHint = 'price' | 'quantity' | 'filled' | 'band' | 'units' | 'cash';

/** What an amendment would make of an order, as far as one can know before sending. */
export interface Amendment {
  /** What changes, as the door wants it; absent while nothing does, or while something is no number. */
  readonly body?: { readonly price?: string; readonly quantity?: string };
  readonly price?: string;
  readonly quantity?: string;
  readonly remaining?: string;
  readonly value?: string;
  readonly place: 'kept' | 'lost' | 'same';
  readonly hint?: AmendHint;
}

type Amended = Pick<Order, 'side' | 'price' | 'quantity' | 'filled' | 'remaining'>;

/** `means` is what is free beside the order: what it holds itself can be used again. */
export function amendmentOf(
  order: Amended,
  wished: Wished,
  unitScale: number,
  band: Band,
  means: Means,
): Amendment {
  const price = typedAmount(wished.price, PRICE_PLACES);
  if (price === undefined) return { place: 'same', hint: 'price' };
  const quantity = typedAmount(wished.quantity, unitScale);
  if (quantity === undefined) return { place: 'same', hint: 'quantity' };
  if (compare(quantity, order.filled) <= 0) return { place: 'same', hint: 'filled' };
  const isSamePrice = compare(price, order.price) === 0;
  const isSameQuantity = compare(quantity, order.quantity) === 0;
  const remaining = minus(quantity, order.filled);
  const value = rounded(times(price, remaining), PRICE_PLACES);
  const changes = { ...(!isSamePrice && { price }), ...(!isSameQuantity && { quantity }) };
  const isLess = isSamePrice && compare(quantity, order.quantity) < 0;
  const hint = shortfall(order, { price, remaining, value }, band, means);
  return {
    ...{ price, quantity, remaining, value },
    ...(!(isSamePrice && isSameQuantity) && { body: changes }),
    place: isSamePrice && isSameQuantity ? 'same' : isLess ? 'kept' : 'lost',
    ...(hint !== undefined && { hint }),
  };
}

function shortfall(
  order: Amended,
  { price, remaining, value }: { readonly price: string; readonly remaining: string; readonly value: string },
  { floor, ceiling }: Band,
  { sellable, cash }: Means,
): AmendHint | undefined {
  if (floor !== null && ceiling !== null && (compare(price, floor) < 0 || compare(price, ceiling) > 0))
    return 'band';
  if (order.side === 'sell')
    return compare(remaining, plus(sellable, order.remaining)) > 0 ? 'units' : undefined;
  const held = rounded(times(order.price, order.remaining), PRICE_PLACES);
  return compare(value, plus(cash, held)) > 0 ? 'cash' : undefined;
}
