import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { RulePack } from '../../rules/domain/rule-pack.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import type { CallResult } from './call.js';
import { crossingOf, givingWay, levelsOf } from './call-auction.js';
import { type Equilibrium, equilibriumOf } from './equilibrium.js';
import type { InstrumentMarket } from './instrument-market.js';
import { end, execute } from './matching.js';
import type { MarketWorld } from './world.js';

interface Uncross extends Command {
  readonly instrumentNo: number;
}

/** The orders that gathered meet at one price. Never before the call's time is over; while trading is halted, not at all. */
export function uncross(
  world: MarketWorld,
  { instrumentNo }: Uncross,
  context: CommandContext,
): Outcome<Json> {
  const instrument = world.registry.instrument(instrumentNo);
  if (instrument === undefined) return reject('market.instrument_unknown');
  const market = world.market.find(instrumentNo);
  if (market?.call === undefined) return reject('market.call_not_running');
  if (context.at < market.call.to) return reject('market.call_not_over');
  const pack = world.rules.inForce(instrument.packName, world.market.tradingDay);
  if (pack === undefined) return reject('market.no_rules_in_force');
  const halted = world.market.haltReason || market.haltReason;
  if (halted !== '') return reject('market.halted', { detail: halted });
  const { phase } = market.call;
  const met = meet(world, market, pack, instrument.tickFen, context);
  const { price, volume, imbalance } = met ?? { price: 0, volume: 0, imbalance: 0 };
  return accept({ instrumentNo, phase, price, volume, imbalance, packNo: pack.packNo });
}

function meet(
  world: MarketWorld,
  market: InstrumentMarket,
  pack: RulePack,
  tickFen: number,
  context: CommandContext,
): Equilibrium | undefined {
  for (const order of givingWay(crossingOf(market))) end(world, market, order, 'self_trade', context);
  const { bids, asks } = crossingOf(market);
  const [wanted, offered] = [levelsOf(bids), levelsOf(asks)];
  const met = equilibriumOf(wanted, offered, market.callReference(), tickFen);
  const { price, volume, imbalance } = met ?? { price: 0, volume: 0, imbalance: 0 };
  const { instrumentNo } = market;
  const { phase } = market.call!;
  // Whose levels change: what watches the book cannot know it from the trades, which all have one price.
  const levels = {
    bids: wanted.filter((level) => level.price >= price).map((level) => level.price),
    asks: offered.filter((level) => level.price <= price).map((level) => level.price),
  };
  context.emit({ type: 'CallAuctionUncrossed', instrumentNo, phase, price, volume, imbalance, ...levels });
  endCall(world, market, 'UNCROSSED', { price, volume, imbalance }, context);
  let left = volume;
  while (left > 0) {
    const [bid, ask] = [market.book.bids.best?.first, market.book.asks.best?.first];
    invariant(bid !== undefined && ask !== undefined, 'a call trades no more than both sides have');
    const [older, newer] = bid.orderNo < ask.orderNo ? [bid, ask] : [ask, bid];
    left -= execute(world, market, pack, newer, older, context, price).quantity;
  }
  return met;
}

/** The day ends while orders gather, and they may not meet: nothing trades. */
export function abandonCall(world: MarketWorld, market: InstrumentMarket, context: CommandContext): void {
  const { instrumentNo, call } = market;
  context.emit({ type: 'CallAuctionAbandoned', instrumentNo, phase: call!.phase });
  endCall(world, market, 'ABANDONED', { price: 0, volume: 0, imbalance: 0 }, context);
}

function endCall(
  world: MarketWorld,
  market: InstrumentMarket,
  state: CallResult['state'],
  result: Equilibrium,
  { at }: CommandContext,
): void {
  const { instrumentNo, call } = market;
  const { callNo, phase, from, to } = call!;
  market.call = undefined;
  world.market.callResults.push({ instrumentNo, callNo, phase, state, from, to, endedAt: at, ...result });
}
