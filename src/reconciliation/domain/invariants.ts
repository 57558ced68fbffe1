import { holdsAfter } from './break.js';
import type { ReconciliationWorld } from './world.js';

/** What must hold after every command; each broken fact is one sentence, none is the good news. */
export function reconciliationInvariants(world: ReconciliationWorld): string[] {
  const { reconciliation, market, registry, openings, approvals } = world;
  const broken: string[] = [];
  if (market.dayStatus === 'OPEN')
    for (const { instrumentNo, state } of registry.allInstruments()) {
      if (state !== 'TRADABLE' || openings.faultOf(world, instrumentNo, market.tradingDay) === undefined)
        continue;
      if ((market.find(instrumentNo)?.haltReason ?? '') === '')
        broken.push(`instrument ${instrumentNo} is open over a break`);
    }
  for (const one of reconciliation.live()) {
    const { breakNo, state, proposalNo } = one;
    const isDecided = state === 'CORRECTED' || state === 'ACCEPTED';
    if (isDecided && !approvals.isFinished(proposalNo)) broken.push(`break ${breakNo} is ${state} by nobody`);
    if (state === 'ACCEPTED' && holdsAfter(one) === '') broken.push(`break ${breakNo} is accepted for ever`);
    if (state !== 'OPEN' && one.explanation === '')
      broken.push(`break ${breakNo} is ${state} without a word`);
  }
  return broken;
}
