import type { Instant } from '../../kernel/instant.js';
import { CASH, ledgerAccountOfBank, SYSTEM_ACCOUNTS } from '../../ledger/domain/system-accounts.js';
import { isOpened } from '../../registry/domain/account.js';
import type { BankAccount } from './bank-account.js';
import type { CashTransfer } from './cash-transfer.js';
import { referenceIn } from './references.js';
import type { StatementLine } from './statement.js';
import type { BankLine } from './statement-file.js';
import type { BankingWorld } from './world.js';

interface Place {
  readonly account: BankAccount;
  readonly fileNo: number;
  readonly statementId: string;
}
type Found = Pick<BankLine, 'state' | 'unclear' | 'accountNo' | 'transferNo'>;

const { CASH_IN_TRANSIT, UNCLEAR_CREDITS, UNCLEAR_DEBITS } = SYSTEM_ACCOUNTS;
const suspense = (unclear: string): Found => ({ state: 'SUSPENSE', unclear, accountNo: 0, transferNo: 0 });

/** Books one line of the bank against whom its reference names, or against suspense: every fen lands somewhere. */
export function bookLine(
  world: BankingWorld,
  { account, fileNo, statementId }: Place,
  { amountFen, day, text, counterparty }: StatementLine,
  at: Instant,
): BankLine {
  const { banking, ledger } = world;
  const found = amountFen > 0 ? credited(world, text, amountFen) : debited(world, account, text, -amountFen);
  const lineNo = banking.nextLineNo();
  ledger.post({ kind: 'bank-line', no: lineNo }, [
    { account: ledgerAccountOfBank(account.bankNo), asset: CASH, amount: -amountFen },
    { account: counterAccount(found, amountFen), asset: CASH, amount: amountFen },
  ]);
  const transfer = banking.transfer(found.transferNo);
  if (transfer !== undefined && found.state === 'PAID') confirm(world, transfer, at);
  if (transfer !== undefined && found.state === 'RETURNED') banking.moveTransfer(transfer, 'RETURNED', at);
  const facts = { lineNo, fileNo, bankNo: account.bankNo, statementId, day, amountFen, text, counterparty };
  const line: BankLine = { ...facts, ...found, changedAt: at };
  banking.addLine(line);
  return line;
}

/** The bank has paid; a deposit that was sent back is then closed. */
export function confirm({ banking }: BankingWorld, transfer: CashTransfer, at: Instant): void {
  banking.moveTransfer(transfer, 'CONFIRMED', at);
  const line = banking.openLine(transfer.lineNo);
  if (line !== undefined) banking.changeLine(line, { state: 'SENT_BACK', changedAt: at });
}

function counterAccount({ state, accountNo }: Found, amountFen: number): number {
  if (state === 'PAID') return CASH_IN_TRANSIT;
  if (state !== 'SUSPENSE') return accountNo;
  return amountFen > 0 ? UNCLEAR_CREDITS : UNCLEAR_DEBITS;
}

function credited({ banking, registry }: BankingWorld, text: string, amountFen: number): Found {
  const reference = referenceIn(text);
  if (reference === undefined) return suspense('no_reference');
  const transfer = reference.kind === 'transfer' ? banking.transfer(reference.no) : undefined;
  if (reference.kind === 'transfer') {
    if (transfer === undefined || transfer.kind !== 'WITHDRAWAL') return suspense('unknown_reference');
    if (transfer.state !== 'CONFIRMED') return suspense('returned_before_it_was_paid');
    if (transfer.amountFen !== amountFen) return suspense('amount_differs');
  }
  const accountNo = transfer?.accountNo ?? reference.no;
  const account = registry.account(accountNo);
  if (account === undefined) return suspense('unknown_reference');
  if (!isOpened(account)) return suspense('account_not_open');
  const transferNo = transfer?.transferNo ?? 0;
  return { state: transferNo > 0 ? 'RETURNED' : 'DEPOSITED', unclear: '', accountNo, transferNo };
}

function debited({ banking }: BankingWorld, { bankNo }: BankAccount, text: string, amountFen: number): Found {
  const reference = referenceIn(text);
  if (reference?.kind !== 'transfer') return suspense('no_reference');
  const transfer = banking.transfer(reference.no);
  if (transfer === undefined) return suspense('unknown_reference');
  if (transfer.state !== 'IN_TRANSIT' || transfer.bankNo !== bankNo) return suspense('not_in_transit');
  if (transfer.amountFen !== amountFen) return suspense('amount_differs');
  return { state: 'PAID', unclear: '', accountNo: transfer.accountNo, transferNo: transfer.transferNo };
}
