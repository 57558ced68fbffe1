import { isAmount } from '../../kernel/amount.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import type { Ledger } from '../domain/ledger.js';
import { CASH, SYSTEM_ACCOUNTS } from '../domain/system-accounts.js';

/** What money needs to know of an account: the registry stands above the ledger, so its shape is asked for here. */
export interface CashAccount {
  readonly state: string;
}
export interface CashWorld {
  readonly ledger: Ledger;
  readonly registry: { account(accountNo: number): CashAccount | undefined };
  /** A venue whose bank accounts are in the ledger books by their statements; entered by hand, money would count twice. */
  readonly banking?: { readonly keepsTheBook: boolean };
}

export interface CashMove {
  readonly accountNo: number;
  readonly amountFen: number;
  /** The bank's own reference of the payment. */
  readonly bankReference: string;
}

const RECEIVES = ['ACTIVE', 'RESTRICTED', 'FROZEN'];
const PAYS = ['ACTIVE', 'RESTRICTED'];

/** Money that arrived at the settlement bank. */
const depositCash: ApprovalExecutor<CashWorld, CashMove> = {
  owner: () => '',
  check(world, { accountNo, amountFen }) {
    const fault = faultOf(world, accountNo, amountFen, RECEIVES);
    if (fault !== undefined) return fault;
    // All money of a venue stays countable: the bank's debt is its sum.
    const debt = world.ledger.balance(SYSTEM_ACCOUNTS.BANK, CASH).posted - amountFen;
    return Number.isSafeInteger(debt) ? undefined : { code: 'ledger.amount_too_large' };
  },
  execute(world, { accountNo, amountFen, bankReference }, context, { proposalNo }) {
    world.ledger.post({ kind: 'deposit', no: proposalNo }, [
      { account: SYSTEM_ACCOUNTS.BANK, asset: CASH, amount: -amountFen },
      { account: accountNo, asset: CASH, amount: amountFen },
    ]);
    context.emit({ type: 'CashDeposited', accountNo, amountFen, bankReference });
    return { accountNo, amountFen };
  },
};

/** The money is kept from the moment the withdrawal is proposed, and leaves when it is released. */
const withdrawCash: ApprovalExecutor<CashWorld, CashMove> = {
  owner: () => '',
  check(world, { accountNo, amountFen }, _context, { reserved }) {
    const fault = faultOf(world, accountNo, amountFen, PAYS);
    if (fault !== undefined || reserved) return fault;
    const withdrawable = world.ledger.withdrawable(accountNo);
    if (amountFen <= withdrawable) return undefined;
    return { code: 'ledger.insufficient_cash', data: { withdrawableFen: withdrawable, askedFen: amountFen } };
  },
  reserve: (world, { accountNo, amountFen }) => world.ledger.freeze(accountNo, CASH, amountFen),
  release: (world, { accountNo, amountFen }) => world.ledger.unfreeze(accountNo, CASH, amountFen),
  execute(world, { accountNo, amountFen, bankReference }, context, { proposalNo }) {
    world.ledger.post({ kind: 'withdrawal', no: proposalNo }, [
      { account: accountNo, asset: CASH, amount: -amountFen },
      { account: SYSTEM_ACCOUNTS.BANK, asset: CASH, amount: amountFen },
    ]);
    context.emit({ type: 'CashWithdrawn', accountNo, amountFen, bankReference });
    return { accountNo, amountFen };
  },
};

export const ledgerExecutors: ApprovalExecutors<CashWorld> = {
  'deposit-cash': depositCash,
  'withdraw-cash': withdrawCash,
};

function faultOf(
  world: CashWorld,
  accountNo: number,
  amountFen: number,
  states: readonly string[],
): Rejection | undefined {
  if (world.banking?.keepsTheBook === true) return { code: 'ledger.booked_by_statement' };
  const account = world.registry.account(accountNo);
  if (account === undefined) return { code: 'ledger.unknown_account' };
  if (!states.includes(account.state))
    return { code: 'ledger.account_not_active', data: { accountNo, state: account.state } };
  return isAmount(amountFen) && amountFen > 0 ? undefined : { code: 'ledger.bad_amount' };
}
