import type { TradingDay } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import type { InstrumentDay, InstrumentMarket } from './instrument-market.js';
import { daysRemembered, interventionDue } from './intervention.js';
import type { Market } from './market.js';
import { endIntent } from './block-endings.js';
import { end } from './matching.js';
import { endSuspended } from './one-way-award.js';
import { abandonCall } from './uncross.js';
import { HELD_BY_BREAK, type MarketWorld } from './world.js';

interface DayNamed extends Command {
  readonly day: TradingDay;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Goods bought before become sellable; client order ids start anew. Waits until the day before is fully settled. */
export function openDay(world: MarketWorld, { day }: DayNamed, { at, emit }: CommandContext): Outcome<Json> {
  const { market, clearing, ledger } = world;
  if (market.dayStatus === 'OPEN')
    return reject('market.day_still_open', { data: { day: market.tradingDay } });
  if (!DAY.test(day) || day <= market.tradingDay)
    return reject('market.day_not_after', { data: { day: market.tradingDay } });
  if (clearing.pendingCount > 0)
    return reject('market.unsettled_trades', { data: { trades: clearing.pendingCount } });
  const fault = world.openings?.faultOfDay(world);
  if (fault !== undefined) return reject(fault.code, { data: fault.data });
  ledger.unlockDay();
  market.openDay(day, at);
  emit({ type: 'DayOpened', day });
  holdShut(world, emit);
  return accept({ day, status: 'OPEN' });
}

/** What an open break concerns stays halted until its case is closed. A halt of another kind keeps its own reason. */
function holdShut(world: MarketWorld, emit: CommandContext['emit']): void {
  const { market, registry, openings } = world;
  if (openings === undefined) return;
  for (const { instrumentNo, state, referencePriceFen } of registry.allInstruments()) {
    const fault = openings.faultOf(world, instrumentNo, market.tradingDay);
    const instrument = market.of(instrumentNo, referencePriceFen);
    if (fault === undefined || state !== 'TRADABLE' || instrument.haltReason !== '') continue;
    market.keep(instrument).haltReason = HELD_BY_BREAK;
    emit({ type: 'TradingHalted', instrumentNo, reason: HELD_BY_BREAK });
  }
}

/** Day orders lapse, each instrument gets its close. */
export function closeDay(world: MarketWorld, { day }: DayNamed, context: CommandContext): Outcome<Json> {
  const { market } = world;
  if (market.dayStatus !== 'OPEN' || market.tradingDay !== day)
    return reject('market.day_not_open', { data: { day: market.tradingDay } });
  for (const instrument of byNumber(market))
    if (instrument.call !== undefined) abandonCall(world, instrument, context);
  const lapsing = [...market.liveOrders()].sort((a, b) => a.orderNo - b.orderNo);
  for (const order of lapsing) end(world, market.find(order.instrumentNo)!, order, 'expired', context);
  for (const intent of market.blocks.openIntents()) endIntent(world, intent, 'EXPIRED', context);
  endSuspended(world, context);
  // By number: a market that came back from a snapshot must tell its closes in the same order as one that lived on.
  for (const instrument of byNumber(market)) {
    const ended = instrument.endDay(day);
    market.instrumentDays.push(ended);
    context.emit({ type: 'InstrumentDayClosed', ...ended });
    lookBack(world, instrument, ended, context);
  }
  market.closeDay(context.at);
  world.clearing.endDay(day, market.tradeCount);
  context.emit({ type: 'DayClosed', day, ordersExpired: lapsing.length });
  return accept({ day, status: 'CLOSED', ordersExpired: lapsing.length });
}

/** A day more, a day less to look back on; where the average calls for it, the authority and the public are told. */
function lookBack(
  { market, registry, rules }: MarketWorld,
  instrument: InstrumentMarket,
  { day, value, volume }: InstrumentDay,
  { emit }: CommandContext,
): void {
  const { instrumentNo } = instrument;
  const pack = rules.inForce(registry.instrument(instrumentNo)!.packName, day);
  const remembered = pack === undefined ? 0 : daysRemembered(pack, day);
  if (pack === undefined || remembered === 0) return;
  instrument.turnovers = [...instrument.turnovers, { value, volume }].slice(-remembered);
  const intervention = interventionDue(pack, instrumentNo, day, instrument.turnovers);
  if (intervention === undefined) return;
  market.interventions.push(intervention);
  emit({ type: 'InterventionDue', ...intervention });
}

function byNumber(market: Market): InstrumentMarket[] {
  return [...market.all()].sort((a, b) => a.instrumentNo - b.instrumentNo);
}
