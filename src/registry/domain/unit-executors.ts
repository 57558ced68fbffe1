import { isAmount } from '../../kernel/amount.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { isOpened, mayDispose } from './account.js';
import { type Batch, batchMayBecome } from './batch.js';
import type { Instrument } from './instrument.js';
import type { RegistryWorld } from './world.js';

type Executor<Payload> = ApprovalExecutor<RegistryWorld, Payload>;

interface UnitsOf {
  readonly accountNo: number;
  readonly instrumentNo: number;
  readonly quantity: number;
}
interface Transfer {
  readonly fromAccount: number;
  readonly toAccount: number;
  readonly instrumentNo: number;
  readonly quantity: number;
}
interface Recall {
  readonly batchNo: number;
  readonly accountNo: number;
  readonly quantity: number;
  readonly reason: string;
}
/** A transfer outside the market. Its units are kept from the moment it is proposed. */
const transferUnits: Executor<Transfer> = {
  owner: (world, { fromAccount }) => world.registry.account(fromAccount)?.org ?? '',
  check(world, { fromAccount, toAccount, instrumentNo, quantity }, _context, proposal) {
    const receiver = world.registry.account(toAccount);
    if (receiver === undefined || !isOpened(receiver)) return { code: 'registry.receiver_not_open' };
    if (fromAccount === toAccount) return { code: 'registry.same_account' };
    return notDisposable(world, { accountNo: fromAccount, instrumentNo, quantity }, proposal.reserved);
  },
  reserve: (world, { fromAccount, instrumentNo, quantity }) =>
    world.ledger.freeze(fromAccount, instrumentNo, quantity),
  release: (world, { fromAccount, instrumentNo, quantity }) =>
    world.ledger.unfreeze(fromAccount, instrumentNo, quantity),
  execute(world, { fromAccount, toAccount, instrumentNo, quantity }, context, { proposalNo }) {
    moveTitle(world, 'transfer', proposalNo, instrumentNo, fromAccount, toAccount, quantity);
    context.emit({ type: 'UnitsTransferred', fromAccount, toAccount, instrumentNo, quantity });
    return { fromAccount, toAccount, instrumentNo, quantity };
  },
};

/** Voluntary cancellation lowers the cap by the same amount and is public (Order 19 Art. 19). */
const cancelUnits: Executor<UnitsOf> = {
  owner: (world, { accountNo }) => world.registry.account(accountNo)?.org ?? '',
  check: (world, payload, _context, proposal) => notDisposable(world, payload, proposal.reserved),
  reserve: (world, { accountNo, instrumentNo, quantity }) =>
    world.ledger.freeze(accountNo, instrumentNo, quantity),
  release: (world, { accountNo, instrumentNo, quantity }) =>
    world.ledger.unfreeze(accountNo, instrumentNo, quantity),
  execute(world, { accountNo, instrumentNo, quantity }, context, { proposalNo }) {
    moveTitle(
      world,
      'cancellation',
      proposalNo,
      instrumentNo,
      accountNo,
      SYSTEM_ACCOUNTS.CANCELLED,
      quantity,
    );
    const { vintage } = world.registry.instrument(instrumentNo) as Instrument;
    const cap = world.registry.cap(instrumentNo, vintage);
    if (cap !== undefined) world.registry.cancelUnder(cap, quantity);
    context.emit({ type: 'UnitsCancelled', accountNo, instrumentNo, quantity });
    return { accountNo, instrumentNo, quantity };
  },
};

const freezeUnits: Executor<UnitsOf & { readonly reason: string }> = {
  owner: () => '',
  check(world, { accountNo, instrumentNo, quantity }) {
    const fault = faultOfUnits(world, { accountNo, instrumentNo, quantity });
    if (fault !== undefined) return fault;
    const available = world.ledger.available(accountNo, instrumentNo);
    return quantity > available
      ? { code: 'registry.insufficient_units', data: { available, asked: quantity } }
      : undefined;
  },
  execute(world, { accountNo, instrumentNo, quantity, reason }, context) {
    world.ledger.freeze(accountNo, instrumentNo, quantity);
    world.registry.changeCourtFreeze(accountNo, instrumentNo, quantity);
    context.emit({ type: 'UnitsFrozen', accountNo, instrumentNo, quantity, reason });
    return { accountNo, instrumentNo, quantity };
  },
};

const unfreezeUnits: Executor<UnitsOf & { readonly reason: string }> = {
  owner: () => '',
  check(world, { accountNo, instrumentNo, quantity }) {
    const fault = faultOfUnits(world, { accountNo, instrumentNo, quantity });
    if (fault !== undefined) return fault;
    const frozen = world.registry.frozenByCourt(accountNo, instrumentNo);
    return quantity > frozen ? { code: 'registry.not_frozen', data: { frozen, asked: quantity } } : undefined;
  },
  execute(world, { accountNo, instrumentNo, quantity, reason }, context) {
    world.ledger.unfreeze(accountNo, instrumentNo, quantity);
    world.registry.changeCourtFreeze(accountNo, instrumentNo, -quantity);
    context.emit({ type: 'UnitsUnfrozen', accountNo, instrumentNo, quantity, reason });
    return { accountNo, instrumentNo, quantity };
  },
};

/**
 * An allocation that proves too large is taken back into the province account, from units that are free; the batch keeps
 * what it was, and a correction upwards is a new batch (rulebook §5). What was issued stays issued under the cap.
 */
const recallUnits: Executor<Recall> = {
  owner: () => '',
  check(world, { batchNo, accountNo, quantity }, _context, { reserved }) {
    const batch = world.registry.batch(batchNo);
    if (batch === undefined) return { code: 'registry.unknown_batch' };
    const { state, instrumentNo, lines } = batch;
    const to = 'PARTIALLY_RECALLED';
    if (!batchMayBecome(state, to))
      return { code: 'registry.illegal_transition', data: { batchNo, from: state, to } };
    const line = lines.find((each) => each.accountNo === accountNo);
    if (line === undefined) return { code: 'registry.not_in_batch' };
    const fault = faultOfUnits(world, { accountNo, instrumentNo, quantity });
    if (fault !== undefined) return fault;
    const left = line.quantity - (line.recalled ?? 0) - (line.owed ?? 0);
    if (quantity > left) return { code: 'registry.recall_too_large', data: { left, asked: quantity } };
    return reserved ? undefined : notThere(world, { accountNo, instrumentNo, quantity });
  },
  reserve: (world, { batchNo, accountNo, quantity }) =>
    world.ledger.freeze(accountNo, instrumentOf(world, batchNo), quantity),
  release: (world, { batchNo, accountNo, quantity }) =>
    world.ledger.unfreeze(accountNo, instrumentOf(world, batchNo), quantity),
  execute(world, { batchNo, accountNo, quantity, reason }, { at, emit }, { proposalNo }) {
    const batch = world.registry.batch(batchNo) as Batch;
    const { instrumentNo } = batch;
    const { GOVERNMENT } = SYSTEM_ACCOUNTS;
    moveTitle(world, 'recall', proposalNo, instrumentNo, accountNo, GOVERNMENT, quantity);
    world.registry.recallFrom(batch, accountNo, quantity, at);
    emit({ type: 'UnitsRecalled', batchNo, accountNo, instrumentNo, quantity, reason });
    return { batchNo, accountNo, quantity, batchState: batch.state };
  },
};

export const unitExecutors: ApprovalExecutors<RegistryWorld> = {
  'transfer-units': transferUnits,
  'cancel-units': cancelUnits,
  'freeze-units': freezeUnits,
  'unfreeze-units': unfreezeUnits,
  'recall-units': recallUnits,
};

function faultOfUnits(
  world: RegistryWorld,
  { accountNo, instrumentNo, quantity }: UnitsOf,
): Rejection | undefined {
  const account = world.registry.account(accountNo);
  if (account === undefined) return { code: 'registry.unknown_account' };
  if (!isOpened(account)) return { code: 'registry.account_not_open', data: { accountNo } };
  if (world.registry.instrument(instrumentNo) === undefined) return { code: 'registry.unknown_instrument' };
  return isAmount(quantity) && quantity > 0 ? undefined : { code: 'registry.bad_quantity' };
}

/** Only delivered, unlocked units leave by their owner's wish; what this proposal keeps itself counts as there. */
function notDisposable(world: RegistryWorld, units: UnitsOf, reserved: boolean): Rejection | undefined {
  const fault = faultOfUnits(world, units);
  if (fault !== undefined) return fault;
  const { accountNo } = units;
  const account = world.registry.account(accountNo);
  if (account !== undefined && !mayDispose(account))
    return { code: 'registry.account_frozen', data: { accountNo } };
  return reserved ? undefined : notThere(world, units);
}

/** Units that are delivered, unlocked and kept for nothing else. */
function notThere(
  world: RegistryWorld,
  { accountNo, instrumentNo, quantity }: UnitsOf,
): Rejection | undefined {
  // What must be handed back and is not kept for it yet is nobody's to give away.
  const owed = world.registry.shortOf(accountNo, instrumentNo);
  const available = Math.max(0, world.ledger.balance(accountNo, instrumentNo).withdrawable - owed);
  return quantity > available
    ? { code: 'registry.insufficient_units', data: { available, asked: quantity } }
    : undefined;
}

function instrumentOf(world: RegistryWorld, batchNo: number): number {
  return (world.registry.batch(batchNo) as Batch).instrumentNo;
}

export function moveTitle(
  world: RegistryWorld,
  kind: string,
  no: number,
  instrumentNo: number,
  from: number,
  to: number,
  quantity: number,
): void {
  world.ledger.post({ kind, no }, [
    { account: from, asset: instrumentNo, amount: -quantity },
    { account: to, asset: instrumentNo, amount: quantity },
  ]);
  world.registry.serials.move(instrumentNo, from, to, quantity, { kind, no });
}
