import type { Ledger } from '../../ledger/domain/ledger.js';
import type { Rules } from '../../rules/domain/rules.js';
import type { Registry } from './registry.js';

/** The slices that registry decisions read and change. */
export interface RegistryWorld {
  readonly ledger: Ledger;
  readonly rules: Rules;
  readonly registry: Registry;
}
