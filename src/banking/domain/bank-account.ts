import type { TradingDay } from '../../kernel/instant.js';

/** CLIENT money belongs to the members and is in the ledger account by account; OWN is the venue's income. */
export const BANK_ACCOUNT_KINDS = ['CLIENT', 'OWN'] as const;
export type BankAccountKind = (typeof BANK_ACCOUNT_KINDS)[number];

/** Who holds an account at which bank; `bank` is a BIC or a twelve-digit clearing number (CNAPS). */
export interface BankAddress {
  readonly name: string;
  readonly bank: string;
  readonly number: string;
}

/** An account of the venue at a settlement bank. */
export interface BankAccount extends BankAddress {
  readonly bankNo: number;
  readonly kind: BankAccountKind;
  readonly currency: string;
  /** What was in it when it was taken into the ledger. */
  readonly openingFen: number;
  /** Of the last released statement; of the opening before there was one. */
  closingFen: number;
  closingDay: TradingDay;
  /** 0 before the first. */
  lastFileNo: number;
}

/** Where an enterprise's withdrawals go. */
export interface Payee extends BankAddress {
  readonly accountNo: number;
  readonly proposalNo: number;
}

/** Spaces are for people: banks write the same number with and without. */
export const sameNumber = (one: string, other: string): boolean => bare(one) === bare(other);

const bare = (number: string): string => number.replace(/[\s-]/g, '').toUpperCase();
