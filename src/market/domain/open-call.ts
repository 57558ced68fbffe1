import type { Json } from '../../kernel/json.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import type { CallAuction } from './call.js';
import type { InstrumentMarket } from './instrument-market.js';
import type { MarketWorld } from './world.js';

interface OpenCall extends Command {
  readonly instrumentNo: number;
  readonly phase: 'opening' | 'closing';
}

/** A scheduled call begins: once a day, within its hours, for an instrument that may be traded. */
export function openCall(
  world: MarketWorld,
  { instrumentNo, phase }: OpenCall,
  context: CommandContext,
): Outcome<Json> {
  const instrument = world.registry.instrument(instrumentNo);
  if (instrument === undefined) return reject('market.instrument_unknown');
  const { tradingDay, dayStatus } = world.market;
  const pack = world.rules.inForce(instrument.packName, tradingDay);
  if (pack === undefined) return reject('market.no_rules_in_force');
  const hours = phase === 'opening' || phase === 'closing' ? pack.callHours(phase, tradingDay) : undefined;
  const isNow = hours !== undefined && hours.from <= context.at && context.at < hours.to;
  if (dayStatus !== 'OPEN' || !isNow) return reject('market.call_not_due');
  if (instrument.state === 'RETIRED' || (instrument.expiry !== null && instrument.expiry < tradingDay))
    return reject('market.instrument_retired');
  const market = world.market.of(instrumentNo, instrument.referencePriceFen);
  if (market.call !== undefined || market.callsHeld.includes(phase)) return reject('market.call_not_due');

  world.market.keep(market);
  market.callsHeld.push(phase);
  beginCall(world, market, { ...hours, phase }, context);
  return accept({ instrumentNo, phase, to: hours.to });
}

export function beginCall(
  world: MarketWorld,
  market: InstrumentMarket,
  call: CallAuction,
  { seq, emit }: CommandContext,
): void {
  const { instrumentNo } = market;
  const { phase, from, to } = call;
  market.call = { ...call, callNo: seq };
  const nothing = { endedAt: null, price: 0, volume: 0, imbalance: 0 };
  world.market.callResults.push({
    instrumentNo,
    callNo: seq,
    phase,
    state: 'GATHERING',
    from,
    to,
    ...nothing,
  });
  emit({ type: 'CallAuctionOpened', instrumentNo, phase, from, to });
}
