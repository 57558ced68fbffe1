import { isAmount } from '../../kernel/amount.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { movable } from './account-handlers.js';
import { adjustmentExecutors } from './adjustment-executors.js';
import type { AccountState } from './account.js';
import { INSTRUMENT_NO_MAX, type Instrument, type InstrumentFacts } from './instrument.js';
import { unitExecutors } from './unit-executors.js';
import type { RegistryWorld } from './world.js';

type Executor<Payload> = ApprovalExecutor<RegistryWorld, Payload>;

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

const closeAccount: Executor<AccountChange> = {
  ...becomes('CLOSED', 'AccountClosed'),
  check(world, { accountNo }) {
    const found = movable(world, accountNo, 'CLOSED');
    if (!found.ok) return found.rejection;
    const left = world.ledger.balancesOf(accountNo).find((balance) => !balance.isEmpty());
    if (left === undefined) return undefined;
    return { code: 'registry.account_not_empty', data: { accountNo, asset: left.asset } };
  },
};

export const registryExecutors: ApprovalExecutors<RegistryWorld> = {
  'create-instrument': createInstrument,
  'retire-instrument': retireInstrument,
  'set-cap': setCap,
  ...unitExecutors,
  ...adjustmentExecutors,
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
