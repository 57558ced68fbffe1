import { add } from '../../kernel/amount.js';
import { invariant } from '../../kernel/invariant.js';

/** Units that an account will not be given because it owes them from before (配额核减). */
export interface Deduction {
  readonly accountNo: number;
  readonly instrumentNo: number;
  /** All that was ever imposed. */
  imposed: number;
  /** What later allocations must still pay: the remainder that is carried. */
  open: number;
}

/** The deductions of one venue. */
export class Deductions {
  private readonly all = new Map<string, Deduction>();
  /** Changes since the last drain; not part of the state. */
  readonly dirty = new Set<Deduction>();

  of(accountNo: number, instrumentNo: number): Deduction | undefined {
    return this.all.get(`${accountNo}:${instrumentNo}`);
  }

  impose(accountNo: number, instrumentNo: number, quantity: number): Deduction {
    const deduction = this.of(accountNo, instrumentNo) ?? { accountNo, instrumentNo, imposed: 0, open: 0 };
    deduction.imposed = add(deduction.imposed, quantity);
    deduction.open = add(deduction.open, quantity);
    this.keep(deduction);
    return deduction;
  }

  /** Paid by an allocation; below zero: such a payment is returned and open again. */
  pay(accountNo: number, instrumentNo: number, quantity: number): void {
    const deduction = this.of(accountNo, instrumentNo);
    if (deduction === undefined) return invariant(quantity === 0, 'a deduction is imposed before it is paid');
    deduction.open -= quantity;
    const isWithin = deduction.open >= 0 && deduction.open <= deduction.imposed;
    invariant(isWithin, 'no more is deducted than was imposed, and no more is returned than was deducted');
    this.dirty.add(deduction);
  }

  get isEmpty(): boolean {
    return this.all.size === 0;
  }

  dump(): Deduction[] {
    return [...this.all.values()].map((one) => ({ ...one }));
  }

  static restore(stored: readonly Deduction[] = []): Deductions {
    const deductions = new Deductions();
    for (const one of stored) deductions.all.set(`${one.accountNo}:${one.instrumentNo}`, { ...one });
    return deductions;
  }

  private keep(deduction: Deduction): void {
    this.all.set(`${deduction.accountNo}:${deduction.instrumentNo}`, deduction);
    this.dirty.add(deduction);
  }
}
