import type { Json } from '../../kernel/json.js';
import { ratio } from '../../kernel/amount.js';
import { OPEN_ORDERS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import { admitTo, checkFunds, checkWish, type Venue } from './admission.js';
import { checkHolding } from './holdings.js';
import { checkManner } from './matcher.js';
import { assetOf, end, type Fill, fillable, holdFor, match, NO_FILLS } from './matching.js';
import { Order, type SelfTrade, type Side, type TimeInForce } from './order.js';
import type { MarketWorld } from './world.js';

const BPS = 10_000;

/** What every order says of itself. */
interface Wanted {
  readonly accountNo: number;
  readonly instrumentNo: number;
  readonly side: Side;
  readonly type: 'limit' | 'market';
  readonly quantity: number;
  readonly postOnly?: boolean;
  readonly clientOrderId?: string;
  readonly selfTrade?: SelfTrade;
}

export interface PlaceOrder extends Command, Wanted {
  readonly org: string;
  /** Fen per unit; absent for a market order. */
  readonly price?: number;
  readonly timeInForce?: TimeInForce;
}

export function placeOrder(world: MarketWorld, command: PlaceOrder, context: CommandContext): Outcome<Json> {
  const { org, accountNo, instrumentNo, side, quantity, clientOrderId = '' } = command;
  const admitted = admitTo(world, org, accountNo, instrumentNo, context);
  if (!admitted.ok) return admitted;
  const venue = admitted.value;
  const { market, pack } = venue;
  const tooMany = world.market.conduct.check(pack, org, context.at);
  if (tooMany !== undefined) return tooMany;
  if (clientOrderId !== '' && world.market.orderByClientId(accountNo, clientOrderId) !== undefined) {
    return reject('market.client_order_id_taken');
  }
  if (world.market.openOrderCount(accountNo) >= OPEN_ORDERS_MAX) return reject('market.too_many_open_orders');
  const price = command.type === 'market' ? protectionPrice(venue, side) : (command.price ?? 0);
  if (price === undefined) return reject('market.no_opposite_order');
  const wrong = checkWish(venue, { price, quantity });
  if (wrong !== undefined) return wrong;
  const needed = holdFor(pack, { side, price, value: 0, fees: 0 }, quantity);
  const short = checkFunds(world, venue, side, needed);
  if (short !== undefined) return short;
  const tooMuch = side === 'buy' ? checkHolding(world, venue, quantity) : undefined;
  if (tooMuch !== undefined) return tooMuch;

  const timeInForce = command.type === 'market' ? 'IOC' : (command.timeInForce ?? 'DAY');
  const postOnly = command.postOnly === true;
  const unfit = checkManner(venue, { side, type: command.type, price, timeInForce, postOnly });
  if (unfit !== undefined) return unfit;
  if (timeInForce === 'FOK') {
    const { ownerGroup } = venue.account;
    const selfTrade = command.selfTrade ?? pack.selfTrade;
    const taker = { side, price, quantity, ownerGroup, selfTrade };
    if (fillable(market, pack, taker) < quantity) return reject('market.not_fillable');
  }

  const order = enter(world, venue, command, { price, timeInForce, needed }, context);
  const fills = market.call === undefined ? match(world, market, pack, order, context) : NO_FILLS;
  rest(world, venue, order, context);
  return accept(answer(order, fills));
}

/** The order is accepted: it holds what it needs, is among the live ones, and everybody is told. */
export function enter(
  world: MarketWorld,
  { account, market, pack }: Venue,
  wanted: Wanted,
  { price, timeInForce, needed }: { price: number; timeInForce: TimeInForce; needed: number },
  context: CommandContext,
): Order {
  const { accountNo, instrumentNo, side, quantity } = wanted;
  const order = new Order(
    context.seq,
    accountNo,
    account.ownerGroup,
    instrumentNo,
    side,
    wanted.type,
    price,
    quantity,
    timeInForce,
    wanted.clientOrderId ?? '',
    pack.packNo,
    world.market.tradingDay,
    context.at,
    wanted.selfTrade ?? pack.selfTrade,
    wanted.postOnly === true,
  );
  world.market.keep(market);
  order.held = needed;
  world.ledger.hold(accountNo, assetOf(order), needed);
  world.market.admit(order);
  world.market.conduct.ordered(pack, account.org, context.at);
  context.emit({
    type: 'OrderAccepted',
    orderNo: order.orderNo,
    accountNo,
    instrumentNo,
    side,
    price,
    quantity,
    timeInForce,
  });
  return order;
}

/** What did not trade goes into the book, or ends when it was not meant to wait. */
export function rest(world: MarketWorld, { market }: Venue, order: Order, context: CommandContext): void {
  if (!order.isLive) return;
  if (order.timeInForce !== 'DAY') return end(world, market, order, 'immediate', context);
  market.book.sideOf(order.side).add(order);
}

export function answer(order: Order, fills: readonly Fill[]): Json {
  const { orderNo, status, price, quantity, filled, remaining, cancelled, packNo } = order;
  return {
    orderNo,
    status,
    price,
    quantity,
    filled,
    remaining,
    cancelled,
    packNo,
    fills,
  };
}

/** The worst price a market order accepts: a set distance from the best opposite order, inside band and tick. */
function protectionPrice({ market, pack, instrument }: Venue, side: Side): number | undefined {
  const best = market.book.opposite(side).best;
  if (best === undefined) return undefined;
  const { tickFen } = instrument;
  const { floor, ceiling } = market.band(pack, tickFen);
  if (side === 'buy') {
    const limit = ratio(best.price, BPS + pack.marketProtectionBps, BPS, 'FLOOR');
    return Math.min(ceiling, ratio(limit, 1, tickFen, 'FLOOR') * tickFen);
  }
  const limit = ratio(best.price, BPS - pack.marketProtectionBps, BPS, 'CEIL');
  return Math.max(floor, ratio(limit, 1, tickFen, 'CEIL') * tickFen);
}
