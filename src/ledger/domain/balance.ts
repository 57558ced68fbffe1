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

  assertSound(): void {
    invariant(
      isSource(this.account) || this.posted >= 0,
      `account ${this.account} asset ${this.asset} is not overdrawn`,
    );
    invariant(
      isSource(this.account) || this.available >= 0,
      `account ${this.account} asset ${this.asset} is covered`,
    );
    invariant(
      this.held >= 0 && this.outgoing >= 0 && this.incoming >= 0 && this.locked >= 0 && this.frozen >= 0,
      `account ${this.account} asset ${this.asset} has no negative bucket`,
    );
    invariant(this.asset !== CASH || this.locked === 0, 'money is never T+1');
  }

  isEmpty(): boolean {
    return !(this.posted || this.held || this.outgoing || this.incoming || this.locked || this.frozen);
  }
}
