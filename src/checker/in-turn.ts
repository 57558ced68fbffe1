import type { VenueMachine } from '../machine.js';
import type { Trade } from '../market/index.js';
import type { EventBook, ToldOrder } from './event-book.js';

/**
 * Whether these two orders were the ones to trade, at that price: the oldest of the best one; where takers pick, one
 * of the best; in a call the first of both queues, at the price that was called.
 */
export function isInTurn(
  { registry, rules }: VenueMachine,
  book: EventBook,
  { method, makerSide, price, packNo }: Trade,
  buy: ToldOrder,
  sell: ToldOrder,
  called: number | undefined,
): boolean {
  if (called !== undefined) return price === called && book.buy.first() === buy && book.sell.first() === sell;
  const [maker, taker] = makerSide === 'buy' ? [buy, sell] : [sell, buy];
  if (price !== maker.price) return false;
  // Agreed outside the book.
  if (method !== undefined) return true;
  const queue = book[maker.side];
  if (queue.first() === maker) return true;
  if (rules.pack(packNo)!.matcher !== 'PICK_LISTING') return false;
  const groupOf = ({ accountNo }: ToldOrder): string | undefined => registry.account(accountNo)?.ownerGroup;
  for (const order of queue.inOrder()) {
    if (order.price === maker.price) return true;
    // A better price may be passed over only where it is the taker's own.
    if (groupOf(order) !== groupOf(taker)) return false;
  }
  return false;
}
