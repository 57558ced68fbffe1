import { isAmount } from '../../kernel/amount.js';
import type { Json } from '../../kernel/json.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import { admitTo, checkFunds, checkWish } from './admission.js';
import { checkHolding } from './holdings.js';
import { checkChange, checkManner } from './matcher.js';
import { assetOf, end, holdFor, match, NO_FILLS } from './matching.js';
import type { Order } from './order.js';
import { answer, rest } from './place-order.js';
import type { MarketWorld } from './world.js';

interface OrderNamed extends Command {
  readonly org: string;
  readonly orderNo?: number;
  /** With `clientOrderId`, instead of `orderNo`. */
  readonly accountNo?: number;
  readonly clientOrderId?: string;
}
interface CancelAll extends Command {
  readonly org: string;
  readonly accountNo: number;
  readonly instrumentNo?: number;
}
interface AmendOrder extends OrderNamed {
  readonly price?: number;
  /** The new whole quantity, what is filled included. */
  readonly quantity?: number;
}

/** Always possible: in a halt, after hours, with a restricted account; only not in the last part of a call. */
export function cancelOrder(world: MarketWorld, command: OrderNamed, context: CommandContext): Outcome<Json> {
  const found = find(world, command);
  if (!found.ok) return found;
  const order = found.value;
  const market = world.market.find(order.instrumentNo)!;
  const tooLate = checkChange(market, context.at);
  if (tooLate !== undefined) return tooLate;
  end(world, market, order, 'cancelled', context);
  return accept(answer(order, []));
}

export function cancelAllOrders(
  world: MarketWorld,
  command: CancelAll,
  context: CommandContext,
): Outcome<Json> {
  const account = world.registry.account(command.accountNo);
  if (account === undefined || account.org !== command.org) return reject('market.account_unknown');
  const orders = world.market
    .ordersOf(command.accountNo)
    .filter(
      ({ instrumentNo }) => command.instrumentNo === undefined || instrumentNo === command.instrumentNo,
    );
  for (const { instrumentNo } of orders) {
    const tooLate = checkChange(world.market.find(instrumentNo)!, context.at);
    if (tooLate !== undefined) return tooLate;
  }
  for (const order of orders) end(world, world.market.find(order.instrumentNo)!, order, 'cancelled', context);
  return accept({ orderNos: orders.map(({ orderNo }) => orderNo) });
}

/** A pure decrease keeps its place in the queue; anything else goes to the back, and may trade on its way there. */
export function amendOrder(world: MarketWorld, command: AmendOrder, context: CommandContext): Outcome<Json> {
  const found = find(world, command);
  if (!found.ok) return found;
  const order = found.value;
  const admitted = admitTo(world, command.org, order.accountNo, order.instrumentNo, context);
  if (!admitted.ok) return admitted;
  const venue = admitted.value;
  const tooLate =
    checkChange(venue.market, context.at) ?? world.market.conduct.check(venue.pack, command.org, context.at);
  if (tooLate !== undefined) return tooLate;
  const price = command.price ?? order.price;
  const quantity = command.quantity ?? order.quantity;
  if (!isAmount(quantity) || quantity <= order.filled)
    return reject('market.quantity_below_filled', { data: { filled: order.filled } });
  const wrong = checkWish(venue, { price, quantity });
  if (wrong !== undefined) return wrong;
  const remaining = quantity - order.filled;
  const needed = holdFor(
    venue.pack,
    { side: order.side, price, value: order.value, fees: order.fees },
    remaining,
  );
  const short = checkFunds(world, venue, order.side, needed, order.held);
  if (short !== undefined) return short;
  const tooMuch = order.side === 'buy' ? checkHolding(world, venue, remaining, order) : undefined;
  if (tooMuch !== undefined) return tooMuch;

  const priceBefore = order.price;
  const keepsPlace = price === order.price && quantity <= order.quantity;
  if (!keepsPlace) {
    const { side, type, timeInForce, postOnly } = order;
    const unfit = checkManner(venue, { side, type, price, timeInForce, postOnly });
    if (unfit !== undefined) return unfit;
  }
  const side = venue.market.book.sideOf(order.side);
  if (keepsPlace) {
    if (quantity < order.quantity) side.reduce(order, order.remaining - remaining);
  } else {
    side.remove(order);
  }
  world.ledger.release(order.accountNo, assetOf(order), order.held);
  world.ledger.hold(order.accountNo, assetOf(order), needed);
  Object.assign(order, {
    price,
    quantity,
    remaining,
    held: needed,
    changedAt: context.at,
    changedSeq: context.seq,
  });
  world.market.touch(order);
  world.market.conduct.ordered(venue.pack, command.org, context.at);
  const { orderNo, accountNo, instrumentNo } = order;
  context.emit({
    type: 'OrderAmended',
    orderNo,
    accountNo,
    instrumentNo,
    side: order.side,
    priceBefore,
    price,
    quantity,
    remaining,
    keepsPlace,
  });
  if (keepsPlace) return accept(answer(order, []));
  const { market, pack } = venue;
  const fills = market.call === undefined ? match(world, market, pack, order, context) : NO_FILLS;
  rest(world, venue, order, context);
  return accept(answer(order, fills));
}

function find(world: MarketWorld, { org, orderNo, accountNo, clientOrderId }: OrderNamed): Outcome<Order> {
  const no = orderNo ?? world.market.orderByClientId(accountNo ?? 0, clientOrderId ?? '');
  const order = no === undefined ? undefined : world.market.order(no);
  // Finished, foreign or never seen: a caller who owns the order can read what became of it.
  if (order === undefined || world.registry.account(order.accountNo)?.org !== org)
    return reject('market.order_not_open');
  return accept(order);
}
