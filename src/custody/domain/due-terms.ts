import type { Instant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { ENDED_CUSTODY_TERMS_MAX } from '../../kernel/limits.js';
import { accept, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import type { DelayedTransfer } from './delayed-transfer.js';
import type { FreezeOrder } from './freeze-order.js';
import { endFreeze } from './freezes.js';
import { executeTransfer, isDue } from './transfer.js';
import type { CustodyWorld } from './world.js';

interface Due {
  readonly freezes: readonly FreezeOrder[];
  readonly transfers: readonly DelayedTransfer[];
}

/** Everything that the clock alone ends: freezes first, so that what they let go may leave. */
export function dueCustody(world: CustodyWorld, at: Instant): Due {
  return {
    freezes: [...world.custody.allFreezes()].filter(({ until }) => until !== 0 && until <= at),
    transfers: [...world.custody.waiting()].filter((transfer) => isDue(world, transfer, at)),
  };
}

/** Idempotent: what has ended does not end again. */
export function endTerms(world: CustodyWorld, _command: Command, context: CommandContext): Outcome<Json> {
  const due = dueCustody(world, context.at);
  const freezes = due.freezes.slice(0, ENDED_CUSTODY_TERMS_MAX);
  for (const order of freezes) endFreeze(world, order, 'EXPIRED', context);
  const transfers = due.transfers.slice(0, ENDED_CUSTODY_TERMS_MAX - freezes.length);
  for (const transfer of transfers) executeTransfer(world, transfer, context);
  return accept({ freezes: freezes.length, transfers: transfers.length });
}
