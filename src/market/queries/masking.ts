import { RejectionError } from '../../kernel/rejection.js';
import type { Caller } from '../../platform/http/index.js';

/** The exchange's operator sees what is dealt in, not whose it is (rulebook §6: masked). */
export function isMasked(caller: Caller): boolean {
  return caller.roles.includes('exchange_op');
}

/** Asking for one account's rows would tell whose they are: to whoever may not know, no account is known. */
export function refuseMasked(
  caller: Caller,
  { accountId }: { readonly accountId?: string | undefined },
): void {
  if (isMasked(caller) && accountId !== undefined)
    throw new RejectionError({ code: 'registry.unknown_account' });
}

/** The organisation a caller is confined to, or null when the power reaches further. */
export function ownOnly(caller: Caller, power: string): string | null {
  return caller.scopes[power] === 'own' ? caller.orgId : null;
}
