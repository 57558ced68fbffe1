import { isAmount } from '../../kernel/amount.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { isOpened, mayDispose } from './account.js';
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

export const unitExecutors: ApprovalExecutors<RegistryWorld> = {
  'transfer-units': transferUnits,
  'cancel-units': cancelUnits,
  'freeze-units': freezeUnits,
  'unfreeze-units': unfreezeUnits,
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
  const { accountNo, instrumentNo, quantity } = units;
  const account = world.registry.account(accountNo);
  if (account !== undefined && !mayDispose(account))
    return { code: 'registry.account_frozen', data: { accountNo } };
  if (reserved) return undefined;
  const available = world.ledger.balance(accountNo, instrumentNo).withdrawable;
  return quantity > available
    ? { code: 'registry.insufficient_units', data: { available, asked: quantity } }
    : undefined;
}

function moveTitle(
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
