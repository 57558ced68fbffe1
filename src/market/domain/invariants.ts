import { CASH } from '../../ledger/domain/system-accounts.js';
import type { Balance } from '../../ledger/domain/balance.js';
import type { Market } from './market.js';
import { assetOf } from './matching.js';
import { bidderSide } from './one-way-bidding.js';
import type { MarketWorld } from './world.js';

/** What is held for something else than an order. */
export interface HeldBeside {
  readonly account: number;
  readonly asset: number;
  readonly quantity: number;
}

/** What must hold after every command; each broken fact is one sentence, none is the good news. */
export function marketInvariants(world: MarketWorld, besides: Iterable<HeldBeside> = []): string[] {
  return [...books(world), ...orders(world), ...holds(world, besides), ...barred(world)];
}

/** Where a kill switch is engaged nothing is open: no order, no wish for a block; and no bid of whom it bars by name. */
function* barred({ market, registry }: MarketWorld): Generator<string> {
  const { killSwitches, blocks, oneWay } = market;
  if (!killSwitches.areEngaged) return;
  const isBarred = (accountNo: number, instrumentNo: number): boolean =>
    killSwitches.barring(registry.account(accountNo)!.org, instrumentNo) !== undefined;
  for (const { orderNo, accountNo, instrumentNo } of market.liveOrders())
    if (isBarred(accountNo, instrumentNo)) yield `order ${orderNo} is open under a kill switch`;
  for (const { intentNo, accountNo, instrumentNo } of blocks.openIntents())
    if (isBarred(accountNo, instrumentNo)) yield `intent ${intentNo} is open under a kill switch`;
  for (const { negotiationNo, intentNo, accountNo } of blocks.liveNegotiations())
    if (isBarred(accountNo, blocks.intent(intentNo)!.instrumentNo))
      yield `negotiation ${negotiationNo} goes on under a kill switch`;
  for (const { biddingNo, instrumentNo, bidders } of oneWay.open())
    for (const { accountNo, state } of bidders)
      if (state === 'BID' && killSwitches.barringByName(registry.account(accountNo)!.org, instrumentNo))
        yield `a bid of account ${accountNo} in bidding ${biddingNo} stands under a kill switch`;
}

/** No crossed book, levels in order; each counts what stands in it. */
function* books({ market }: MarketWorld): Generator<string> {
  for (const { book, instrumentNo, call } of market.all()) {
    const bid = book.bids.best?.price;
    const ask = book.asks.best?.price;
    // While orders gather they may cross.
    if (call === undefined && bid !== undefined && ask !== undefined && bid >= ask)
      yield `instrument ${instrumentNo} is crossed: ${bid} over ${ask}`;
    for (const side of [book.bids, book.asks]) {
      let previous: number | undefined;
      for (const level of side.iterate()) {
        const inOrder =
          previous === undefined || (side.side === 'buy' ? level.price < previous : level.price > previous);
        if (!inOrder) yield `instrument ${instrumentNo} has its levels out of order at ${level.price}`;
        previous = level.price;
        let quantity = 0;
        let count = 0;
        for (let order = level.first; order !== undefined; order = order.next) {
          quantity += order.remaining;
          count += 1;
          if (market.order(order.orderNo) !== order)
            yield `order ${order.orderNo} stands in the book and is not live`;
        }
        if (quantity !== level.quantity || count !== level.orders)
          yield `level ${level.price} of ${instrumentNo} miscounts`;
      }
    }
  }
}

function* orders({ market }: MarketWorld): Generator<string> {
  for (const order of market.liveOrders()) {
    const { orderNo, filled, remaining, cancelled, quantity } = order;
    if (!order.isLive || !order.resting || remaining <= 0)
      yield `order ${orderNo} is kept alive without reason`;
    if (filled + remaining + cancelled !== quantity) yield `order ${orderNo} lost a part of its quantity`;
  }
  if (market.dayStatus === 'CLOSED' && !market.liveOrders().next().done) yield 'an order outlived its day';
}

/** What the ledger holds is what open orders hold, and what is held beside them; no balance is overdrawn. */
function* holds({ market, ledger }: MarketWorld, besides: Iterable<HeldBeside>): Generator<string> {
  const held = new Map<Balance, number>();
  for (const { account, asset, quantity } of [...besides, ...oneWayHolds(market)]) {
    const balance = ledger.balance(account, asset);
    held.set(balance, (held.get(balance) ?? 0) + quantity);
  }
  for (const order of market.liveOrders()) {
    const balance = ledger.balance(order.accountNo, assetOf(order));
    held.set(balance, (held.get(balance) ?? 0) + order.held);
  }
  const posted = new Map<number, number>();
  for (const balance of ledger.all()) {
    const { account, asset } = balance;
    if (balance.held !== (held.get(balance) ?? 0))
      yield `account ${account} asset ${asset} holds ${balance.held}, its orders and biddings ${held.get(balance) ?? 0}`;
    try {
      balance.assertSound();
    } catch (error) {
      yield (error as Error).message;
    }
    posted.set(asset, (posted.get(asset) ?? 0) + balance.posted);
  }
  for (const [asset, sum] of posted)
    if (sum !== 0) yield `${asset === CASH ? 'money' : `asset ${asset}`} does not sum to zero: ${sum}`;
}

/** What open biddings hold: of their initiators, deposits, and what covers the bids. */
function* oneWayHolds({ oneWay }: Market): Generator<HeldBeside> {
  for (const bidding of oneWay.open()) {
    const assetOn = (side: string): number => (side === 'sell' ? bidding.instrumentNo : CASH);
    yield { account: bidding.accountNo, asset: assetOn(bidding.side), quantity: bidding.held };
    for (const { accountNo, deposit, cover } of bidding.bidders) {
      yield { account: accountNo, asset: CASH, quantity: deposit };
      yield { account: accountNo, asset: assetOn(bidderSide(bidding)), quantity: cover };
    }
  }
}
