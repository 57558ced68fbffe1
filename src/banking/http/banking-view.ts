import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import type { PublicIdKind } from '../../platform/http/index.js';
import type { CashTie } from '../domain/cash-tie.js';
import { referenceOf } from '../domain/references.js';
import type {
  BankAccountRow,
  LineRow,
  PaymentFileRow,
  RouteRow,
  StatementFileRow,
  TransferRow,
} from '../queries/banking-tables.js';

type Encode = (kind: PublicIdKind, no: number) => string;

const yuan = (fen: number | string): string => formatDecimal(Number(fen), CENTS);
/** The venue's own accounts of the ledger have no public id. */
const FIRST_MEMBER = 100;
const named = (encode: Encode, kind: PublicIdKind, no: number | string, from = 1): string | null =>
  Number(no) >= from ? encode(kind, Number(no)) : null;

export function showBankAccount(
  { bank_no, kind, name, bank, number, currency }: BankAccountRow,
  encode: Encode,
): object {
  return { bankAccountId: encode('bka', bank_no), kind, name, bank, number, currency };
}

export function showRoute({ account_no, title, name, bank, number }: RouteRow, encode: Encode): object {
  return {
    accountId: encode('acc', Number(account_no)),
    title,
    depositReference: referenceOf('account', Number(account_no)),
    payee: name === null ? null : { name, bank, number },
  };
}

export function showTransfer(row: TransferRow, encode: Encode): object {
  return {
    withdrawalId: encode('wdr', Number(row.transfer_no)),
    kind: row.kind,
    accountId: named(encode, 'acc', row.account_no, FIRST_MEMBER),
    amount: yuan(row.amount_fen),
    payee: { name: row.payee_name, bank: row.payee_bank, number: row.payee_number },
    reference: referenceOf('transfer', Number(row.transfer_no)),
    state: row.state,
    paymentFileId: named(encode, 'pmf', row.payment_file_no),
    note: row.note,
    changedAt: formatInstant(Number(row.changed_at)),
  };
}

export function showPaymentFile(row: PaymentFileRow, encode: Encode): object {
  return {
    paymentFileId: encode('pmf', Number(row.payment_file_no)),
    messageId: row.message_id,
    bankAccountId: encode('bka', row.bank_no),
    count: row.count,
    total: yuan(row.total_fen),
    contentHash: row.content_hash,
    draftedBy: row.drafted_by,
    state: row.state,
    releasedBy: row.released_by,
    changedAt: formatInstant(Number(row.changed_at)),
  };
}

export function showStatementFile(row: StatementFileRow, encode: Encode): object {
  return {
    statementFileId: encode('stf', Number(row.file_no)),
    fileId: row.file_id,
    sha256: row.file_hash,
    format: row.format,
    state: row.state,
    difference: row.difference,
    statements: row.statements.map(({ openingFen, closingFen, totals, ...statement }) => ({
      ...statement,
      opening: yuan(openingFen),
      closing: yuan(closingFen),
      totals: totals && {
        count: totals.count,
        credits: totals.creditFen === null ? null : yuan(totals.creditFen),
        debits: totals.debitFen === null ? null : yuan(totals.debitFen),
      },
    })),
    importedBy: row.imported_by,
    importedAt: formatInstant(Number(row.imported_at)),
    releasedBy: row.released_by,
    note: row.note,
    changedAt: formatInstant(Number(row.changed_at)),
  };
}

export function showLine(row: LineRow, encode: Encode): object {
  return {
    lineId: encode('lin', Number(row.line_no)),
    statementFileId: encode('stf', Number(row.file_no)),
    bankAccountId: encode('bka', row.bank_no),
    statementId: row.statement_id,
    day: row.day,
    amount: yuan(row.amount_fen),
    text: row.text,
    counterparty: row.counterparty,
    state: row.state,
    unclear: row.unclear,
    accountId: named(encode, 'acc', row.account_no, FIRST_MEMBER),
    withdrawalId: named(encode, 'wdr', row.transfer_no),
    changedAt: formatInstant(Number(row.changed_at)),
  };
}

export function showTie(tie: CashTie, encode: Encode): object {
  return {
    banks: tie.banks.map(({ bankNo, statementFen, closingDay, ledgerFen }) => ({
      bankAccountId: encode('bka', bankNo),
      statement: yuan(statementFen),
      closingDay,
      ledger: yuan(ledgerFen),
    })),
    bank: yuan(tie.bankFen),
    byHand: yuan(tie.byHandFen),
    subLedger: yuan(tie.subLedgerFen),
    inTransit: { total: yuan(tie.inTransitFen), withdrawalIds: tie.inTransit.map((no) => encode('wdr', no)) },
    suspense: {
      credits: yuan(tie.unclearCreditsFen),
      debits: yuan(tie.unclearDebitsFen),
      lineIds: tie.unclearLines.map((no) => encode('lin', no)),
    },
    difference: yuan(tie.differenceFen),
  };
}
