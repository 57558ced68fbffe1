import { isAmount } from '../../kernel/amount.js';
import { OPEN_CASH_TRANSFERS_MAX } from '../../kernel/limits.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import { CASH, SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { isOpened } from '../../registry/domain/account.js';
import type { BankAddress } from './bank-account.js';
import { confirm } from './line-booking.js';
import type { BankingWorld } from './world.js';

type Executor<Payload> = ApprovalExecutor<BankingWorld, Payload>;
interface OfLine {
  readonly lineNo: number;
}
const { UNCLEAR_CREDITS, UNCLEAR_DEBITS, CASH_IN_TRANSIT, FEES } = SYSTEM_ACCOUNTS;

/** Money that came without a usable reference goes to the account that two persons say it is for. */
const assignLine: Executor<OfLine & { readonly accountNo: number }> = {
  owner: () => '',
  check(world, { lineNo, accountNo }) {
    const fault = faultOfLine(world, lineNo, 'credit');
    if (fault !== undefined) return fault;
    const account = world.registry.account(accountNo);
    if (account === undefined) return { code: 'banking.unknown_account' };
    return isOpened(account)
      ? undefined
      : { code: 'banking.account_not_active', data: { state: account.state } };
  },
  execute({ banking, ledger }, { lineNo, accountNo }, { at, emit }) {
    const line = banking.openLine(lineNo)!;
    ledger.post({ kind: 'line-cleared', no: lineNo }, [
      { account: UNCLEAR_CREDITS, asset: CASH, amount: -line.amountFen },
      { account: accountNo, asset: CASH, amount: line.amountFen },
    ]);
    banking.changeLine(line, { state: 'ASSIGNED', accountNo, changedAt: at });
    emit({ type: 'BankLineAssigned', lineNo, accountNo, amountFen: line.amountFen });
    return { lineNo, accountNo, state: 'ASSIGNED' };
  },
};

/** Money that is nobody's here goes back: as a transfer that waits for a payment file like any other. */
const sendLineBack: Executor<OfLine & BankAddress> = {
  owner: () => '',
  check: (world, { lineNo }) => faultOfLine(world, lineNo, 'credit') ?? noRoom(world),
  execute({ banking, ledger }, { lineNo, name, bank, number }, { by, at, emit }, { proposalNo }) {
    const line = banking.openLine(lineNo)!;
    const { amountFen } = line;
    ledger.freeze(UNCLEAR_CREDITS, CASH, amountFen);
    const { transferNo } = banking.addTransfer({
      ...{ transferId: `/line-${lineNo}-${proposalNo}`, kind: 'SENT_BACK', accountNo: UNCLEAR_CREDITS },
      ...{ amountFen, payee: { name, bank, number }, lineNo, requestedBy: by, changedAt: at },
    });
    banking.changeLine(line, { state: 'SENDING_BACK', transferNo, changedAt: at });
    emit({ type: 'BankLineSentBack', lineNo, transferNo, amountFen });
    return { lineNo, withdrawalNo: transferNo, state: 'SENDING_BACK' };
  },
};

/** What left the bank without our order: a payment of ours whose reference was lost, or a charge that the venue bears. */
const clearDebit: Executor<OfLine & { readonly withdrawalNo: number }> = {
  owner: () => '',
  check(world, { lineNo, withdrawalNo }) {
    const fault = faultOfLine(world, lineNo, 'debit');
    if (fault !== undefined) return fault;
    const paid = -world.banking.openLine(lineNo)!.amountFen;
    if (withdrawalNo === 0) {
      const hasFen = world.ledger.available(FEES, CASH);
      return paid > hasFen ? { code: 'banking.fees_too_low', data: { hasFen, chargeFen: paid } } : undefined;
    }
    const transfer = world.banking.transfer(withdrawalNo);
    if (transfer === undefined) return { code: 'banking.unknown_withdrawal' };
    if (transfer.state !== 'IN_TRANSIT')
      return { code: 'banking.transfer_not_in_transit', data: { state: transfer.state } };
    return transfer.amountFen === paid
      ? undefined
      : { code: 'banking.amount_differs', data: { paidFen: paid, orderedFen: transfer.amountFen } };
  },
  execute(world, { lineNo, withdrawalNo }, { at, emit }) {
    const { banking, ledger } = world;
    const line = banking.openLine(lineNo)!;
    ledger.post({ kind: 'line-cleared', no: lineNo }, [
      { account: withdrawalNo === 0 ? FEES : CASH_IN_TRANSIT, asset: CASH, amount: line.amountFen },
      { account: UNCLEAR_DEBITS, asset: CASH, amount: -line.amountFen },
    ]);
    const transfer = banking.transfer(withdrawalNo);
    if (transfer !== undefined) confirm(world, transfer, at);
    const state = withdrawalNo === 0 ? 'CHARGED' : 'PAID';
    banking.changeLine(line, { state, transferNo: withdrawalNo, changedAt: at });
    emit({ type: 'BankLineCleared', lineNo, state });
    return { lineNo, state };
  },
};

/** The venue's income leaves the members' money, to an account of the venue's own. */
const payOutFees: Executor<{ readonly bankNo: number; readonly amountFen: number }> = {
  owner: () => '',
  check(world, { bankNo, amountFen }) {
    const to = world.banking.account(bankNo);
    if (to === undefined) return { code: 'banking.unknown_bank_account' };
    if (to.kind !== 'OWN') return { code: 'banking.not_own_money' };
    if (!isAmount(amountFen) || amountFen === 0) return { code: 'banking.bad_amount' };
    const hasFen = world.ledger.withdrawable(FEES);
    return amountFen > hasFen
      ? { code: 'banking.fees_too_low', data: { hasFen, chargeFen: amountFen } }
      : noRoom(world);
  },
  execute({ banking, ledger }, { bankNo, amountFen }, { by, at, emit }, { proposalNo }) {
    const { name, bank, number } = banking.account(bankNo)!;
    ledger.freeze(FEES, CASH, amountFen);
    const { transferNo } = banking.addTransfer({
      ...{ transferId: `/fees-${proposalNo}`, kind: 'FEES', accountNo: FEES, amountFen, lineNo: 0 },
      ...{ payee: { name, bank, number }, requestedBy: by, changedAt: at },
    });
    emit({ type: 'FeesPaidOut', transferNo, amountFen });
    return { withdrawalNo: transferNo, state: 'REQUESTED' };
  },
};

function faultOfLine(
  { banking }: BankingWorld,
  lineNo: number,
  side: 'credit' | 'debit',
): Rejection | undefined {
  const line = banking.openLine(lineNo);
  if (line === undefined || line.state !== 'SUSPENSE') return { code: 'banking.line_not_in_suspense' };
  return line.amountFen > 0 === (side === 'credit') ? undefined : { code: 'banking.wrong_side' };
}

function noRoom({ banking }: BankingWorld): Rejection | undefined {
  return banking.openTransferCount >= OPEN_CASH_TRANSFERS_MAX
    ? { code: 'banking.too_many_transfers' }
    : undefined;
}

export const suspenseExecutors: ApprovalExecutors<BankingWorld> = {
  'assign-line': assignLine,
  'send-line-back': sendLineBack,
  'clear-debit': clearDebit,
  'pay-out-fees': payOutFees,
};
