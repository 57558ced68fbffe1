import { isAmount } from '../../kernel/amount.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { movable } from './account-handlers.js';
import { isOpened, mayDispose, type AccountState } from './account.js';
import { INSTRUMENT_NO_MAX, type Instrument, type InstrumentFacts } from './instrument.js';
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
interface AccountChange {
  readonly accountNo: number;
  readonly reason: string;
}

const createInstrument: Executor<InstrumentFacts> = {
  owner: () => '',
  check(world, facts): Rejection | undefined {
    if (world.registry.instrumentBySymbol(facts.symbol) !== undefined) {
      return { code: 'registry.symbol_taken', data: { symbol: facts.symbol } };
    }
    if (world.registry.instrumentCount() >= INSTRUMENT_NO_MAX)
      return { code: 'registry.too_many_instruments' };
    if (!world.rules.hasName(facts.packName))
      return { code: 'rules.unknown_pack', data: { pack: facts.packName } };
    if (facts.referencePriceFen < 1 || facts.referencePriceFen % facts.tickFen !== 0) {
      return { code: 'registry.reference_off_tick' };
    }
    return undefined;
  },
  execute(world, facts, context) {
    const { instrumentNo, symbol } = world.registry.addInstrument(facts);
    context.emit({ type: 'InstrumentCreated', instrumentNo, symbol });
    return { instrumentNo, symbol };
  },
};

const retireInstrument: Executor<{ readonly instrumentNo: number }> = {
  owner: () => '',
  check(world, { instrumentNo }) {
    const instrument = world.registry.instrument(instrumentNo);
    if (instrument === undefined) return { code: 'registry.unknown_instrument' };
    return instrument.state === 'RETIRED' ? { code: 'registry.instrument_retired' } : undefined;
  },
  execute(world, { instrumentNo }, context) {
    world.registry.retireInstrument(world.registry.instrument(instrumentNo) as Instrument);
    context.emit({ type: 'InstrumentRetired', instrumentNo });
    return { instrumentNo };
  },
};

const setCap: Executor<{ readonly instrumentNo: number; readonly year: number; readonly quantity: number }> =
  {
    owner: () => '',
    check(world, { instrumentNo, year, quantity }) {
      if (world.registry.instrument(instrumentNo) === undefined)
        return { code: 'registry.unknown_instrument' };
      if (!isAmount(quantity)) return { code: 'registry.bad_quantity' };
      const issued = world.registry.cap(instrumentNo, year)?.issued ?? 0;
      return quantity < issued
        ? { code: 'registry.cap_below_issued', data: { issued, asked: quantity } }
        : undefined;
    },
    execute(world, { instrumentNo, year, quantity }, context) {
      world.registry.setCap(instrumentNo, year, quantity);
      context.emit({ type: 'CapSet', instrumentNo, year, quantity });
      return { instrumentNo, year, quantity };
    },
  };

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

const closeAccount: Executor<AccountChange> = {
  ...becomes('CLOSED', 'AccountClosed'),
  check(world, { accountNo }) {
    const found = movable(world, accountNo, 'CLOSED');
    if (!found.ok) return found.rejection;
    for (const balance of world.ledger.all()) {
      if (balance.account === accountNo && !balance.isEmpty()) {
        return { code: 'registry.account_not_empty', data: { accountNo, asset: balance.asset } };
      }
    }
    return undefined;
  },
};

export const registryExecutors: ApprovalExecutors<RegistryWorld> = {
  'create-instrument': createInstrument,
  'retire-instrument': retireInstrument,
  'set-cap': setCap,
  'transfer-units': transferUnits,
  'cancel-units': cancelUnits,
  'freeze-units': freezeUnits,
  'unfreeze-units': unfreezeUnits,
  'restrict-account': becomes('RESTRICTED', 'AccountRestricted'),
  'freeze-account': becomes('FROZEN', 'AccountFrozen'),
  'release-account': releaseAccount(),
  'close-account': closeAccount,
};

function becomes(state: AccountState, type: string): Executor<AccountChange> {
  return {
    owner: () => '',
    check(world, { accountNo }) {
      const found = movable(world, accountNo, state);
      return found.ok ? undefined : found.rejection;
    },
    execute(world, { accountNo, reason }, context) {
      const found = movable(world, accountNo, state);
      if (found.ok) world.registry.moveAccount(found.value, state, context.at, { reason });
      context.emit({ type, accountNo, reason });
      return { accountNo, state };
    },
  };
}

/** Back to ACTIVE from a restriction or a freeze; an application is opened by its own road. */
function releaseAccount(): Executor<AccountChange> {
  const active = becomes('ACTIVE', 'AccountReleased');
  return {
    ...active,
    check(world, payload, context, proposal) {
      const account = world.registry.account(payload.accountNo);
      if (account?.state === 'UNDER_REVIEW') {
        return {
          code: 'registry.illegal_transition',
          data: { accountNo: payload.accountNo, from: account.state, to: 'ACTIVE' },
        };
      }
      return active.check(world, payload, context, proposal);
    },
  };
}

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
