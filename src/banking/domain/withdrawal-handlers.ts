import { isAmount } from '../../kernel/amount.js';
import type { Json } from '../../kernel/json.js';
import { OPEN_CASH_TRANSFERS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import { CASH } from '../../ledger/domain/system-accounts.js';
import { mayDispose } from '../../registry/domain/account.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import type { BankingWorld } from './world.js';

interface RequestWithdrawal extends Command {
  readonly accountNo: number;
  readonly amountFen: number;
  readonly transferId: string;
}
interface CancelWithdrawal extends Command {
  readonly transferNo: number;
}

/** A member's wish to have free cash paid out to its registered bank account; the money is kept from now on. */
function requestWithdrawal(
  { registry, banking, ledger }: BankingWorld,
  { accountNo, amountFen, transferId }: RequestWithdrawal,
  { org, by, at, emit }: CommandContext,
): Outcome<Json> {
  const account = registry.account(accountNo);
  if (account === undefined || account.org !== org) return reject('banking.unknown_account');
  const known = banking.transferOfId(`${org}/${transferId}`);
  if (known !== undefined)
    return known[1] === accountNo && known[2] === amountFen
      ? accept({ withdrawalNo: known[0], state: banking.transfer(known[0])?.state ?? 'VOIDED' })
      : reject('banking.transfer_id_taken');
  if (!banking.keepsTheBook) return reject('banking.no_bank_account');
  if (!mayDispose(account)) return reject('banking.account_not_active', { data: { state: account.state } });
  const payee = banking.payee(accountNo);
  if (payee === undefined) return reject('banking.no_payee');
  if (!isAmount(amountFen) || amountFen === 0) return reject('banking.bad_amount');
  const withdrawableFen = ledger.withdrawable(accountNo);
  if (amountFen > withdrawableFen)
    return reject('banking.insufficient_cash', { data: { withdrawableFen, askedFen: amountFen } });
  if (banking.openTransferCount >= OPEN_CASH_TRANSFERS_MAX) return reject('banking.too_many_transfers');
  ledger.freeze(accountNo, CASH, amountFen);
  const { name, bank, number } = payee;
  const { transferNo, state } = banking.addTransfer({
    ...{ transferId: `${org}/${transferId}`, kind: 'WITHDRAWAL', accountNo, amountFen, lineNo: 0 },
    ...{ payee: { name, bank, number }, requestedBy: by, changedAt: at },
  });
  emit({ type: 'WithdrawalRequested', transferNo, accountNo, amountFen });
  return accept({ withdrawalNo: transferNo, state });
}

/** Its owner may think again until the withdrawal is in a payment file. */
function cancelWithdrawal(
  { registry, banking, ledger }: BankingWorld,
  { transferNo }: CancelWithdrawal,
  { org, at, emit }: CommandContext,
): Outcome<Json> {
  const transfer = banking.transfer(transferNo);
  if (transfer === undefined || registry.account(transfer.accountNo)?.org !== org)
    return reject('banking.unknown_withdrawal');
  if (transfer.state !== 'REQUESTED')
    return reject('banking.transfer_not_requested', { data: { state: transfer.state } });
  ledger.unfreeze(transfer.accountNo, CASH, transfer.amountFen);
  banking.moveTransfer(transfer, 'VOIDED', at, { note: 'cancelled by its owner' });
  emit({ type: 'TransferVoided', transferNo });
  return accept({ withdrawalNo: transferNo, state: 'VOIDED' });
}

export const withdrawalHandlers: Handlers = {
  'request-withdrawal': requestWithdrawal,
  'cancel-withdrawal': cancelWithdrawal,
};
