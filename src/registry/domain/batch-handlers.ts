import { AMOUNT_MAX, isAmount } from '../../kernel/amount.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import { BATCH_LINES_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome, type Rejection } from '../../kernel/rejection.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { isOpened } from './account.js';
import { adjustment, applyAdjustment } from './adjustment.js';
import { batchMayBecome, type Batch, type BatchLine, type BatchStage, type BatchState } from './batch.js';
import type { RegistryWorld } from './world.js';

interface DraftBatch extends Command {
  readonly instrumentNo: number;
  readonly year: number;
  readonly stage?: BatchStage;
  readonly fileHash?: string;
  readonly lines: readonly (BatchLine & { readonly [field: string]: Json })[];
}
interface SubmitBatch extends Command {
  readonly batchNo: number;
  /** A returned batch may be submitted with another file and other lines. */
  readonly fileHash?: string;
  readonly lines?: DraftBatch['lines'];
}
interface ApproveBatch extends Command {
  readonly batchNo: number;
  /** SHA-256 of the stamped file in the approver's hands. */
  readonly fileHash: string;
}
interface ReturnBatch extends Command {
  readonly batchNo: number;
  readonly note: string;
}
interface BatchNamed extends Command {
  readonly batchNo: number;
}

export const batchHandlers: Handlers = {
  'draft-batch': draftBatch,
  'submit-batch': submitBatch,
  'approve-batch': approveBatch,
  'return-batch': returnBatch,
  'create-batch': createBatch,
  'distribute-batch': distributeBatch,
  'close-batch': closeBatch,
};

function draftBatch(world: RegistryWorld, command: DraftBatch, context: CommandContext): Outcome<Json> {
  const { instrumentNo, year, stage, lines } = command;
  const instrument = world.registry.instrument(instrumentNo);
  if (instrument === undefined) return reject('registry.unknown_instrument');
  if (instrument.state === 'RETIRED') return reject('registry.instrument_retired');
  const fault = faultOfLines(world, lines);
  if (fault !== undefined) return { ok: false, rejection: fault };
  const batch = world.registry.addBatch({
    instrumentNo,
    year,
    ...(stage !== undefined && { stage }),
    fileHash: command.fileHash ?? '',
    lines,
    total: totalOf(lines),
    draftedBy: context.by,
    changedAt: context.at,
  });
  context.emit({ type: 'BatchDrafted', batchNo: batch.batchNo, instrumentNo, year, total: batch.total });
  return accept({ batchNo: batch.batchNo, state: batch.state, total: batch.total });
}

function submitBatch(world: RegistryWorld, command: SubmitBatch, context: CommandContext): Outcome<Json> {
  const found = movable(world, command.batchNo, 'SUBMITTED');
  if (!found.ok) return found;
  const batch = found.value;
  const lines = command.lines ?? batch.lines;
  const fault = faultOfLines(world, lines);
  if (fault !== undefined) return { ok: false, rejection: fault };
  const fileHash = command.fileHash ?? batch.fileHash;
  if (fileHash === '') return reject('registry.file_missing');
  const changes = { fileHash, submittedBy: context.by, note: '' };
  const revised = command.lines === undefined ? {} : { lines, total: totalOf(lines) };
  world.registry.moveBatch(batch, 'SUBMITTED', context.at, { ...changes, ...revised });
  return moved(batch, 'BatchSubmitted', context);
}

/**
 * A file that differs from the platform's record is a finding, not a refusal: it is accepted as a decision, the batch
 * becomes MISMATCH, nothing is credited, and the door shows registry.file_mismatch.
 */
function approveBatch(world: RegistryWorld, command: ApproveBatch, context: CommandContext): Outcome<Json> {
  const found = movable(world, command.batchNo, 'APPROVED');
  if (!found.ok) return found;
  const batch = found.value;
  if (batch.submittedBy === context.by || batch.draftedBy === context.by) return reject('registry.four_eyes');
  if (command.fileHash !== batch.fileHash) {
    world.registry.moveBatch(batch, 'MISMATCH', context.at, { note: command.fileHash });
    return moved(batch, 'BatchMismatched', context);
  }
  world.registry.moveBatch(batch, 'APPROVED', context.at, { approvedBy: context.by });
  return moved(batch, 'BatchApproved', context);
}

function returnBatch(world: RegistryWorld, command: ReturnBatch, context: CommandContext): Outcome<Json> {
  const found = movable(world, command.batchNo, 'RETURNED');
  if (!found.ok) return found;
  world.registry.moveBatch(found.value, 'RETURNED', context.at, { note: command.note });
  return moved(found.value, 'BatchReturned', context);
}

/** Units are born in the province account, never above the year's cap. */
function createBatch(world: RegistryWorld, { batchNo }: BatchNamed, context: CommandContext): Outcome<Json> {
  const found = movable(world, batchNo, 'CREATED');
  if (!found.ok) return found;
  const batch = found.value;
  const { instrumentNo, year } = batch;
  const adjusted = batch.stage === undefined ? undefined : adjustment(world, batch);
  if (adjusted?.ok === false) return adjusted;
  const total = adjusted?.value.total ?? batch.total;
  const cap = world.registry.cap(instrumentNo, year);
  if (cap === undefined) return reject('registry.cap_missing', { data: { year } });
  if (total > cap.limit - cap.issued) {
    return reject('registry.cap_exceeded', { data: { cap: cap.limit, issued: cap.issued, asked: total } });
  }
  if (!world.registry.serials.hasRoom(instrumentNo, total)) return reject('registry.serials_exhausted');

  const cause = { kind: 'issue', no: batchNo };
  world.registry.issueUnder(cap, total);
  if (adjusted !== undefined) applyAdjustment(world, batch, adjusted.value, context);
  const lines = adjusted?.value.lines ?? batch.lines;
  world.registry.moveBatch(batch, 'CREATED', context.at, { total, ...(adjusted && { lines }) });
  // Of an allocation that deductions took whole nothing is born.
  if (total > 0) {
    world.ledger.post(cause, [
      { account: SYSTEM_ACCOUNTS.ISSUANCE, asset: instrumentNo, amount: -total },
      { account: SYSTEM_ACCOUNTS.GOVERNMENT, asset: instrumentNo, amount: total },
    ]);
    world.registry.serials.birth(instrumentNo, total, SYSTEM_ACCOUNTS.GOVERNMENT, cause);
  }
  context.emit({ type: 'BatchCreated', batchNo, instrumentNo, year, total });
  world.registry.moveBatch(batch, 'CREDITED_TO_PROVINCE', context.at);
  return moved(batch, 'BatchCreditedToProvince', context);
}

function distributeBatch(
  world: RegistryWorld,
  { batchNo }: BatchNamed,
  context: CommandContext,
): Outcome<Json> {
  const found = movable(world, batchNo, 'DISTRIBUTED');
  if (!found.ok) return found;
  const batch = found.value;
  const { instrumentNo } = batch;
  for (const { accountNo } of batch.lines) {
    const account = world.registry.account(accountNo);
    if (account === undefined || !isOpened(account))
      return reject('registry.account_not_open', { data: { accountNo } });
  }
  invariant(
    world.ledger.available(SYSTEM_ACCOUNTS.GOVERNMENT, instrumentNo) >= batch.total,
    'the province holds what was created for it',
  );

  const cause = { kind: 'allocation', no: batchNo };
  const given = batch.lines.filter(({ quantity }) => quantity > 0);
  if (given.length > 0)
    world.ledger.post(cause, [
      { account: SYSTEM_ACCOUNTS.GOVERNMENT, asset: instrumentNo, amount: -batch.total },
      ...given.map((line) => ({ account: line.accountNo, asset: instrumentNo, amount: line.quantity })),
    ]);
  for (const { accountNo, quantity } of given) {
    world.registry.serials.move(instrumentNo, SYSTEM_ACCOUNTS.GOVERNMENT, accountNo, quantity, cause);
  }
  world.registry.moveBatch(batch, 'DISTRIBUTED', context.at);
  return moved(batch, 'BatchDistributed', context);
}

function closeBatch(world: RegistryWorld, { batchNo }: BatchNamed, context: CommandContext): Outcome<Json> {
  const found = movable(world, batchNo, 'CLOSED');
  if (!found.ok) return found;
  world.registry.moveBatch(found.value, 'CLOSED', context.at);
  return moved(found.value, 'BatchClosed', context);
}

function movable(world: RegistryWorld, batchNo: number, to: BatchState): Outcome<Batch> {
  const batch = world.registry.batch(batchNo);
  if (batch === undefined) return reject('registry.unknown_batch');
  if (batchMayBecome(batch.state, to)) return accept(batch);
  return reject('registry.illegal_transition', { data: { batchNo, from: batch.state, to } });
}

function moved(batch: Batch, type: string, context: CommandContext): Outcome<Json> {
  context.emit({ type, batchNo: batch.batchNo, state: batch.state });
  return accept({ batchNo: batch.batchNo, state: batch.state, total: batch.total });
}

function faultOfLines(world: RegistryWorld, lines: readonly BatchLine[]): Rejection | undefined {
  if (lines.length === 0 || lines.length > BATCH_LINES_MAX) {
    return { code: 'registry.bad_lines', data: { lines: lines.length, most: BATCH_LINES_MAX } };
  }
  const seen = new Set<number>();
  for (const { accountNo, quantity } of lines) {
    if (world.registry.account(accountNo) === undefined) return { code: 'registry.unknown_account' };
    if (!isAmount(quantity) || quantity === 0) return { code: 'registry.bad_quantity' };
    if (seen.has(accountNo)) return { code: 'registry.duplicate_line', data: { accountNo } };
    seen.add(accountNo);
  }
  // Summed as floats the total would still be far above the bound, so this test cannot be fooled.
  return totalOf(lines) > AMOUNT_MAX ? { code: 'registry.bad_quantity' } : undefined;
}

function totalOf(lines: readonly BatchLine[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0);
}
