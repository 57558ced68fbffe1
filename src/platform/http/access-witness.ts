import type { Caller, DoorRequest } from './caller.js';
import type { DoorSpec } from './door.js';

/**
 * The port through which the doors tell who read data of others and who was turned away; identity implements it. It
 * only notes: a door does not wait for a disk.
 */
export interface AccessWitness {
  /** A request that is about to be answered. Throws `identity.audit_not_recording` rather than let it be unseen. */
  reads(door: DoorSpec, request: DoorRequest, caller: Caller): void;
  denied(door: DoorSpec, request: DoorRequest, caller: Caller): void;
  /** `error` is what the credential was refused with. */
  credentialRefused(request: DoorRequest, error: unknown): void;
}

export const ACCESS_WITNESS = Symbol('ACCESS_WITNESS');
