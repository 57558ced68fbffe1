import type { SqlStatement } from '../../sequencer/domain/command.js';
import { ProjectedTable } from '../../sequencer/store/projected-table.js';
import type { BankAccount, Payee } from '../domain/bank-account.js';
import type { Banking } from '../domain/banking.js';
import type { CashTransfer, PaymentFile } from '../domain/cash-transfer.js';
import type { BankLine, StatementFile } from '../domain/statement-file.js';

const ACCOUNTS = new ProjectedTable<BankAccount>(
  'bank_accounts',
  [['bank_no', 'int', (a) => a.bankNo]],
  [
    ['kind', 'text', (a) => a.kind],
    ['name', 'text', (a) => a.name],
    ['bank', 'text', (a) => a.bank],
    ['number', 'text', (a) => a.number],
    ['currency', 'text', (a) => a.currency],
    ['opening_fen', 'bigint', (a) => a.openingFen],
    ['closing_fen', 'bigint', (a) => a.closingFen],
    ['closing_day', 'date', (a) => a.closingDay],
    ['last_file_no', 'bigint', (a) => a.lastFileNo],
  ],
);

const PAYEES = new ProjectedTable<Payee>(
  'bank_payees',
  [['account_no', 'bigint', (p) => p.accountNo]],
  [
    ['name', 'text', (p) => p.name],
    ['bank', 'text', (p) => p.bank],
    ['number', 'text', (p) => p.number],
    ['proposal_no', 'bigint', (p) => p.proposalNo],
  ],
);

const TRANSFERS = new ProjectedTable<CashTransfer>(
  'cash_transfers',
  [['transfer_no', 'bigint', (t) => t.transferNo]],
  [
    ['transfer_id', 'text', (t) => t.transferId],
    ['kind', 'text', (t) => t.kind],
    ['account_no', 'bigint', (t) => t.accountNo],
    ['amount_fen', 'bigint', (t) => t.amountFen],
    ['payee_name', 'text', (t) => t.payee.name],
    ['payee_bank', 'text', (t) => t.payee.bank],
    ['payee_number', 'text', (t) => t.payee.number],
    ['line_no', 'bigint', (t) => t.lineNo],
    ['requested_by', 'text', (t) => t.requestedBy],
    ['state', 'text', (t) => t.state],
    ['payment_file_no', 'bigint', (t) => t.paymentFileNo],
    ['bank_no', 'int', (t) => t.bankNo],
    ['note', 'text', (t) => t.note],
    ['changed_at', 'bigint', (t) => t.changedAt],
  ],
);

const PAYMENT_FILES = new ProjectedTable<PaymentFile>(
  'payment_files',
  [['payment_file_no', 'bigint', (f) => f.paymentFileNo]],
  [
    ['message_id', 'text', (f) => f.messageId],
    ['bank_no', 'int', (f) => f.bankNo],
    ['count', 'int', (f) => f.count],
    ['total_fen', 'bigint', (f) => f.totalFen],
    ['content_hash', 'text', (f) => f.contentHash],
    ['content', 'text', (f) => f.content],
    ['drafted_by', 'text', (f) => f.draftedBy],
    ['drafted_at', 'bigint', (f) => f.draftedAt],
    ['state', 'text', (f) => f.state],
    ['released_by', 'text', (f) => f.releasedBy],
    ['changed_at', 'bigint', (f) => f.changedAt],
  ],
);

const STATEMENT_FILES = new ProjectedTable<StatementFile>(
  'statement_files',
  [['file_no', 'bigint', (f) => f.fileNo]],
  [
    ['file_id', 'text', (f) => f.fileId],
    ['file_hash', 'text', (f) => f.fileHash],
    ['format', 'text', (f) => f.format],
    ['imported_by', 'text', (f) => f.importedBy],
    ['imported_at', 'bigint', (f) => f.importedAt],
    ['statements', 'jsonb', (f) => JSON.stringify(f.statements)],
    ['state', 'text', (f) => f.state],
    ['difference', 'jsonb', (f) => (f.difference === null ? null : JSON.stringify(f.difference))],
    ['released_by', 'text', (f) => f.releasedBy],
    ['note', 'text', (f) => f.note],
    ['changed_at', 'bigint', (f) => f.changedAt],
  ],
);

const LINES = new ProjectedTable<BankLine>(
  'bank_lines',
  [['line_no', 'bigint', (l) => l.lineNo]],
  [
    ['file_no', 'bigint', (l) => l.fileNo],
    ['bank_no', 'int', (l) => l.bankNo],
    ['statement_id', 'text', (l) => l.statementId],
    ['day', 'date', (l) => l.day],
    ['amount_fen', 'bigint', (l) => l.amountFen],
    ['text', 'text', (l) => l.text],
    ['counterparty', 'text', (l) => l.counterparty],
    ['state', 'text', (l) => l.state],
    ['unclear', 'text', (l) => l.unclear],
    ['account_no', 'bigint', (l) => l.accountNo],
    ['transfer_no', 'bigint', (l) => l.transferNo],
    ['changed_at', 'bigint', (l) => l.changedAt],
  ],
);

export function projectBanking(venueNo: number, { dirty }: Banking): SqlStatement[] {
  return [
    ...ACCOUNTS.drain(venueNo, dirty.accounts),
    ...PAYEES.drain(venueNo, dirty.payees),
    ...PAYMENT_FILES.drain(venueNo, dirty.paymentFiles),
    ...STATEMENT_FILES.drain(venueNo, dirty.statementFiles),
    ...LINES.drain(venueNo, dirty.lines),
    ...TRANSFERS.drain(venueNo, dirty.transfers),
  ];
}
