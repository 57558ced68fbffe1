import { add } from '../../kernel/amount.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import type { Certificate } from './certificate.js';
import type { DelayedTransfer, TransferState } from './delayed-transfer.js';
import type { FreezeKind, FreezeOrder, FreezeState } from './freeze-order.js';
import type { Notice } from './notice.js';
import type { Surrender } from './surrender.js';
import type { TrustedAccount } from './trusted-account.js';

interface Stored {
  readonly transfers: DelayedTransfer[];
  readonly trusted: TrustedAccount[];
  readonly freezes: FreezeOrder[];
  readonly beneficiaries: string[];
  readonly surrendered: [string, number][];
  readonly notices: number;
  readonly certificates: number;
}

/** What guards the units of a venue outside its market: waiting transfers, trusted accounts, freezes, surrenders. */
export class Custody {
  /** Only what still waits, is trusted or is frozen: what has ended lives in the tables and the journal. */
  private readonly transfers = new Map<number, DelayedTransfer>();
  private readonly trusted = new Map<number, TrustedAccount>();
  private readonly freezes = new Map<number, FreezeOrder>();
  /** `from:to` of every pair of accounts between which units have been sent. */
  private readonly beneficiaries = new Set<string>();
  /** Units by `account:instrument:year`. */
  private readonly surrendered = new Map<string, number>();
  private noticeCount = 0;
  private certificateCount = 0;

  /** Changes since the last drain; not part of the state. */
  readonly dirtyTransfers = new Set<DelayedTransfer>();
  readonly dirtyTrusted = new Set<TrustedAccount>();
  readonly dirtyFreezes = new Set<FreezeOrder>();
  readonly newNotices = new Set<Notice>();
  readonly newSurrenders = new Set<Surrender>();
  readonly newCertificates = new Set<Certificate>();

  transfer(transferNo: number): DelayedTransfer | undefined {
    return this.transfers.get(transferNo);
  }

  waiting(): IterableIterator<DelayedTransfer> {
    return this.transfers.values();
  }

  waitingCount(): number {
    return this.transfers.size;
  }

  addTransfer(transfer: DelayedTransfer): void {
    this.transfers.set(transfer.transferNo, transfer);
    this.dirtyTransfers.add(transfer);
  }

  endTransfer(
    transfer: DelayedTransfer,
    state: Exclude<TransferState, 'WAITING'>,
    at: number,
    by: string,
    note = '',
  ): void {
    invariant(this.transfers.delete(transfer.transferNo), 'a transfer ends once');
    Object.assign(transfer, { state, endedAt: at, endedBy: by, note });
    this.dirtyTransfers.add(transfer);
  }

  trust(trustNo: number): TrustedAccount | undefined {
    return this.trusted.get(trustNo);
  }

  trustedBy(accountNo: number): TrustedAccount[] {
    return [...this.trusted.values()].filter((one) => one.accountNo === accountNo);
  }

  addTrust(trust: TrustedAccount): void {
    this.trusted.set(trust.trustNo, trust);
    this.dirtyTrusted.add(trust);
  }

  removeTrust(trust: TrustedAccount, at: number, by: string): void {
    invariant(this.trusted.delete(trust.trustNo), 'trust ends once');
    Object.assign(trust, { removedAt: at, removedBy: by });
    this.dirtyTrusted.add(trust);
  }

  freezesOf(kind: FreezeKind): FreezeOrder[] {
    return [...this.freezes.values()].filter((order) => order.kind === kind);
  }

  freeze(freezeNo: number): FreezeOrder | undefined {
    return this.freezes.get(freezeNo);
  }

  allFreezes(): IterableIterator<FreezeOrder> {
    return this.freezes.values();
  }

  addFreeze(order: FreezeOrder): void {
    this.freezes.set(order.freezeNo, order);
    this.dirtyFreezes.add(order);
  }

  lessenFreeze(order: FreezeOrder, by: number): void {
    order.left -= by;
    invariant(order.left >= 0, 'no more is released than was frozen');
    this.dirtyFreezes.add(order);
  }

  endFreeze(order: FreezeOrder, state: Exclude<FreezeState, 'ACTIVE'>, at: number): void {
    invariant(this.freezes.delete(order.freezeNo), 'a freeze ends once');
    Object.assign(order, { state, endedAt: at, left: 0 });
    this.dirtyFreezes.add(order);
  }

  /** Whether the first transfer between them has been told; changes nothing. */
  hasSent(fromAccount: number, toAccount: number): boolean {
    return this.beneficiaries.has(`${fromAccount}:${toAccount}`);
  }

  /** True the first time that units are sent from one account to another. */
  isFirst(fromAccount: number, toAccount: number): boolean {
    const pair = `${fromAccount}:${toAccount}`;
    if (this.beneficiaries.has(pair)) return false;
    this.beneficiaries.add(pair);
    return true;
  }

  surrender(facts: Surrender): void {
    const name = `${facts.accountNo}:${facts.instrumentNo}:${facts.year}`;
    this.surrendered.set(name, add(this.surrendered.get(name) ?? 0, facts.quantity));
    this.newSurrenders.add(facts);
  }

  /** Units of one instrument that an account has surrendered for a year. */
  surrenderedBy(accountNo: number, instrumentNo: number, year: number): number {
    return this.surrendered.get(`${accountNo}:${instrumentNo}:${year}`) ?? 0;
  }

  /** Units of one instrument that all have surrendered for all years. */
  surrenderedOf(instrumentNo: number): number {
    let sum = 0;
    for (const [name, quantity] of this.surrendered)
      if (name.split(':')[1] === String(instrumentNo)) sum = add(sum, quantity);
    return sum;
  }

  notify(facts: Omit<Notice, 'noticeNo'>): void {
    this.noticeCount += 1;
    this.newNotices.add({ noticeNo: this.noticeCount, ...facts });
  }

  certify(facts: Omit<Certificate, 'certificateNo'>): Certificate {
    this.certificateCount += 1;
    const certificate = { certificateNo: this.certificateCount, ...facts };
    this.newCertificates.add(certificate);
    return certificate;
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    const { dirtyTransfers, dirtyTrusted, dirtyFreezes, newNotices, newSurrenders, newCertificates } = this;
    for (const dirty of [dirtyTransfers, dirtyTrusted, dirtyFreezes]) dirty.clear();
    for (const made of [newNotices, newSurrenders, newCertificates]) made.clear();
  }

  dump(): Json {
    const copies = (values: Iterable<object>): Json => [...values].map((value) => ({ ...value })) as Json;
    return {
      transfers: copies(this.transfers.values()),
      trusted: copies(this.trusted.values()),
      freezes: copies(this.freezes.values()),
      beneficiaries: [...this.beneficiaries].sort(),
      surrendered: [...this.surrendered].sort(([a], [b]) => (a < b ? -1 : 1)),
      notices: this.noticeCount,
      certificates: this.certificateCount,
    };
  }

  static restore(state: Json): Custody {
    const stored = state as unknown as Stored;
    const custody = new Custody();
    for (const one of stored.transfers) custody.transfers.set(one.transferNo, { ...one });
    for (const one of stored.trusted) custody.trusted.set(one.trustNo, { ...one });
    for (const one of stored.freezes) custody.freezes.set(one.freezeNo, { ...one });
    for (const pair of stored.beneficiaries) custody.beneficiaries.add(pair);
    for (const [name, quantity] of stored.surrendered) custody.surrendered.set(name, quantity);
    custody.noticeCount = stored.notices;
    custody.certificateCount = stored.certificates;
    return custody;
  }
}
