import type { Approvals } from '../../approvals/domain/approvals.js';
import type { Ledger } from '../../ledger/domain/ledger.js';
import type { Registry } from '../../registry/domain/registry.js';
import type { Machine } from '../../sequencer/domain/machine.js';
import type { Banking } from './banking.js';

export interface BankingWorld {
  readonly ledger: Ledger;
  readonly registry: Registry;
  readonly approvals: Approvals;
  readonly banking: Banking;
}

/** A venue as banking's doors may see it. */
export type BankingMachine = Machine & BankingWorld;
