import { reject, type Outcome, accept } from '../../kernel/rejection.js';
import type { CommandContext } from '../../sequencer/domain/command.js';
import { isGiven, type Batch, type BatchLine } from './batch.js';
import { netAllocation } from './net-allocation.js';
import type { RegistryWorld } from './world.js';

interface Before {
  approved: number;
  deducted: number;
}

/** One staged batch as it comes out: its lines, and what accounts must hand back of what they were given before. */
export interface Adjustment {
  readonly lines: readonly BatchLine[];
  readonly total: number;
  readonly owed: ReadonlyMap<number, number>;
}

/** What a staged batch gives, by what its accounts were given and still owe. */
export function adjustment(world: RegistryWorld, batch: Batch): Outcome<Adjustment> {
  const { instrumentNo, year, stage } = batch;
  const { deductions } = world.registry;
  const before = new Map<number, Before>();
  /** The batch that has promised units to an account and not given them yet. */
  const promised = new Map<number, number>();
  for (const earlier of world.registry.stagedBatches(instrumentNo, year)) {
    if (earlier.stage === 'FINAL' && stage === 'PRE')
      return reject('registry.already_final', { data: { batchNo: earlier.batchNo } });
    for (const { accountNo, quantity, approved = 0, deducted = 0 } of earlier.lines) {
      if (quantity > 0 && !isGiven(earlier.state)) promised.set(accountNo, earlier.batchNo);
      const sum = before.get(accountNo) ?? { approved: 0, deducted: 0 };
      // A final file says all that is due for the year; files before it add up.
      sum.approved = earlier.stage === 'FINAL' ? approved : sum.approved + approved;
      sum.deducted += deducted;
      before.set(accountNo, sum);
    }
  }
  const owed = new Map<number, number>();
  const lines = batch.lines.map(({ accountNo, quantity: approved }): BatchLine => {
    const known = before.get(accountNo) ?? { approved: 0, deducted: 0 };
    const net = netAllocation({
      approved,
      before: stage === 'FINAL' ? known.approved : 0,
      deducted: known.deducted,
      open: deductions.of(accountNo, instrumentNo)?.open ?? 0,
    });
    if (net.owed > 0) owed.set(accountNo, net.owed);
    const { quantity, deducted } = net;
    return { accountNo, quantity, approved, ...(deducted !== 0 && { deducted }) };
  });
  // Units can be asked back where they are: what was promised before is given first, and then noted as owed.
  for (const accountNo of owed.keys()) {
    const batchNo = promised.get(accountNo);
    if (batchNo !== undefined)
      return reject('registry.earlier_batch_waits', { data: { batchNo, accountNo } });
  }
  return accept({ lines, total: lines.reduce((sum, { quantity }) => sum + quantity, 0), owed });
}

/** Deductions are paid or returned, and what is asked back is noted where it was given and kept as far as it is there. */
export function applyAdjustment(
  world: RegistryWorld,
  batch: Batch,
  { lines, owed }: Adjustment,
  context: CommandContext,
): void {
  const { batchNo, instrumentNo } = batch;
  for (const { accountNo, quantity, approved = 0, deducted = 0 } of lines) {
    world.registry.deductions.pay(accountNo, instrumentNo, deducted);
    const asked = askBack(world, batch, accountNo, owed.get(accountNo) ?? 0);
    if (deducted === 0 && asked.owed === 0) continue;
    const open = world.registry.deductions.of(accountNo, instrumentNo)?.open ?? 0;
    const facts = { batchNo, accountNo, instrumentNo, approved, quantity, deducted, open, ...asked };
    context.emit({ type: 'AllocationAdjusted', ...facts });
  }
}

/** From the batch that gave last: what of it is neither taken nor asked back already. */
function askBack(
  { registry, ledger }: RegistryWorld,
  { instrumentNo, year }: Batch,
  accountNo: number,
  quantity: number,
): { owed: number; kept: number } {
  let [owed, kept] = [0, 0];
  for (const earlier of registry.stagedBatches(instrumentNo, year).reverse()) {
    const line = earlier.lines.find((one) => one.accountNo === accountNo);
    if (line === undefined || !isGiven(earlier.state) || owed === quantity) continue;
    const more = Math.min(line.quantity - (line.recalled ?? 0) - (line.owed ?? 0), quantity - owed);
    if (more === 0) continue;
    const there = Math.min(ledger.balance(accountNo, instrumentNo).withdrawable, more);
    if (there > 0) ledger.freeze(accountNo, instrumentNo, there);
    registry.askBack(earlier, accountNo, more, there);
    [owed, kept] = [owed + more, kept + there];
  }
  return { owed, kept };
}
