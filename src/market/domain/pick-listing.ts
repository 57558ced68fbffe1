import type { Json } from '../../kernel/json.js';
import { accept, reject, type Outcome, type Rejected } from '../../kernel/rejection.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import { admitTo, checkFunds, checkWish, type Venue } from './admission.js';
import { checkHolding } from './holdings.js';
import { execute, holdFor } from './matching.js';
import type { Order } from './order.js';
import { answer, enter, rest } from './place-order.js';
import type { MarketWorld } from './world.js';

interface PickListing extends Command {
  readonly org: string;
  readonly accountNo: number;
  readonly instrumentNo: number;
  /** The listing that is picked. */
  readonly orderNo: number;
  readonly quantity: number;
}

/**
 * Takes a listing of the other side (挂牌点选): price priority binds, among the listings of the best price the taker
 * chooses. Trades at the listing's price; what the listing no longer has ends at once (china-rulebook §1.2).
 */
export function pickListing(
  world: MarketWorld,
  command: PickListing,
  context: CommandContext,
): Outcome<Json> {
  const { org, accountNo, instrumentNo, orderNo, quantity } = command;
  const admitted = admitTo(world, org, accountNo, instrumentNo, context);
  if (!admitted.ok) return admitted;
  const venue = admitted.value;
  const { market, pack, account } = venue;
  if (pack.matcher !== 'PICK_LISTING')
    return reject('market.picking_not_offered', { rule: pack.rule('matcher') });
  if (market.call !== undefined)
    return reject('market.only_waiting_orders', { data: { phase: market.call.phase } });
  const tooMany = world.market.conduct.check(pack, org, context.at);
  if (tooMany !== undefined) return tooMany;
  const listing = world.market.order(orderNo);
  if (listing === undefined || listing.instrumentNo !== instrumentNo || !listing.resting)
    return reject('market.listing_not_open');
  if (listing.ownerGroup === account.ownerGroup) return reject('market.own_listing');
  const side = listing.side === 'buy' ? 'sell' : 'buy';
  const { price } = listing;
  const wrong = checkWish(venue, { price, quantity }) ?? checkReach(venue, listing);
  if (wrong !== undefined) return wrong;
  const needed = holdFor(pack, { side, price, value: 0, fees: 0 }, quantity);
  const short = checkFunds(world, venue, side, needed);
  if (short !== undefined) return short;
  const tooMuch = side === 'buy' ? checkHolding(world, venue, quantity) : undefined;
  if (tooMuch !== undefined) return tooMuch;

  const wish = { accountNo, instrumentNo, side, type: 'limit', quantity } as const;
  const taker = enter(world, venue, wish, { price, timeInForce: 'IOC', needed }, context);
  const { tradeNo, quantity: filled } = execute(world, market, pack, taker, listing, context);
  rest(world, venue, taker, context);
  return accept(answer(taker, [{ tradeNo, price, quantity: filled }]));
}

/** No better price of somebody else may be passed over, and the price must be among the best levels. */
function checkReach({ market, pack, account }: Venue, listing: Order): Rejected | undefined {
  let level = 0;
  for (const better of market.book.sideOf(listing.side).iterate()) {
    if (better.price === listing.price) break;
    for (let order = better.first; order !== undefined; order = order.next)
      if (order.ownerGroup !== account.ownerGroup)
        return reject('market.better_price_skipped', {
          rule: pack.rule('matcher'),
          data: { betterFen: better.price },
        });
    level += 1;
  }
  if (level < pack.pickLevels) return undefined;
  return reject('market.listing_out_of_reach', {
    rule: pack.rule('pick.levels'),
    data: { levels: pack.pickLevels },
  });
}
