import type { Instant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { ENDED_PERMIT_TERMS_MAX } from '../../kernel/limits.js';
import { accept, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { rulesFor } from './assessment.js';
import { closeListing } from './award.js';
import { defaultOf, isOver } from './contract.js';
import type { PermitRules } from './permit-rules.js';
import type { Encumbrance } from './right.js';
import type { Listing, Transfer } from './transfer.js';
import type { PermitsWorld } from './world.js';

interface Due {
  readonly transfers: { readonly transfer: Transfer; readonly rules: PermitRules }[];
  readonly encumbrances: Encumbrance[];
}

export const dueTermHandlers: Handlers = { 'end-permit-terms': endTerms };

/** Everything that the clock alone ends: windows, terms to sign and to pay, leases and pledges. */
export function dueTerms(world: PermitsWorld, at: Instant): Due {
  const transfers = world.permits.timedTransfers().flatMap((transfer) => {
    const rules = rulesFor(world, transfer.instrumentNo, at);
    if (!rules.ok) return [];
    const isListed = transfer.state === 'LISTED';
    const isDue = isListed ? at >= (transfer.listing as Listing).closesAt : isOver(transfer, rules.value.day);
    return isDue ? [{ transfer, rules: rules.value }] : [];
  });
  const encumbrances = world.permits.activeEncumbrances().filter((encumbrance) => {
    const { instrumentNo } = world.permits.right(encumbrance.rightNo)!;
    const rules = rulesFor(world, instrumentNo, at);
    return rules.ok && encumbrance.lastDay < rules.value.day;
  });
  return { transfers, encumbrances };
}

/** Idempotent: what has ended does not end again. */
function endTerms(world: PermitsWorld, _command: Command, context: CommandContext): Outcome<Json> {
  const due = dueTerms(world, context.at);
  const transfers = due.transfers.slice(0, ENDED_PERMIT_TERMS_MAX);
  const encumbrances = due.encumbrances.slice(0, ENDED_PERMIT_TERMS_MAX - transfers.length);
  for (const { transfer, rules } of transfers)
    if (transfer.state === 'LISTED') closeListing(world, rules, transfer, context);
    else defaultOf(world, rules, transfer, context);
  for (const encumbrance of encumbrances) {
    world.permits.endEncumbrance(encumbrance, 'EXPIRED');
    const { encumbranceNo, rightNo, kind } = encumbrance;
    context.emit({ type: 'PermitEncumbranceExpired', encumbranceNo, rightNo, kind });
  }
  return accept({ transfers: transfers.length, encumbrances: encumbrances.length });
}
