import { add } from '../../kernel/amount.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import { FIRST_USER_ACCOUNT } from '../../ledger/domain/system-accounts.js';
import { accountMayBecome, type Account, type AccountState } from './account.js';
import { batchMayBecome, isGiven, type Batch, type BatchState } from './batch.js';
import { Deductions, type Deduction } from './deductions.js';
import type { Cap, Instrument, InstrumentFacts } from './instrument.js';
import { type LineChange, OwedUnits } from './owed-units.js';
import { Serials } from './serials.js';

export type NewAccount = Omit<
  Account,
  'accountNo' | 'state' | 'reviewedBy' | 'approvedBy' | 'reason' | 'changedAt'
>;

/** Accounts, instruments, caps, allocation batches, serials and orders of court of one venue. */
export class Registry {
  private readonly accounts = new Map<number, Account>();
  /** By owner group; follows from the accounts. */
  private readonly groups = new Map<string, Account[]>();
  private readonly instruments = new Map<number, Instrument>();
  private readonly symbols = new Map<string, Instrument>();
  private readonly caps = new Map<string, Cap>();
  private readonly batches = new Map<number, Batch>();
  /** Units kept by a court or authority, apart from units kept for a pending proposal. */
  private readonly courtFrozen = new Map<string, number>();
  private readonly owed = new OwedUnits();
  deductions = new Deductions();
  serials = new Serials();

  /** Changes since the last drain; not part of the state. */
  readonly dirtyAccounts = new Set<Account>();
  readonly dirtyInstruments = new Set<Instrument>();
  readonly dirtyCaps = new Set<Cap>();
  readonly dirtyBatches = new Set<Batch>();
  /** Batches whose lines were written or replaced. */
  readonly dirtyLines = new Set<Batch>();

  account(accountNo: number): Account | undefined {
    return this.accounts.get(accountNo);
  }

  accountCount(): number {
    return this.accounts.size;
  }

  allAccounts(): IterableIterator<Account> {
    return this.accounts.values();
  }

  /** Accounts under one control, in the order they were applied for. */
  accountsOf(ownerGroup: string): readonly Account[] {
    return this.groups.get(ownerGroup) ?? [];
  }

  ownerGroups(): IterableIterator<string> {
    return this.groups.keys();
  }

  /** Units that an owner group's accounts were given for a year and not asked back. */
  allocated(ownerGroup: string, instrumentNo: number, year: number): number {
    const own = new Set(this.accountsOf(ownerGroup).map(({ accountNo }) => accountNo));
    let sum = 0;
    for (const batch of this.batches.values()) {
      if (batch.instrumentNo !== instrumentNo || batch.year !== year || !isGiven(batch.state)) continue;
      for (const { accountNo, quantity, recalled = 0 } of batch.lines)
        if (own.has(accountNo)) sum = add(sum, quantity - recalled);
    }
    return sum;
  }

  instrument(instrumentNo: number): Instrument | undefined {
    return this.instruments.get(instrumentNo);
  }

  instrumentBySymbol(symbol: string): Instrument | undefined {
    return this.symbols.get(symbol);
  }

  allInstruments(): IterableIterator<Instrument> {
    return this.instruments.values();
  }

  instrumentCount(): number {
    return this.instruments.size;
  }

  allBatches(): IterableIterator<Batch> {
    return this.batches.values();
  }

  batch(batchNo: number): Batch | undefined {
    return this.batches.get(batchNo);
  }

  /** Batches of a year that were reckoned by what went before, in the order in which they were drafted. */
  stagedBatches(instrumentNo: number, year: number): Batch[] {
    const isReckoned = ({ stage, state }: Batch): boolean =>
      stage !== undefined && (state === 'CREDITED_TO_PROVINCE' || isGiven(state));
    return [...this.batches.values()].filter(
      (one) => one.instrumentNo === instrumentNo && one.year === year && isReckoned(one),
    );
  }

  /** What an account must hand back beyond the units that are frozen for it: it may give nothing away below that. */
  shortOf(accountNo: number, instrumentNo: number): number {
    return this.owed.short(accountNo, instrumentNo);
  }

  /** Units in the province account that batches on their way have promised to accounts. */
  undistributed(instrumentNo: number): number {
    let promised = 0;
    for (const batch of this.batches.values())
      if (batch.instrumentNo === instrumentNo && batch.state === 'CREDITED_TO_PROVINCE')
        promised += batch.total;
    return promised;
  }

  cap(instrumentNo: number, year: number): Cap | undefined {
    return this.caps.get(`${instrumentNo}:${year}`);
  }

  frozenByCourt(accountNo: number, instrumentNo: number): number {
    return this.courtFrozen.get(`${accountNo}:${instrumentNo}`) ?? 0;
  }

  addAccount(facts: NewAccount): Account {
    const accountNo = FIRST_USER_ACCOUNT + this.accounts.size;
    const account: Account = {
      ...facts,
      accountNo,
      state: 'APPLIED',
      reviewedBy: '',
      approvedBy: '',
      reason: '',
      changedAt: facts.appliedAt,
    };
    this.keepAccount(account);
    this.dirtyAccounts.add(account);
    return account;
  }

  private keepAccount(account: Account): void {
    this.accounts.set(account.accountNo, account);
    const group = this.groups.get(account.ownerGroup);
    if (group === undefined) this.groups.set(account.ownerGroup, [account]);
    else group.push(account);
  }

  moveAccount(account: Account, to: AccountState, at: number, changes: Partial<Account> = {}): void {
    invariant(accountMayBecome(account.state, to), `an account goes from ${account.state} to ${to}`);
    Object.assign(account, changes, { state: to, changedAt: at });
    this.dirtyAccounts.add(account);
  }

  addInstrument(facts: InstrumentFacts): Instrument {
    invariant(!this.symbols.has(facts.symbol), 'a symbol names one instrument');
    const instrument: Instrument = { ...facts, instrumentNo: this.instruments.size + 1, state: 'TRADABLE' };
    this.instruments.set(instrument.instrumentNo, instrument);
    this.symbols.set(instrument.symbol, instrument);
    this.dirtyInstruments.add(instrument);
    return instrument;
  }

  retireInstrument(instrument: Instrument): void {
    instrument.state = 'RETIRED';
    this.dirtyInstruments.add(instrument);
  }

  setCap(instrumentNo: number, year: number, limit: number): Cap {
    let cap = this.cap(instrumentNo, year);
    if (cap === undefined) {
      cap = { instrumentNo, year, limit, issued: 0, cancelled: 0 };
      this.caps.set(`${instrumentNo}:${year}`, cap);
    }
    invariant(cap.issued <= limit, 'a cap is not below what was issued under it');
    cap.limit = limit;
    this.dirtyCaps.add(cap);
    return cap;
  }

  issueUnder(cap: Cap, quantity: number): void {
    cap.issued += quantity;
    invariant(cap.issued <= cap.limit, 'what is issued stays under its cap');
    this.dirtyCaps.add(cap);
  }

  cancelUnder(cap: Cap, quantity: number): void {
    cap.cancelled += quantity;
    this.dirtyCaps.add(cap);
  }

  addBatch(facts: Omit<Batch, 'batchNo' | 'state' | 'submittedBy' | 'approvedBy' | 'note'>): Batch {
    const batchNo = this.batches.size + 1;
    const batch: Batch = { ...facts, batchNo, state: 'DRAFT', submittedBy: '', approvedBy: '', note: '' };
    this.batches.set(batchNo, batch);
    this.dirtyBatches.add(batch);
    this.dirtyLines.add(batch);
    return batch;
  }

  moveBatch(batch: Batch, to: BatchState, at: number, changes: Partial<Batch> = {}): void {
    invariant(batchMayBecome(batch.state, to), `a batch goes from ${batch.state} to ${to}`);
    if (changes.lines !== undefined) this.dirtyLines.add(batch);
    Object.assign(batch, changes, { state: to, changedAt: at });
    this.dirtyBatches.add(batch);
  }

  /** Notes that part of what a line gave has been taken back. */
  recallFrom(batch: Batch, accountNo: number, quantity: number, at: number): void {
    this.noteOn(batch, accountNo, { recalled: quantity });
    this.moveBatch(batch, 'PARTIALLY_RECALLED', at);
  }

  /** Notes that part of what a line gave must be handed back, and how much is frozen for that. */
  askBack(batch: Batch, accountNo: number, owed: number, kept: number): void {
    this.noteOn(batch, accountNo, { owed, kept });
  }

  /** Notes that owed units came back, `kept` of them from those that were frozen. */
  handBack(batch: Batch, accountNo: number, quantity: number, kept: number, at: number): void {
    this.noteOn(batch, accountNo, { recalled: quantity, owed: -quantity, kept: -kept });
    if (batchMayBecome(batch.state, 'PARTIALLY_RECALLED')) this.moveBatch(batch, 'PARTIALLY_RECALLED', at);
  }

  private noteOn(batch: Batch, accountNo: number, by: LineChange): void {
    this.owed.note(batch, accountNo, by);
    this.dirtyLines.add(batch);
  }

  changeCourtFreeze(accountNo: number, instrumentNo: number, by: number): void {
    const frozen = this.frozenByCourt(accountNo, instrumentNo) + by;
    invariant(frozen >= 0, 'a court releases what it froze');
    if (frozen === 0) this.courtFrozen.delete(`${accountNo}:${instrumentNo}`);
    else this.courtFrozen.set(`${accountNo}:${instrumentNo}`, frozen);
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    const { dirtyAccounts, dirtyInstruments, dirtyCaps, dirtyBatches, dirtyLines } = this;
    for (const dirty of [dirtyAccounts, dirtyInstruments, dirtyCaps, dirtyBatches, dirtyLines]) dirty.clear();
    this.deductions.dirty.clear();
    this.serials.letGo();
  }

  dump(): Json {
    const copies = (values: Iterable<object>): Json => [...values].map((value) => ({ ...value })) as Json;
    return {
      accounts: copies(this.accounts.values()),
      instruments: copies(this.instruments.values()),
      caps: copies(
        [...this.caps.values()].sort((a, b) => a.instrumentNo - b.instrumentNo || a.year - b.year),
      ),
      batches: copies(this.batches.values()),
      courtFrozen: [...this.courtFrozen].sort(([a], [b]) => (a < b ? -1 : 1)),
      // A venue that never deducted has the state, and the hash, that it had before there were deductions.
      ...(this.deductions.isEmpty ? {} : { deductions: this.deductions.dump() as unknown as Json }),
      serials: this.serials.dump(),
    };
  }

  static restore(state: Json): Registry {
    const stored = state as unknown as {
      accounts: Account[];
      instruments: Instrument[];
      caps: Cap[];
      batches: Batch[];
      courtFrozen: [string, number][];
      deductions?: Deduction[];
      serials: Json;
    };
    const registry = new Registry();
    for (const account of stored.accounts) registry.keepAccount({ ...account });
    for (const facts of stored.instruments) {
      const instrument = { ...facts };
      registry.instruments.set(instrument.instrumentNo, instrument);
      registry.symbols.set(instrument.symbol, instrument);
    }
    for (const cap of stored.caps) registry.caps.set(`${cap.instrumentNo}:${cap.year}`, { ...cap });
    for (const batch of stored.batches) {
      registry.batches.set(batch.batchNo, { ...batch });
      registry.owed.add(batch);
    }
    registry.deductions = Deductions.restore(stored.deductions);
    for (const [name, quantity] of stored.courtFrozen) registry.courtFrozen.set(name, quantity);
    registry.serials = Serials.restore(stored.serials);
    return registry;
  }
}
