import type { RegistryWorld } from '../../registry/domain/world.js';
import type { Custody } from './custody.js';

/** The slices that custody reads and changes. */
export interface CustodyWorld extends RegistryWorld {
  readonly custody: Custody;
}
