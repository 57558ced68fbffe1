import { reject, type Rejected } from '../../kernel/rejection.js';
import type { Instant } from '../../kernel/instant.js';
import type { Venue } from './admission.js';
import type { Order } from './order.js';

type Manner = Pick<Order, 'side' | 'type' | 'price' | 'timeInForce' | 'postOnly'>;

/**
 * What an order may be where it goes: while orders gather for a call it can only wait, and where the taker picks
 * (PICK_LISTING) it is a listing that waits and reaches nobody.
 */
export function checkManner({ market, pack }: Venue, order: Manner): Rejected | undefined {
  const { call, book } = market;
  const { side, type, price, timeInForce, postOnly } = order;
  if (call !== undefined) {
    const canWait = type === 'limit' && timeInForce === 'DAY' && !postOnly;
    return canWait ? undefined : reject('market.only_waiting_orders', { data: { phase: call.phase } });
  }
  if (pack.matcher === 'PICK_LISTING') {
    const rule = pack.rule('matcher');
    if (type === 'market' || timeInForce !== 'DAY') return reject('market.only_waiting_orders', { rule });
    if (book.bestFor(side, price) !== undefined) return reject('market.listing_would_cross', { rule });
  }
  if (postOnly && book.bestFor(side, price) !== undefined) return reject('market.post_only_would_trade');
  return undefined;
}

/** What was placed stays in the last part of a call, or everybody could be shown a price that was never meant. */
export function checkChange({ call }: Venue['market'], at: Instant): Rejected | undefined {
  if (call === undefined || at < call.noCancelFrom || call.noCancelFrom === call.to) return undefined;
  return reject('market.no_cancel_now', { data: { phase: call.phase } });
}
