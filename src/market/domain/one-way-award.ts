import type { Json } from '../../kernel/json.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import { CASH } from '../../ledger/domain/system-accounts.js';
import type { RulePack } from '../../rules/domain/rule-pack.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import { mayTrade } from './admission.js';
import { assetOf, end, execute, holdFor } from './matching.js';
import {
  type Award,
  awardsOf,
  type BiddingFailure,
  bidderSide,
  type OneWayBidding,
} from './one-way-bidding.js';
import { suspending } from './one-way-suspension.js';
import { Order, type Side } from './order.js';
import type { MarketWorld } from './world.js';

/**
 * The end of a bidding: everything that was held for it is given back, and what the awards cost is held anew by their
 * orders, which trade at once. The day keeper asks for it; the clock of the command proves that it is time.
 */
export function closeBidding(
  world: MarketWorld,
  { biddingNo }: Command & { readonly biddingNo: number },
  context: CommandContext,
): Outcome<Json> {
  const { market } = world;
  const bidding = market.oneWay.bidding(biddingNo);
  if (bidding === undefined) return reject('market.bidding_unknown');
  if (context.at < bidding.biddingClosesAt) return reject('market.bidding_not_over');
  if (market.dayStatus !== 'OPEN') return reject('market.day_not_open', { data: { day: market.tradingDay } });
  const haltReason = market.haltReason || market.find(bidding.instrumentNo)!.haltReason;
  if (haltReason !== '') return reject('market.halted', { detail: haltReason });
  const waitsFor = suspending(world, bidding);
  if (waitsFor !== undefined) return reject('market.kill_switch', { detail: waitsFor.reason });

  const barred = barredInitiator(world, bidding);
  for (const bidder of bidding.bidders)
    if (!mayTrade(world, bidder.accountNo, bidding.instrumentNo)) bidder.state = 'BARRED';
  const standing = market.oneWay.standing(bidding);
  const awards = barred === '' ? awardsOf(bidding, standing) : [];
  giveBack(world, bidding);
  if (awards.length > 0) trade(world, bidding, awards, context);
  for (const bidder of bidding.bidders) if (bidder.state === 'BID') bidder.state = 'LOST';
  const failure = barred || (standing.length === 0 ? 'no_bids' : 'under_reserve');
  finish(world, bidding, awards.length > 0 ? '' : failure, context);
  const { state, reason, awarded } = bidding;
  return accept({ biddingNo, state, reason, awarded });
}

/**
 * A bidding may not wait for a kill switch without end, with others' money in it: what was due today and could not be
 * closed ends with the trading day.
 */
export function endSuspended(world: MarketWorld, context: CommandContext): void {
  for (const bidding of world.market.oneWay.open()) {
    if (context.at < bidding.biddingClosesAt || suspending(world, bidding) === undefined) continue;
    giveBack(world, bidding);
    for (const bidder of bidding.bidders) if (bidder.state === 'BID') bidder.state = 'LOST';
    finish(world, bidding, 'kill_switch', context);
  }
}

function finish(
  { market }: MarketWorld,
  bidding: OneWayBidding,
  reason: BiddingFailure,
  { at, emit }: CommandContext,
): void {
  bidding.state = reason === '' ? 'AWARDED' : 'FAILED';
  bidding.reason = reason;
  bidding.changedAt = at;
  market.oneWay.finish(bidding);
  const { biddingNo, state, awarded } = bidding;
  emit({ type: 'OneWayBiddingClosed', biddingNo, state, reason, awarded });
}

/** Biddings that could be closed now, by number. */
export function dueBiddings(world: MarketWorld, at: number): OneWayBidding[] {
  const { market } = world;
  if (market.dayStatus !== 'OPEN' || market.haltReason !== '') return [];
  return market.oneWay
    .open()
    .filter(
      (one) =>
        at >= one.biddingClosesAt &&
        market.find(one.instrumentNo)!.haltReason === '' &&
        suspending(world, one) === undefined,
    );
}

function barredInitiator(world: MarketWorld, bidding: OneWayBidding): BiddingFailure {
  const { registry, market } = world;
  if (!mayTrade(world, bidding.accountNo, bidding.instrumentNo)) return 'initiator_barred';
  const { state, expiry } = registry.instrument(bidding.instrumentNo)!;
  const isClosed = state === 'RETIRED' || (expiry !== null && expiry < market.tradingDay);
  return isClosed ? 'instrument_closed' : '';
}

function giveBack({ ledger }: MarketWorld, bidding: OneWayBidding): void {
  const goods = bidding.instrumentNo;
  ledger.release(bidding.accountNo, bidding.side === 'sell' ? goods : CASH, bidding.held);
  bidding.held = 0;
  for (const bidder of bidding.bidders) {
    ledger.release(bidder.accountNo, CASH, bidder.deposit);
    ledger.release(bidder.accountNo, bidderSide(bidding) === 'buy' ? CASH : goods, bidder.cover);
    bidder.deposit = bidder.cover = 0;
  }
}

/** Each winner trades with the initiator at the winner's own price. */
function trade(
  world: MarketWorld,
  bidding: OneWayBidding,
  awards: readonly Award[],
  context: CommandContext,
): void {
  const pack = world.rules.pack(bidding.packNo)!;
  const market = world.market.find(bidding.instrumentNo)!;
  const { accountNo, side, quantity, orderNo, noticedAt } = bidding;
  const own = orderOf(
    world,
    pack,
    bidding,
    { accountNo, side, price: limitOf(bidding), quantity, orderNo, placedAt: noticedAt },
    context,
  );
  for (const { bidder, quantity: awarded } of awards) {
    const { accountNo: winner, price, bidQuantity, orderNo: no, bidAt } = bidder;
    const facts = { accountNo: winner, side: bidderSide(bidding), price, quantity: bidQuantity };
    const order = orderOf(world, pack, bidding, { ...facts, orderNo: no, placedAt: bidAt }, context);
    execute(world, market, pack, own, order, context);
    if (order.isLive) end(world, market, order, 'unawarded', context);
    bidder.state = 'AWARDED';
    bidder.awarded = awarded;
    bidding.awarded += awarded;
  }
  if (own.isLive) end(world, market, own, 'unawarded', context);
}

/** The worst price the initiator agreed to. */
function limitOf({ side, floorFen, ceilingFen, reserveFen }: OneWayBidding): number {
  if (side === 'sell') return Math.max(floorFen, reserveFen);
  return reserveFen === 0 ? ceilingFen : reserveFen;
}

interface OrderFacts {
  readonly accountNo: number;
  readonly side: Side;
  readonly price: number;
  readonly quantity: number;
  readonly orderNo: number;
  readonly placedAt: number;
}

function orderOf(
  world: MarketWorld,
  pack: RulePack,
  { instrumentNo }: OneWayBidding,
  { accountNo, side, price, quantity, orderNo, placedAt }: OrderFacts,
  { emit }: CommandContext,
): Order {
  const { ownerGroup } = world.registry.account(accountNo)!;
  const order = new Order(
    ...([orderNo, accountNo, ownerGroup, instrumentNo, side] as const),
    ...(['limit', price, quantity, 'DAY', '', pack.packNo] as const),
    ...([world.market.tradingDay, placedAt, pack.selfTrade, false, 'one_way'] as const),
  );
  order.held = holdFor(pack, order, quantity);
  world.ledger.hold(accountNo, assetOf(order), order.held);
  world.market.admit(order);
  const { timeInForce, method } = order;
  emit({
    type: 'OrderAccepted',
    ...{ orderNo, accountNo, instrumentNo, side, price, quantity, timeInForce, method },
  });
  return order;
}
