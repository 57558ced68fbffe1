import { isAmount } from '../../kernel/amount.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { isOpened } from './account.js';
import type { Batch } from './batch.js';
import { moveTitle } from './unit-executors.js';
import type { RegistryWorld } from './world.js';

type Executor<Payload> = ApprovalExecutor<RegistryWorld, Payload>;

interface Deduct {
  readonly accountNo: number;
  readonly instrumentNo: number;
  readonly quantity: number;
  readonly reason: string;
}
interface HandBack {
  readonly batchNo: number;
  readonly accountNo: number;
  readonly quantity: number;
}

/** Taken from the next allocations until it is paid (rulebook §1.6, 配额核减). */
const imposeDeduction: Executor<Deduct> = {
  owner: () => '',
  check(world, { accountNo, instrumentNo, quantity }) {
    const account = world.registry.account(accountNo);
    if (account === undefined) return { code: 'registry.unknown_account' };
    if (!isOpened(account)) return { code: 'registry.account_not_open', data: { accountNo } };
    if (world.registry.instrument(instrumentNo) === undefined) return { code: 'registry.unknown_instrument' };
    const imposed = world.registry.deductions.of(accountNo, instrumentNo)?.imposed ?? 0;
    const isSound = isAmount(quantity) && quantity > 0 && isAmount(imposed + quantity);
    return isSound ? undefined : { code: 'registry.bad_quantity' };
  },
  execute(world, { accountNo, instrumentNo, quantity, reason }, context) {
    const { open } = world.registry.deductions.impose(accountNo, instrumentNo, quantity);
    context.emit({ type: 'DeductionImposed', accountNo, instrumentNo, quantity, open, reason });
    return { accountNo, instrumentNo, quantity, open };
  },
};

/** What a later result asks back (缴回): out of the units that are kept for it, and of others where they do not do. */
const handBackUnits: Executor<HandBack> = {
  owner: (world, { accountNo }) => world.registry.account(accountNo)?.org ?? '',
  check(world, { batchNo, accountNo, quantity }): Rejection | undefined {
    const batch = world.registry.batch(batchNo);
    const line = batch?.lines.find((one) => one.accountNo === accountNo);
    if (batch === undefined || line === undefined) return { code: 'registry.not_in_batch' };
    if (!isAmount(quantity) || quantity === 0) return { code: 'registry.bad_quantity' };
    const { owed = 0, kept = 0 } = line;
    if (quantity > owed) return { code: 'registry.not_owed', data: { owed, asked: quantity } };
    const available = kept + world.ledger.balance(accountNo, batch.instrumentNo).withdrawable;
    return quantity > available
      ? { code: 'registry.insufficient_units', data: { available, asked: quantity } }
      : undefined;
  },
  execute(world, { batchNo, accountNo, quantity }, { at, emit }, { proposalNo }) {
    const batch = world.registry.batch(batchNo) as Batch;
    const { instrumentNo } = batch;
    const kept = Math.min(batch.lines.find((one) => one.accountNo === accountNo)?.kept ?? 0, quantity);
    if (kept > 0) world.ledger.unfreeze(accountNo, instrumentNo, kept);
    moveTitle(world, 'recall', proposalNo, instrumentNo, accountNo, SYSTEM_ACCOUNTS.GOVERNMENT, quantity);
    world.registry.handBack(batch, accountNo, quantity, kept, at);
    const owed = batch.lines.find((one) => one.accountNo === accountNo)?.owed ?? 0;
    emit({ type: 'UnitsHandedBack', batchNo, accountNo, instrumentNo, quantity, owed });
    return { batchNo, accountNo, quantity, owed };
  },
};

export const adjustmentExecutors: ApprovalExecutors<RegistryWorld> = {
  'impose-deduction': imposeDeduction,
  'hand-back-units': handBackUnits,
};
