import { add, subtract } from '../../kernel/amount.js';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import { type Encumbrance, freeOf, type Right } from './right.js';
import { Territory } from './territory.js';
import {
  type Bidder,
  isFinal,
  type Transfer,
  transferMayBecome,
  type TransferState,
  waitsForTime,
} from './transfer.js';

/** One movement of money or title, and what it was for: the cause of its entries. */
export interface Voucher {
  readonly voucherNo: number;
  readonly kind: 'deposit' | 'payment' | 'certificate' | 'reserve';
  /** The transfer, or the right that the reserve took, bought or released; 0 for the reserve's own money. */
  readonly subjectNo: number;
}

type NewTransfer = Pick<
  Transfer,
  | 'rightNo'
  | 'instrumentNo'
  | 'sellerNo'
  | 'quantity'
  | 'namedBuyer'
  | 'acrossRegions'
  | 'ground'
  | 'draftedBy'
  | 'packNo'
  | 'changedAt'
>;
type NewRight = Omit<Right, 'rightNo' | 'listed' | 'leased' | 'pledged'>;
type RightChange = Partial<Pick<Right, 'quantity' | 'paidFen' | 'listed' | 'leased' | 'pledged'>>;

/** Rights, what encumbers them, and their transfers, over the territory of one venue. */
export class Permits {
  territory = new Territory();
  private readonly rights = new Map<number, Right>();
  private readonly encumbrances = new Map<number, Encumbrance>();
  private readonly transfers = new Map<number, Transfer>();
  private voucherCount = 0;
  // What follows is told by the above: indices, rebuilt after a restore.
  private readonly rightsOf = new Map<string, Right[]>();
  private readonly heldIn = new Map<string, number>();
  private readonly timed = new Map<number, Transfer>();
  /** By right. */
  private readonly active = new Map<number, Encumbrance[]>();

  /** Transfers that are not at their end. */
  openTransfers = 0;

  /** Changes since the last drain; not part of the state. */
  readonly dirty = {
    rights: new Set<Right>(),
    encumbrances: new Set<Encumbrance>(),
    transfers: new Set<Transfer>(),
    bidders: new Map<Bidder, Transfer>(),
    vouchers: new Set<Voucher>(),
  };

  /** Units of all rights in a district, the reserve's among them. */
  held(districtNo: number, instrumentNo: number): number {
    return this.heldIn.get(`${districtNo}:${instrumentNo}`) ?? 0;
  }

  right(rightNo: number): Right | undefined {
    return this.rights.get(rightNo);
  }

  holdings(plantNo: number, instrumentNo: number): readonly Right[] {
    return this.rightsOf.get(`${plantNo}:${instrumentNo}`) ?? [];
  }

  encumbrance(encumbranceNo: number): Encumbrance | undefined {
    return this.encumbrances.get(encumbranceNo);
  }

  transfer(transferNo: number): Transfer | undefined {
    return this.transfers.get(transferNo);
  }

  get transferCount(): number {
    return this.transfers.size;
  }

  all(): {
    readonly rights: Iterable<Right>;
    readonly encumbrances: Iterable<Encumbrance>;
    readonly transfers: Iterable<Transfer>;
  } {
    return {
      rights: this.rights.values(),
      encumbrances: this.encumbrances.values(),
      transfers: this.transfers.values(),
    };
  }

  /** Transfers that the clock may move on, by number. */
  timedTransfers(): Transfer[] {
    return [...this.timed.values()].sort((a, b) => a.transferNo - b.transferNo);
  }

  activeEncumbrances(): Encumbrance[] {
    return [...this.active.values()].flat().sort((a, b) => a.encumbranceNo - b.encumbranceNo);
  }

  addRight(facts: NewRight): Right {
    const right = { ...facts, rightNo: this.rights.size + 1, listed: 0, leased: 0, pledged: 0 };
    this.keepRight(right);
    this.dirty.rights.add(right);
    return right;
  }

  changeRight(right: Right, changes: RightChange): void {
    this.countHeld(right, -right.quantity);
    Object.assign(right, changes);
    this.countHeld(right, right.quantity);
    invariant(freeOf(right) >= 0 && right.quantity >= 0, 'a right covers what was promised of it');
    this.dirty.rights.add(right);
  }

  addEncumbrance(facts: Omit<Encumbrance, 'encumbranceNo' | 'state'>): Encumbrance {
    const encumbrance: Encumbrance = {
      ...facts,
      encumbranceNo: this.encumbrances.size + 1,
      state: 'ACTIVE',
    };
    this.keepEncumbrance(encumbrance);
    this.dirty.encumbrances.add(encumbrance);
    this.weigh(encumbrance.rightNo);
    return encumbrance;
  }

  endEncumbrance(encumbrance: Encumbrance, state: 'EXPIRED' | 'RELEASED'): void {
    invariant(encumbrance.state === 'ACTIVE', 'an encumbrance ends once');
    encumbrance.state = state;
    const others = this.encumbrancesOf(encumbrance.rightNo).filter((one) => one !== encumbrance);
    this.active.set(encumbrance.rightNo, others);
    this.dirty.encumbrances.add(encumbrance);
    this.weigh(encumbrance.rightNo);
  }

  encumbrancesOf(rightNo: number): readonly Encumbrance[] {
    return this.active.get(rightNo) ?? [];
  }

  addTransfer(facts: NewTransfer): Transfer {
    const transfer: Transfer = {
      ...facts,
      ...{ transferNo: this.transfers.size + 1, state: 'DRAFT', note: '', overrides: [], upperApproval: '' },
      ...{
        submittedBy: '',
        reviewedBy: '',
        decidedBy: '',
        changingBy: '',
        sellerSigned: '',
        buyerSigned: '',
      },
      ...{ listing: null, bidders: [], award: null, dueDay: '', certificate: '', permitOrder: '' },
    };
    this.transfers.set(transfer.transferNo, transfer);
    this.openTransfers += 1;
    this.dirty.transfers.add(transfer);
    return transfer;
  }

  moveTransfer(transfer: Transfer, to: TransferState, at: number, changes: Partial<Transfer> = {}): void {
    invariant(transferMayBecome(transfer.state, to), `a transfer goes from ${transfer.state} to ${to}`);
    Object.assign(transfer, changes, { state: to, changedAt: at });
    if (waitsForTime(to)) this.timed.set(transfer.transferNo, transfer);
    else this.timed.delete(transfer.transferNo);
    if (isFinal(to)) this.openTransfers -= 1;
    this.dirty.transfers.add(transfer);
  }

  changeTransfer(transfer: Transfer, at: number, changes: Partial<Transfer>): void {
    Object.assign(transfer, changes, { changedAt: at });
    this.dirty.transfers.add(transfer);
  }

  addBidder(transfer: Transfer, bidder: Bidder): void {
    transfer.bidders.push(bidder);
    this.dirty.bidders.set(bidder, transfer);
  }

  changeBidder(transfer: Transfer, bidder: Bidder, changes: Partial<Bidder>): void {
    Object.assign(bidder, changes);
    this.dirty.bidders.set(bidder, transfer);
  }

  /** The cause of one posting: no two share a number. */
  voucher(kind: Voucher['kind'], subjectNo: number): { kind: string; no: number } {
    this.voucherCount += 1;
    this.dirty.vouchers.add({ voucherNo: this.voucherCount, kind, subjectNo });
    return { kind: 'permit', no: this.voucherCount };
  }

  letGo(): void {
    this.territory.letGo();
    for (const changed of Object.values(this.dirty)) changed.clear();
  }

  dump(): Json {
    const copies = (values: Iterable<object>): Json => [...values].map((value) => ({ ...value })) as Json;
    const transfers = [...this.transfers.values()].map((transfer) => ({
      ...transfer,
      bidders: transfer.bidders.map((bidder) => ({ ...bidder })),
    }));
    return {
      territory: this.territory.dump(),
      rights: copies(this.rights.values()),
      encumbrances: copies(this.encumbrances.values()),
      transfers: transfers as unknown as Json,
      vouchers: this.voucherCount,
    };
  }

  static restore(state: Json): Permits {
    const stored = state as unknown as {
      territory: Json;
      rights: Right[];
      encumbrances: Encumbrance[];
      transfers: Transfer[];
      vouchers: number;
    };
    const permits = new Permits();
    permits.territory = Territory.restore(stored.territory);
    for (const right of stored.rights) permits.keepRight({ ...right });
    for (const encumbrance of stored.encumbrances) permits.keepEncumbrance({ ...encumbrance });
    for (const transfer of stored.transfers) {
      const copy = { ...transfer, bidders: transfer.bidders.map((bidder) => ({ ...bidder })) };
      permits.transfers.set(copy.transferNo, copy);
      if (waitsForTime(copy.state)) permits.timed.set(copy.transferNo, copy);
      if (!isFinal(copy.state)) permits.openTransfers += 1;
    }
    permits.voucherCount = stored.vouchers;
    permits.letGo();
    return permits;
  }

  private keepRight(right: Right): void {
    const name = `${right.plantNo}:${right.instrumentNo}`;
    this.rights.set(right.rightNo, right);
    const siblings = this.rightsOf.get(name);
    if (siblings === undefined) this.rightsOf.set(name, [right]);
    else siblings.push(right);
    this.countHeld(right, right.quantity);
  }

  private keepEncumbrance(encumbrance: Encumbrance): void {
    this.encumbrances.set(encumbrance.encumbranceNo, encumbrance);
    if (encumbrance.state !== 'ACTIVE') return;
    this.active.set(encumbrance.rightNo, [...this.encumbrancesOf(encumbrance.rightNo), encumbrance]);
  }

  private countHeld({ districtNo, instrumentNo }: Right, by: number): void {
    const name = `${districtNo}:${instrumentNo}`;
    const before = this.heldIn.get(name) ?? 0;
    this.heldIn.set(name, by < 0 ? subtract(before, -by) : add(before, by));
  }

  /** Leases add up; pledges of one right cover the same units, so the largest counts. */
  private weigh(rightNo: number): void {
    let leased = 0;
    let pledged = 0;
    for (const { kind, quantity } of this.encumbrancesOf(rightNo))
      if (kind === 'lease') leased = add(leased, quantity);
      else pledged = Math.max(pledged, quantity);
    this.changeRight(this.rights.get(rightNo)!, { leased, pledged });
  }
}
