import { invariant } from '../../kernel/invariant.js';
import { CASH, isSource } from './system-accounts.js';

/** What one account has of one asset, in fen or in the instrument's units. */
export class Balance {
  /** Title: moved by double entry only. */
  posted = 0;
  /** Locked by open orders. */
  held = 0;
  /** Executed and to be given at settlement. */
  outgoing = 0;
  /** Executed and to be received at settlement. */
  incoming = 0;
  /** Goods bought today, not sellable before the next opening (T+1). */
  locked = 0;
  /** Kept from the owner: court, authority, a pending withdrawal. */
  frozen = 0;
  /** Changed since the last drain. Not part of the state. */
  dirty = false;

  constructor(
    readonly account: number,
    readonly asset: number,
  ) {}

  /** What may back a new order. */
  get available(): number {
    return this.posted + this.incoming - this.locked - this.held - this.outgoing - this.frozen;
  }

  /** What may leave the venue now: nothing that still waits for delivery. */
  get withdrawable(): number {
    return Math.max(0, Math.min(this.available, this.posted - this.held - this.outgoing - this.frozen));
  }

  /** Asked several times an order: what is wrong is only put in words once something is. */
  assertSound(): void {
    const { posted, held, outgoing, incoming, locked, frozen } = this;
    const isCovered = isSource(this.account) || (posted >= 0 && this.available >= 0);
    const isPositive = held >= 0 && outgoing >= 0 && incoming >= 0 && locked >= 0 && frozen >= 0;
    if (isCovered && isPositive && (this.asset !== CASH || locked === 0)) return;
    const name = `account ${this.account} asset ${this.asset}`;
    invariant(isSource(this.account) || posted >= 0, `${name} is not overdrawn`);
    invariant(isSource(this.account) || this.available >= 0, `${name} is covered`);
    invariant(isPositive, `${name} has no negative bucket`);
    invariant(this.asset !== CASH || locked === 0, 'money is never T+1');
  }

  isEmpty(): boolean {
    return !(this.posted || this.held || this.outgoing || this.incoming || this.locked || this.frozen);
  }
}
