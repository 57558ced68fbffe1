import type { BankingWorld } from '../../banking/domain/world.js';
import type { Clearing } from '../../clearing/domain/clearing.js';
import type { MarketWorld } from '../../market/domain/world.js';
import type { Machine } from '../../sequencer/domain/machine.js';
import type { OpeningHold } from './opening-hold.js';
import type { Reconciliation } from './reconciliation.js';

export interface ReconciliationWorld extends BankingWorld, Omit<MarketWorld, 'clearing'> {
  readonly clearing: Clearing;
  readonly reconciliation: Reconciliation;
  readonly openings: OpeningHold;
}

/** A venue as the doors and jobs of reconciliation may see it. */
export type ReconciliationMachine = Machine & ReconciliationWorld & { readonly seq: number };
