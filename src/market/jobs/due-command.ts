import type { Instant } from '../../kernel/instant.js';
import type { Command } from '../../sequencer/domain/command.js';
import { lateIntents } from '../domain/block-endings.js';
import type { GatheringCall } from '../domain/call.js';
import { dueBiddings } from '../domain/one-way-award.js';
import type { MarketMachine } from '../domain/world.js';

/** Picks the moment at which a call ends, between its two bounds; the same for the same call, and nobody else's to know. */
export type EndOfCall = (call: GatheringCall, instrumentNo: number) => Instant;

/** What the calendar asks for at an instant, first things first. The venue's first pack keeps its calendar. */
export function dueCommand(machine: MarketMachine, at: Instant, endOf: EndOfCall): Command | undefined {
  const { market, rules, clearing } = machine;
  const house = rules.all()[0];
  if (house === undefined) return undefined;
  const { day, microsOfDay } = house.localTime(at);
  const pack = rules.inForce(house.name, day) ?? house;
  if (market.dayStatus === 'OPEN') {
    const call = dueUncross(machine, at, endOf) ?? dueCall(machine, at);
    if (call !== undefined) return call;
    const [ended] = dueBiddings(machine, at);
    if (ended !== undefined) return { kind: 'close-one-way-bidding', biddingNo: ended.biddingNo };
    const isOver = day > market.tradingDay || microsOfDay >= pack.dayEnds;
    if (isOver) return { kind: 'close-day', day: market.tradingDay };
    return lateIntents(machine, at).length > 0 ? { kind: 'expire-block-intents' } : undefined;
  }
  const isNext = day > market.tradingDay && pack.tradesOn(day) && microsOfDay < pack.dayEnds;
  const isTied = machine.openings?.faultOfDay(machine) === undefined;
  return isNext && isTied && clearing.pendingCount === 0 ? { kind: 'open-day', day } : undefined;
}

function dueUncross({ market }: MarketMachine, at: Instant, endOf: EndOfCall): Command | undefined {
  if (market.haltReason !== '') return undefined;
  for (const { call, haltReason, instrumentNo } of market.all()) {
    if (call === undefined || haltReason !== '' || at < call.to) continue;
    if (at >= endOf(call, instrumentNo)) return { kind: 'uncross', instrumentNo };
  }
  return undefined;
}

function dueCall({ market, rules, registry }: MarketMachine, at: Instant): Command | undefined {
  for (const { instrumentNo, packName, referencePriceFen, state, expiry } of registry.allInstruments()) {
    const pack = rules.inForce(packName, market.tradingDay);
    const isTradable = state !== 'RETIRED' && (expiry === null || expiry >= market.tradingDay);
    if (pack === undefined || !isTradable) continue;
    const { call, callsHeld } = market.of(instrumentNo, referencePriceFen);
    for (const phase of ['opening', 'closing'] as const) {
      const hours = pack.callHours(phase, market.tradingDay);
      const isDue = hours !== undefined && hours.from <= at && at < hours.to;
      if (isDue && call === undefined && !callsHeld.includes(phase))
        return { kind: 'open-call', instrumentNo, phase };
    }
  }
  return undefined;
}
