import type { Json } from '../../kernel/json.js';
import type { Outcome } from '../../kernel/rejection.js';
import { registryHandlers } from '../../registry/domain/index.js';
import type { Command, CommandContext, VenueEvent } from '../../sequencer/domain/command.js';
import { CustodyRules } from './custody-rules.js';
import type { CustodyWorld } from './world.js';

/** The registry's creation of a batch; who must hand back what it has is told so, and until when. */
export function createBatch(world: CustodyWorld, command: Command, context: CommandContext): Outcome<Json> {
  const adjusted: VenueEvent[] = [];
  const outcome = registryHandlers['create-batch'](world, command, {
    ...context,
    emit: (event) => {
      context.emit(event);
      if (event.type === 'AllocationAdjusted') adjusted.push(event);
    },
  });
  for (const event of adjusted) {
    const { batchNo, accountNo, instrumentNo, owed } = event as unknown as Record<string, number>;
    if (owed === 0) continue;
    const { org } = world.registry.account(accountNo)!;
    const dueDay = CustodyRules.on(world, instrumentNo, context.at)?.handBackBy();
    const facts = { instrumentNo, quantity: owed, ...(dueDay !== undefined && { dueDay }) };
    const { seq, at, by: causedBy } = context;
    const about = { accountNo, org, subjectNo: batchNo, causedBy, seq, at };
    world.custody.notify({ kind: 'ALLOCATION_ADJUSTED', ...about, facts });
  }
  return outcome;
}
