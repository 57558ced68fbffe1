import { createHash } from 'node:crypto';
import type { Json } from '../../kernel/json.js';
import { PAYMENTS_A_FILE_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome, type Rejection } from '../../kernel/rejection.js';
import type { ApprovalExecutor, ApprovalExecutors } from '../../approvals/domain/executor.js';
import {
  CASH,
  FIRST_USER_ACCOUNT,
  ledgerAccountOfBank,
  SYSTEM_ACCOUNTS,
} from '../../ledger/domain/system-accounts.js';
import { isOpened, mayDispose } from '../../registry/domain/account.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import type { CashTransfer, PaymentFile } from './cash-transfer.js';
import { paymentInitiation } from './payment-initiation.js';
import type { BankingWorld } from './world.js';

const { CASH_IN_TRANSIT } = SYSTEM_ACCOUNTS;

interface DraftPaymentFile extends Command {
  readonly bankNo: number;
  readonly transferNos: readonly number[];
}
interface OfFile extends Command {
  readonly paymentFileNo: number;
}

/** Requested transfers become the lines of one pain.001; nothing moves before another person has released it. */
function draftPaymentFile(
  world: BankingWorld,
  { bankNo, transferNos }: DraftPaymentFile,
  { by, at, emit }: CommandContext,
): Outcome<Json> {
  const { banking, ledger } = world;
  const from = banking.account(bankNo);
  if (from === undefined) return reject('banking.unknown_bank_account');
  if (from.kind !== 'CLIENT') return reject('banking.not_client_money');
  const numbers = [...new Set(transferNos)].sort((a, b) => a - b);
  if (numbers.length === 0) return reject('banking.empty_payment_file');
  if (numbers.length > PAYMENTS_A_FILE_MAX)
    return reject('banking.too_many_payments', { data: { most: PAYMENTS_A_FILE_MAX } });
  const transfers: CashTransfer[] = [];
  for (const no of numbers) {
    const transfer = banking.transfer(no);
    if (transfer === undefined) return reject('banking.unknown_withdrawal');
    if (transfer.state !== 'REQUESTED')
      return reject('banking.transfer_not_requested', { data: { state: transfer.state } });
    transfers.push(transfer);
  }
  const totalFen = transfers.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const hasFen = -ledger.balance(ledgerAccountOfBank(bankNo), CASH).posted;
  if (totalFen > hasFen) return reject('banking.bank_balance_too_low', { data: { hasFen, totalFen } });
  const paymentFileNo = banking.nextPaymentFileNo();
  const messageId = `AIRSHED-${bankNo}-${String(paymentFileNo).padStart(8, '0')}`;
  const content = paymentInitiation({ messageId, at, from, transfers, totalFen });
  const contentHash = createHash('sha256').update(content).digest('hex');
  const count = transfers.length;
  banking.addPaymentFile({
    ...{ paymentFileNo, messageId, bankNo, count, totalFen, contentHash, content, transferNos: numbers },
    ...{ draftedBy: by, draftedAt: at, state: 'DRAFT', releasedBy: '', changedAt: at },
  });
  for (const transfer of transfers) banking.moveTransfer(transfer, 'FILED', at, { paymentFileNo, bankNo });
  emit({ type: 'PaymentFileDrafted', paymentFileNo, count, totalFen, contentHash });
  return accept({ paymentFileNo, messageId, count, totalFen, contentHash, state: 'DRAFT' });
}

function discardPaymentFile(
  { banking }: BankingWorld,
  { paymentFileNo }: OfFile,
  { at, emit }: CommandContext,
): Outcome<Json> {
  const file = banking.paymentFile(paymentFileNo);
  if (file === undefined) return reject('banking.unknown_payment_file');
  if (file.state !== 'DRAFT') return reject('banking.payment_file_state', { data: { state: file.state } });
  for (const transfer of transfersOf(banking, file))
    banking.moveTransfer(transfer, 'REQUESTED', at, { paymentFileNo: 0, bankNo: 0 });
  banking.movePaymentFile(file, 'DISCARDED', at);
  emit({ type: 'PaymentFileDiscarded', paymentFileNo });
  return accept({ paymentFileNo, state: 'DISCARDED' });
}

/** The bank has it; told by whoever sent it. */
function markSent(
  { banking }: BankingWorld,
  { paymentFileNo }: OfFile,
  { at, emit }: CommandContext,
): Outcome<Json> {
  const file = banking.paymentFile(paymentFileNo);
  if (file === undefined) return reject('banking.unknown_payment_file');
  if (file.state !== 'RELEASED') return reject('banking.payment_file_state', { data: { state: file.state } });
  banking.movePaymentFile(file, 'SENT', at);
  emit({ type: 'PaymentFileSent', paymentFileNo });
  return accept({ paymentFileNo, state: 'SENT' });
}

interface Release {
  readonly paymentFileNo: number;
  readonly contentHash: string;
  readonly count: number;
  readonly totalFen: number;
}

/** The money leaves the accounts and is on its way; the bytes that were signed are the bytes that go out. */
const releasePaymentFile: ApprovalExecutor<BankingWorld, Release> = {
  owner: () => '',
  check(world, { paymentFileNo, contentHash }, { by }, { proposalNo }) {
    const file = world.banking.paymentFile(paymentFileNo);
    if (file === undefined) return { code: 'banking.unknown_payment_file' };
    if (file.state !== 'DRAFT') return { code: 'banking.payment_file_state', data: { state: file.state } };
    if (file.contentHash !== contentHash) return { code: 'banking.content_differs' };
    if (isSignature(world, proposalNo) && by === file.draftedBy) return { code: 'banking.four_eyes' };
    for (const { accountNo } of transfersOf(world.banking, file)) {
      const account = world.registry.account(accountNo);
      if (accountNo >= FIRST_USER_ACCOUNT && (account === undefined || !mayDispose(account)))
        return { code: 'banking.account_not_active', data: { state: account?.state ?? '' } };
    }
    return undefined;
  },
  execute({ banking, ledger }, { paymentFileNo }, { by, at, emit }) {
    const file = banking.paymentFile(paymentFileNo)!;
    for (const transfer of transfersOf(banking, file)) {
      const { transferNo: no, accountNo, amountFen } = transfer;
      ledger.unfreeze(accountNo, CASH, amountFen);
      ledger.post({ kind: 'payment-out', no }, [
        { account: accountNo, asset: CASH, amount: -amountFen },
        { account: CASH_IN_TRANSIT, asset: CASH, amount: amountFen },
      ]);
      banking.moveTransfer(transfer, 'IN_TRANSIT', at);
    }
    banking.movePaymentFile(file, 'RELEASED', at, by);
    emit({ type: 'PaymentFileReleased', paymentFileNo, contentHash: file.contentHash });
    return { paymentFileNo, state: 'RELEASED' };
  },
};

/** The bank refused it: what was on its way goes back where it came from. */
const voidTransfer: ApprovalExecutor<
  BankingWorld,
  { readonly withdrawalNo: number; readonly reason: string }
> = {
  owner: () => '',
  check: (world, { withdrawalNo }) => faultOfVoid(world, withdrawalNo),
  execute({ banking, ledger }, { withdrawalNo, reason }, { at, emit }) {
    const transfer = banking.transfer(withdrawalNo)!;
    const { transferNo, accountNo, amountFen, lineNo } = transfer;
    ledger.post({ kind: 'payment-void', no: transferNo }, [
      { account: CASH_IN_TRANSIT, asset: CASH, amount: -amountFen },
      { account: accountNo, asset: CASH, amount: amountFen },
    ]);
    banking.moveTransfer(transfer, 'VOIDED', at, { note: reason });
    const line = banking.openLine(lineNo);
    if (line !== undefined) banking.changeLine(line, { state: 'SUSPENSE', transferNo: 0, changedAt: at });
    emit({ type: 'TransferVoided', transferNo });
    return { withdrawalNo: transferNo, state: 'VOIDED' };
  },
};

function faultOfVoid({ banking, registry }: BankingWorld, transferNo: number): Rejection | undefined {
  const transfer = banking.transfer(transferNo);
  if (transfer === undefined) return { code: 'banking.unknown_withdrawal' };
  if (transfer.state !== 'IN_TRANSIT')
    return { code: 'banking.transfer_not_in_transit', data: { state: transfer.state } };
  const account = registry.account(transfer.accountNo);
  const receives = transfer.accountNo < FIRST_USER_ACCOUNT || (account !== undefined && isOpened(account));
  return receives ? undefined : { code: 'banking.account_not_active', data: { state: account?.state ?? '' } };
}

function transfersOf(banking: BankingWorld['banking'], { transferNos }: PaymentFile): CashTransfer[] {
  return transferNos.map((no) => banking.transfer(no)!);
}

/** A check is asked when a matter is proposed and again with every signature; only then it is known already. */
export function isSignature({ approvals }: BankingWorld, proposalNo: number): boolean {
  return approvals.pending(proposalNo) !== undefined;
}

export const paymentHandlers: Handlers = {
  'draft-payment-file': draftPaymentFile,
  'discard-payment-file': discardPaymentFile,
  'mark-payment-file-sent': markSent,
};
export const paymentExecutors: ApprovalExecutors<BankingWorld> = {
  'release-payment-file': releasePaymentFile,
  'void-transfer': voidTransfer,
};
