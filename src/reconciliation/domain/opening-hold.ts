import type { TradingDay } from '../../kernel/instant.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { VenueEvent } from '../../sequencer/domain/command.js';
import { HELD_BY_BREAK, type MarketWorld, type OpeningGate } from '../../market/domain/world.js';
import { type Break, holdsAfter } from './break.js';
import type { Reconciliation } from './reconciliation.js';

/** An open break keeps what it concerns shut at every later opening, until the case is closed or accepted. */
export class OpeningHold implements OpeningGate {
  constructor(private readonly reconciliation: () => Reconciliation) {}

  faultOf(world: MarketWorld, instrumentNo: number, day: TradingDay): Rejection | undefined {
    let first: number | undefined;
    let count = 0;
    for (const one of this.reconciliation().live()) {
      if (day <= holdsAfter(one) || !concerns(world, one, instrumentNo, day)) continue;
      first ??= one.breakNo;
      count += 1;
    }
    return first === undefined
      ? undefined
      : { code: 'reconciliation.break_open', data: { first, breaks: count } };
  }

  faultOfDay({ market, rules }: MarketWorld): Rejection | undefined {
    const { tradingDay } = market;
    const house = rules.all()[0];
    if (tradingDay === '' || (rules.inForce(house.name, tradingDay) ?? house).opensReconciled === false)
      return undefined;
    return this.reconciliation().lastClose.day < tradingDay
      ? { code: 'reconciliation.day_not_reconciled', data: { day: tradingDay } }
      : undefined;
  }

  /** What no break holds any more trades again at once, if its day is open. */
  release(world: MarketWorld, emit: (event: VenueEvent) => void): void {
    const { market } = world;
    const held = [...market.all()].filter(({ haltReason }) => haltReason === HELD_BY_BREAK);
    held.sort((a, b) => a.instrumentNo - b.instrumentNo);
    for (const instrument of held) {
      const { instrumentNo } = instrument;
      if (this.faultOf(world, instrumentNo, market.tradingDay) !== undefined) continue;
      instrument.haltReason = '';
      emit({ type: 'TradingResumed', instrumentNo, reason: HELD_BY_BREAK });
    }
  }
}

/** Units and trades concern their instrument; money concerns what the rules of each instrument say it does. */
function concerns(
  { registry, rules }: MarketWorld,
  { total, part, instrumentNo: broken }: Break,
  instrumentNo: number,
  day: TradingDay,
): boolean {
  if (total === 'ALL') return true;
  if (total !== 'CASH') return broken === instrumentNo;
  const pack = rules.inForce(registry.instrument(instrumentNo)!.packName, day);
  const policy = pack?.cashBreaksHold ?? 'ALL';
  return policy === 'ALL' || (policy === 'DIFFERENCES' && part !== 'suspense');
}
