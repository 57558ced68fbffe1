import type { Instant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { WAITING_TRANSFERS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome, type Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor } from '../../approvals/domain/executor.js';
import { office, owner } from '../../approvals/domain/policies.js';
import { isOpened, mayDispose } from '../../registry/domain/account.js';
import { registryExecutors } from '../../registry/domain/executors.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import { CustodyRules } from './custody-rules.js';
import type { DelayedTransfer } from './delayed-transfer.js';
import type { NoticeKind } from './notice.js';
import type { CustodyWorld } from './world.js';

export interface Transfer {
  readonly fromAccount: number;
  readonly toAccount: number;
  readonly instrumentNo: number;
  readonly quantity: number;
}
type Executor = ApprovalExecutor<CustodyWorld, Transfer>;
interface CancelTransfer extends Command {
  readonly transferNo: number;
  readonly powers: readonly string[];
  readonly note: string;
}

const atOnce = registryExecutors['transfer-units'] as Executor;
const OWNERS = ['transfer.propose', 'transfer.approve'];
const OFFICES = ['registry.propose', 'registry.approve'];

/** Where the pack knows a delay, the last signature starts it; the registry's own transfer is what then happens. */
export const transferUnits: Executor = {
  ...atOnce,
  stages(world, { instrumentNo, quantity }, { at }) {
    const tier = CustodyRules.on(world, instrumentNo, at)?.tier(quantity);
    if (tier === undefined) return undefined;
    return [
      ...Array.from({ length: tier.ownerApprovers }, () => owner('transfer.approve')),
      ...Array.from({ length: tier.officeApprovers }, () => office('registry.approve')),
    ];
  },
  check(world, payload, context, proposal) {
    const refusal = atOnce.check(world, payload, context, proposal);
    if (refusal !== undefined) return refusal;
    const leaves = leavesAt(world, payload, context.at);
    if (leaves === undefined) return { code: 'custody.calendar_ends' };
    return leaves !== null && world.custody.waitingCount() >= WAITING_TRANSFERS_MAX
      ? { code: 'custody.too_many_waiting' }
      : undefined;
  },
  execute(world, payload, context, proposal) {
    const { fromAccount, toAccount, instrumentNo, quantity } = payload;
    const { proposalNo: transferNo } = proposal;
    const { org } = world.registry.account(fromAccount)!;
    const dueAt = leavesAt(world, payload, context.at)!;
    const about = { transferNo, fromAccount, org };
    if (world.custody.isFirst(fromAccount, toAccount))
      tell(world, 'FIRST_BENEFICIARY', about, context, { toAccount, instrumentNo, quantity });
    if (dueAt === null) return atOnce.execute(world, payload, context, proposal);

    const rules = CustodyRules.on(world, instrumentNo, context.at)!;
    const trusted = isTrusted(world, payload, context.at);
    const cancelUntil = rules.cancelUntil(dueAt, trusted);
    world.ledger.freeze(fromAccount, instrumentNo, quantity);
    world.custody.addTransfer({
      ...{ transferNo, org, fromAccount, toAccount, instrumentNo, quantity, trusted },
      ...{ approvedAt: context.at, dueAt, cancelUntil, packNo: rules.pack.packNo },
      ...{ state: 'WAITING', endedAt: 0, endedBy: '', note: '' },
    });
    const facts = { toAccount, instrumentNo, quantity, dueAt, cancelUntil };
    tell(world, 'TRANSFER_DELAYED', about, context, facts);
    context.emit({ type: 'TransferDelayed', transferNo, fromAccount, ...facts, packNo: rules.pack.packNo });
    return { transferNo, fromAccount, toAccount, instrumentNo, quantity, dueAt, cancelUntil };
  },
};

/** Called off by its own side or by the registry, as long as the pack allows. */
export function cancelTransfer(
  world: CustodyWorld,
  { transferNo, powers, note }: CancelTransfer,
  context: CommandContext,
): Outcome<Json> {
  const transfer = world.custody.transfer(transferNo);
  const isOwner = transfer?.org === context.org && OWNERS.some((power) => powers.includes(power));
  const isOffice = OFFICES.some((power) => powers.includes(power));
  if (transfer === undefined || (!isOwner && !isOffice)) return reject('custody.unknown_transfer');
  const rule = world.rules.pack(transfer.packNo);
  if (context.at >= transfer.cancelUntil)
    return reject('custody.too_late_to_cancel', {
      data: { cancelUntil: transfer.cancelUntil },
      ...(rule && {
        rule: CustodyRules.on(world, transfer.instrumentNo, context.at)?.ref('transfer.cancelHours'),
      }),
    });
  giveBack(world, transfer);
  world.custody.endTransfer(transfer, 'CANCELLED', context.at, context.by, note);
  tell(world, 'TRANSFER_CANCELLED', transfer, context, { note });
  context.emit({ type: 'TransferCancelled', transferNo, note });
  return accept({ transferNo, state: transfer.state });
}

/** What waits no longer: its time has come and the window is open. */
export function isDue(world: CustodyWorld, { dueAt, instrumentNo }: DelayedTransfer, at: Instant): boolean {
  return at >= dueAt && (CustodyRules.on(world, instrumentNo, at)?.isOpen() ?? true);
}

/** Title moves, unless an account has been frozen or closed meanwhile. */
export function executeTransfer(
  world: CustodyWorld,
  transfer: DelayedTransfer,
  context: CommandContext,
): void {
  const { transferNo, fromAccount, toAccount, instrumentNo, quantity } = transfer;
  const obstacle = obstacleTo(world, transfer);
  if (obstacle !== undefined) return stopTransfer(world, transfer, obstacle.code, context);
  giveBack(world, transfer);
  const proposal = { proposalNo: transferNo, reserved: false };
  atOnce.execute(world, { fromAccount, toAccount, instrumentNo, quantity }, context, proposal);
  world.custody.endTransfer(transfer, 'EXECUTED', context.at, context.by);
  context.emit({ type: 'TransferLeft', transferNo });
}

export function stopTransfer(
  world: CustodyWorld,
  transfer: DelayedTransfer,
  why: string,
  context: CommandContext,
): void {
  giveBack(world, transfer);
  world.custody.endTransfer(transfer, 'STOPPED', context.at, context.by, why);
  tell(world, 'TRANSFER_STOPPED', transfer, context, { note: why });
  context.emit({ type: 'TransferStopped', transferNo: transfer.transferNo, note: why });
}

/** Null: at once; undefined: the calendar ends before. */
export function leavesAt(world: CustodyWorld, transfer: Transfer, at: Instant): Instant | null | undefined {
  const rules = CustodyRules.on(world, transfer.instrumentNo, at);
  return rules === undefined ? null : rules.leaves(at, isTrusted(world, transfer, at));
}

/** One's own organisation is always trusted. */
export function isTrusted(world: CustodyWorld, { fromAccount, toAccount }: Transfer, at: Instant): boolean {
  const { registry, custody } = world;
  if (registry.account(fromAccount)?.org === registry.account(toAccount)?.org) return true;
  return custody.trustedBy(fromAccount).some((one) => one.trusted === toAccount && one.effectiveAt <= at);
}

function obstacleTo({ registry }: CustodyWorld, transfer: DelayedTransfer): Rejection | undefined {
  const from = registry.account(transfer.fromAccount)!;
  const to = registry.account(transfer.toAccount)!;
  if (!mayDispose(from)) return { code: 'registry.account_frozen' };
  return isOpened(to) ? undefined : { code: 'registry.receiver_not_open' };
}

function giveBack({ ledger }: CustodyWorld, { fromAccount, instrumentNo, quantity }: DelayedTransfer): void {
  ledger.unfreeze(fromAccount, instrumentNo, quantity);
}

function tell(
  { custody }: CustodyWorld,
  kind: NoticeKind,
  { transferNo, fromAccount, org }: Pick<DelayedTransfer, 'transferNo' | 'fromAccount' | 'org'>,
  { seq, at, by }: CommandContext,
  facts: Record<string, Json>,
): void {
  const causedBy = by.startsWith('system:') ? '' : by;
  custody.notify({ kind, accountNo: fromAccount, org, subjectNo: transferNo, causedBy, seq, at, facts });
}
