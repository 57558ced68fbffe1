import type { components } from './generated/schema';

/** A shape that the service's description names: `Told<'Proposal'>`. */
export type Told<Name extends keyof components['schemas']> = components['schemas'][Name];
