import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import { type BankAccount, type Payee, sameNumber } from './bank-account.js';
import {
  type CashTransfer,
  isOpen,
  type PaymentFile,
  transferMayBecome,
  type TransferState,
} from './cash-transfer.js';
import { type BankLine, type StatementFile, waitsForPeople } from './statement-file.js';

type NewTransfer = Pick<
  CashTransfer,
  'transferId' | 'kind' | 'accountNo' | 'amountFen' | 'payee' | 'lineNo' | 'requestedBy' | 'changedAt'
>;

const NEW_TRANSFER = { state: 'REQUESTED', paymentFileNo: 0, bankNo: 0, note: '' } as const;

interface Stored {
  readonly accounts: BankAccount[];
  readonly payees: Payee[];
  readonly transfers: CashTransfer[];
  readonly transferIds: [string, number, number, number][];
  readonly paymentFiles: PaymentFile[];
  readonly statementFiles: StatementFile[];
  readonly fileIds: string[];
  readonly fileHashes: string[];
  readonly statementIds: string[];
  readonly openLines: BankLine[];
  readonly counts: { transfers: number; paymentFiles: number; statementFiles: number; lines: number };
}

/**
 * The venue's bank accounts and what is on its way to and from them. Finished transfers and files live in the tables
 * and the journal; memory keeps what may still move, and every name that may not come twice.
 */
export class Banking {
  private readonly accounts: BankAccount[] = [];
  private readonly payees = new Map<number, Payee>();
  /** Not at their end, or confirmed: a confirmed one may come back. */
  private readonly transfers = new Map<number, CashTransfer>();
  /** By the caller's own id: number, account and amount of the transfer it is. */
  private readonly transferIds = new Map<
    string,
    readonly [no: number, accountNo: number, amountFen: number]
  >();
  private readonly paymentFiles = new Map<number, PaymentFile>();
  private readonly statementFiles = new Map<number, StatementFile>();
  private readonly fileIds = new Set<string>();
  private readonly fileHashes = new Set<string>();
  private readonly statementIds = new Set<string>();
  private readonly openLines = new Map<number, BankLine>();
  private readonly counts = { transfers: 0, paymentFiles: 0, statementFiles: 0, lines: 0 };
  private openTransfers = 0;

  /** Changes since the last drain; not part of the state. */
  readonly dirty = {
    accounts: new Set<BankAccount>(),
    payees: new Set<Payee>(),
    transfers: new Set<CashTransfer>(),
    paymentFiles: new Set<PaymentFile>(),
    statementFiles: new Set<StatementFile>(),
    lines: new Set<BankLine>(),
  };

  /** A venue without a bank account has no banking: its money is entered by hand. */
  get isUsed(): boolean {
    return this.accounts.length + this.payees.size > 0;
  }

  /** From the first account of client money on, money comes and goes by statements alone. */
  get keepsTheBook(): boolean {
    return this.accounts.some(({ kind }) => kind === 'CLIENT');
  }

  account(bankNo: number): BankAccount | undefined {
    return this.accounts[bankNo - 1];
  }

  accountOfNumber(number: string): BankAccount | undefined {
    return this.accounts.find((account) => sameNumber(account.number, number));
  }

  allAccounts(): readonly BankAccount[] {
    return this.accounts;
  }

  payee(accountNo: number): Payee | undefined {
    return this.payees.get(accountNo);
  }

  /** Undefined for what never was, and for what is over. */
  transfer(transferNo: number): CashTransfer | undefined {
    return this.transfers.get(transferNo);
  }

  transferOfId(transferId: string): readonly [no: number, accountNo: number, amountFen: number] | undefined {
    return this.transferIds.get(transferId);
  }

  get openTransferCount(): number {
    return this.openTransfers;
  }

  liveTransfers(): Iterable<CashTransfer> {
    return this.transfers.values();
  }

  paymentFile(paymentFileNo: number): PaymentFile | undefined {
    return this.paymentFiles.get(paymentFileNo);
  }

  nextPaymentFileNo(): number {
    return this.counts.paymentFiles + 1;
  }

  statementFile(fileNo: number): StatementFile | undefined {
    return this.statementFiles.get(fileNo);
  }

  isFinishedFile(fileNo: number): boolean {
    return fileNo >= 1 && fileNo <= this.counts.statementFiles && !this.statementFiles.has(fileNo);
  }

  waitingFiles(): Iterable<StatementFile> {
    return this.statementFiles.values();
  }

  get waitingFileCount(): number {
    return this.statementFiles.size;
  }

  knowsFileId(fileId: string): boolean {
    return this.fileIds.has(fileId);
  }

  knowsFileHash(fileHash: string): boolean {
    return this.fileHashes.has(fileHash);
  }

  knowsStatement(bankNo: number, statementId: string): boolean {
    return this.statementIds.has(`${bankNo} ${statementId}`);
  }

  openLine(lineNo: number): BankLine | undefined {
    return this.openLines.get(lineNo);
  }

  suspense(): Iterable<BankLine> {
    return this.openLines.values();
  }

  addAccount(facts: Omit<BankAccount, 'bankNo'>): BankAccount {
    const account = { ...facts, bankNo: this.accounts.length + 1 };
    this.accounts.push(account);
    this.dirty.accounts.add(account);
    return account;
  }

  setPayee(payee: Payee): void {
    this.payees.set(payee.accountNo, payee);
    this.dirty.payees.add(payee);
  }

  addTransfer(facts: NewTransfer): CashTransfer {
    const transferNo = (this.counts.transfers += 1);
    const transfer: CashTransfer = { ...facts, transferNo, ...NEW_TRANSFER };
    this.transfers.set(transferNo, transfer);
    this.transferIds.set(facts.transferId, [transferNo, facts.accountNo, facts.amountFen]);
    this.openTransfers += 1;
    this.dirty.transfers.add(transfer);
    return transfer;
  }

  moveTransfer(
    transfer: CashTransfer,
    to: TransferState,
    at: number,
    changes: Partial<Pick<CashTransfer, 'paymentFileNo' | 'bankNo' | 'note'>> = {},
  ): void {
    invariant(transferMayBecome(transfer.state, to), `a transfer goes from ${transfer.state} to ${to}`);
    const wasOpen = isOpen(transfer.state);
    Object.assign(transfer, changes, { state: to, changedAt: at });
    if (wasOpen && !isOpen(to)) this.openTransfers -= 1;
    if (to === 'VOIDED' || to === 'RETURNED') this.transfers.delete(transfer.transferNo);
    this.dirty.transfers.add(transfer);
  }

  addPaymentFile(file: PaymentFile): void {
    invariant(file.paymentFileNo === this.nextPaymentFileNo(), 'payment files are numbered without gaps');
    this.counts.paymentFiles = file.paymentFileNo;
    this.paymentFiles.set(file.paymentFileNo, file);
    this.dirty.paymentFiles.add(file);
  }

  movePaymentFile(file: PaymentFile, state: PaymentFile['state'], at: number, releasedBy?: string): void {
    file.state = state;
    file.changedAt = at;
    if (releasedBy !== undefined) file.releasedBy = releasedBy;
    if (state === 'SENT' || state === 'DISCARDED') this.paymentFiles.delete(file.paymentFileNo);
    this.dirty.paymentFiles.add(file);
  }

  addStatementFile(facts: Omit<StatementFile, 'fileNo' | 'releasedBy' | 'note'>): StatementFile {
    const fileNo = (this.counts.statementFiles += 1);
    const file: StatementFile = { ...facts, fileNo, releasedBy: '', note: '' };
    this.statementFiles.set(fileNo, file);
    this.fileIds.add(file.fileId);
    this.fileHashes.add(file.fileHash);
    this.dirty.statementFiles.add(file);
    return file;
  }

  changeStatementFile(file: StatementFile, changes: Partial<StatementFile>): void {
    Object.assign(file, changes);
    this.dirty.statementFiles.add(file);
    if (file.state !== 'RELEASED' && file.state !== 'DISCARDED') return;
    this.statementFiles.delete(file.fileNo);
    // What nobody released may come again, and then rightly.
    if (file.state === 'DISCARDED') {
      this.fileIds.delete(file.fileId);
      this.fileHashes.delete(file.fileHash);
    }
  }

  closeStatement(account: BankAccount, fileNo: number, statementId: string, fen: number, day: string): void {
    this.statementIds.add(`${account.bankNo} ${statementId}`);
    Object.assign(account, { closingFen: fen, closingDay: day, lastFileNo: fileNo });
    this.dirty.accounts.add(account);
  }

  nextLineNo(): number {
    return this.counts.lines + 1;
  }

  addLine(line: BankLine): void {
    invariant(line.lineNo === this.nextLineNo(), 'lines are numbered without gaps');
    this.counts.lines = line.lineNo;
    this.keepLine(line);
    this.dirty.lines.add(line);
  }

  changeLine(line: BankLine, changes: Partial<BankLine>): void {
    Object.assign(line, changes);
    this.keepLine(line);
    this.dirty.lines.add(line);
  }

  letGo(): void {
    for (const changed of Object.values(this.dirty)) changed.clear();
  }

  dump(): Json {
    const copies = <T extends object>(values: Iterable<T>): T[] => [...values].map((value) => ({ ...value }));
    const stored: Stored = {
      accounts: copies(this.accounts),
      payees: copies(this.payees.values()),
      transfers: copies(this.transfers.values()),
      transferIds: [...this.transferIds].map(([id, [no, account, fen]]) => [id, no, account, fen]),
      paymentFiles: copies(this.paymentFiles.values()),
      statementFiles: copies(this.statementFiles.values()),
      fileIds: [...this.fileIds],
      fileHashes: [...this.fileHashes],
      statementIds: [...this.statementIds],
      openLines: copies(this.openLines.values()),
      counts: { ...this.counts },
    };
    return stored as unknown as Json;
  }

  static restore(state: Json): Banking {
    const stored = state as unknown as Stored;
    const banking = new Banking();
    banking.accounts.push(...stored.accounts.map((one) => ({ ...one })));
    for (const payee of stored.payees) banking.payees.set(payee.accountNo, { ...payee });
    for (const transfer of stored.transfers) {
      banking.transfers.set(transfer.transferNo, { ...transfer });
      if (isOpen(transfer.state)) banking.openTransfers += 1;
    }
    for (const [id, ...known] of stored.transferIds) banking.transferIds.set(id, known);
    for (const file of stored.paymentFiles) banking.paymentFiles.set(file.paymentFileNo, { ...file });
    for (const file of stored.statementFiles) banking.statementFiles.set(file.fileNo, { ...file });
    for (const [names, kept] of [
      [stored.fileIds, banking.fileIds],
      [stored.fileHashes, banking.fileHashes],
      [stored.statementIds, banking.statementIds],
    ] as const)
      for (const name of names) kept.add(name);
    for (const line of stored.openLines) banking.openLines.set(line.lineNo, { ...line });
    Object.assign(banking.counts, stored.counts);
    return banking;
  }

  private keepLine(line: BankLine): void {
    if (waitsForPeople(line.state)) this.openLines.set(line.lineNo, line);
    else this.openLines.delete(line.lineNo);
  }
}
