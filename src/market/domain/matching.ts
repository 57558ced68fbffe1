import { add, multiply, subtract } from '../../kernel/amount.js';
import { invariant } from '../../kernel/invariant.js';
import { CASH } from '../../ledger/domain/system-accounts.js';
import type { Method, PriceBand, RulePack } from '../../rules/domain/rule-pack.js';
import type { CommandContext, VenueEvent } from '../../sequencer/domain/command.js';
import { beginCall } from './open-call.js';
import type { InstrumentMarket } from './instrument-market.js';
import type { Order, Trade } from './order.js';
import type { MarketWorld } from './world.js';

export const NO_FILLS: readonly Fill[] = [];

export type EndReason = 'cancelled' | 'immediate' | 'self_trade' | 'expired' | 'kill_switch' | 'unawarded';

/** A type, not an interface: an answer may hold it as it is. */
export type Fill = {
  readonly tradeNo: number;
  readonly price: number;
  readonly quantity: number;
};

/** What an order must hold for `remaining` units at its price: units for a sell, value and fee for a buy. */
export function holdFor(
  pack: RulePack,
  order: Pick<Order, 'side' | 'price' | 'value' | 'fees'> & { readonly method?: Method },
  remaining: number,
): number {
  if (order.side === 'sell') return remaining;
  const value = multiply(remaining, order.price);
  // The fee is the pack's fee on the whole executed value of the order, charged as the difference at each fill:
  // roundings never add up beyond it, so this hold always suffices.
  return add(value, subtract(pack.fee('buy', add(order.value, value), order.method), order.fees));
}

export function assetOf(order: Order): number {
  return order.side === 'sell' ? order.instrumentNo : CASH;
}

/** Units an all-or-nothing order would get now, as far as self-trade prevention lets it. */
export function fillable(
  market: InstrumentMarket,
  pack: RulePack,
  order: Pick<Order, 'side' | 'price' | 'quantity' | 'ownerGroup' | 'selfTrade'>,
): number {
  let quantity = 0;
  const corridor = market.corridor(pack);
  for (const level of market.book.opposite(order.side).iterate()) {
    if (order.side === 'buy' ? level.price > order.price : level.price < order.price) return quantity;
    if (corridor !== undefined && isOutside(corridor, level.price)) return quantity;
    for (let maker = level.first; maker !== undefined; maker = maker.next) {
      if (maker.ownerGroup !== order.ownerGroup) quantity += maker.remaining;
      else if (order.selfTrade !== 'CANCEL_OLDEST') return quantity;
      if (quantity >= order.quantity) return quantity;
    }
  }
  return quantity;
}

/** Trades the order against the book, price then time, at the makers' prices. */
export function match(
  world: MarketWorld,
  market: InstrumentMarket,
  pack: RulePack,
  taker: Order,
  context: CommandContext,
): readonly Fill[] {
  let fills: Fill[] | undefined;
  const corridor = market.corridor(pack);
  while (taker.isLive && taker.remaining > 0) {
    const maker = market.book.bestFor(taker.side, taker.price);
    if (maker === undefined) break;
    if (maker.ownerGroup === taker.ownerGroup) {
      if (taker.selfTrade !== 'CANCEL_NEWEST') end(world, market, maker, 'self_trade', context);
      if (taker.selfTrade !== 'CANCEL_OLDEST') end(world, market, taker, 'self_trade', context);
      continue;
    }
    if (corridor !== undefined && isOutside(corridor, maker.price)) {
      beginCall(world, market, { ...pack.interruptionHours(context.at), phase: 'interruption' }, context);
      break;
    }
    const trade = execute(world, market, pack, taker, maker, context);
    const filled = { tradeNo: trade.tradeNo, price: trade.price, quantity: trade.quantity };
    // Most orders trade once: see what becomes of a command's events.
    if (fills === undefined) fills = [filled];
    else fills.push(filled);
  }
  return fills ?? NO_FILLS;
}

function isOutside({ floor, ceiling }: PriceBand, price: number): boolean {
  return price < floor || price > ceiling;
}

/** One trade of two orders, at the maker's price unless all meet at one; either waits in the book, or never does. */
export function execute(
  world: MarketWorld,
  market: InstrumentMarket,
  pack: RulePack,
  taker: Order,
  maker: Order,
  context: CommandContext,
  price = maker.price,
): Trade {
  const quantity = Math.min(taker.remaining, maker.remaining);
  const value = multiply(price, quantity);
  const buy = taker.side === 'buy' ? taker : maker;
  const sell = taker.side === 'buy' ? maker : taker;
  invariant(price <= buy.price && price >= sell.price, 'a trade is within both limits');
  const { method } = maker;
  const buyerFee = pack.fee('buy', add(buy.value, value), method) - buy.fees;
  const sellerFee = pack.fee('sell', add(sell.value, value), method) - sell.fees;
  const trade: Trade & VenueEvent = {
    type: 'TradeExecuted',
    tradeNo: world.market.nextTradeNo(),
    instrumentNo: market.instrumentNo,
    price,
    quantity,
    value,
    buyOrder: buy.orderNo,
    sellOrder: sell.orderNo,
    buyer: buy.accountNo,
    seller: sell.accountNo,
    buyerFee,
    sellerFee,
    makerSide: maker.side,
    at: context.at,
    seq: context.seq,
    packNo: pack.packNo,
    tradingDay: world.market.tradingDay,
    method: method === 'listed' ? undefined : method,
  };
  take(market, maker, quantity);
  take(market, taker, quantity);
  const heldBefore = buy.held;
  fill(buy, pack, value, buyerFee, quantity);
  fill(sell, pack, value, sellerFee, quantity);
  world.ledger.execute(trade, heldBefore - buy.held, pack.t1Goods);
  if (method === 'listed' || pack.methodsCounted.includes(method)) market.record(trade);
  if (pack.ordersToTrades !== undefined) countTrade(world, pack, trade);
  world.clearing.capture(trade);
  world.market.newTrades.push(trade);
  context.emit(trade);
  settleStatus(world, buy, context);
  settleStatus(world, sell, context);
  return trade;
}

function countTrade({ market, registry }: MarketWorld, pack: RulePack, { buyer, seller }: Trade): void {
  for (const accountNo of [buyer, seller]) market.conduct.traded(pack, registry.account(accountNo)!.org);
}

function take({ book }: InstrumentMarket, order: Order, quantity: number): void {
  if (!order.resting) {
    order.remaining -= quantity;
  } else if (order.remaining === quantity) {
    book.sideOf(order.side).remove(order);
    order.remaining = 0;
  } else {
    book.sideOf(order.side).reduce(order, quantity);
  }
}

function fill(order: Order, pack: RulePack, value: number, fee: number, quantity: number): void {
  order.filled = add(order.filled, quantity);
  order.value = add(order.value, value);
  order.fees = add(order.fees, fee);
  order.held = holdFor(pack, order, order.remaining);
}

function settleStatus(world: MarketWorld, order: Order, { at, seq }: CommandContext): void {
  order.status = order.remaining === 0 ? 'FILLED' : 'PARTLY_FILLED';
  order.changedAt = at;
  order.changedSeq = seq;
  if (order.remaining === 0) world.market.forget(order);
  else world.market.touch(order);
}

/** Ends an order that still wants something and gives its hold back. */
export function end(
  world: MarketWorld,
  market: InstrumentMarket,
  order: Order,
  reason: EndReason,
  { at, seq, emit }: CommandContext,
): void {
  const quantity = order.remaining;
  if (order.resting) market.book.sideOf(order.side).remove(order);
  world.ledger.release(order.accountNo, assetOf(order), order.held);
  order.held = 0;
  order.cancelled = add(order.cancelled, quantity);
  order.remaining = 0;
  order.status = reason === 'expired' ? 'EXPIRED' : 'CANCELLED';
  order.changedAt = at;
  order.changedSeq = seq;
  world.market.forget(order);
  emit({
    type: 'OrderEnded',
    orderNo: order.orderNo,
    accountNo: order.accountNo,
    instrumentNo: order.instrumentNo,
    side: order.side,
    price: order.price,
    quantity,
    reason,
    method: order.method === 'listed' ? undefined : order.method,
  });
}
