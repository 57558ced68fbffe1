import type { Ledger } from '../../ledger/domain/ledger.js';
import type { Registry } from '../../registry/domain/registry.js';
import type { Rules } from '../../rules/domain/rules.js';
import type { Machine } from '../../sequencer/domain/machine.js';
import type { Permits } from './permits.js';

/** The slices that permit decisions read and change. */
export interface PermitsWorld {
  readonly ledger: Ledger;
  readonly rules: Rules;
  readonly registry: Registry;
  readonly permits: Permits;
}

/** A venue as the doors and jobs of permits may see it. */
export type PermitsMachine = Machine & PermitsWorld;
