import { isAmount } from '../../kernel/amount.js';

/**
 * The four totals (rulebook §1.8): units of the register and of the ledger, money at the bank and on the accounts, all
 * accounts and what was issued, bought and sold. ALL stands for what no longer had a case of its own.
 */
export const TOTALS = ['UNITS', 'CASH', 'SUPPLY', 'TRADES', 'ALL'] as const;
export type Total = (typeof TOTALS)[number];

/** What is compared within a total; docs/reconciliation.md says of each which table is on which side. */
export const PARTS = {
  UNITS: ['serials', 'books'],
  CASH: ['statement', 'lines', 'venue', 'in_transit', 'unclear', 'suspense', 'books'],
  SUPPLY: ['supply'],
  TRADES: ['bought', 'sold', 'sides', 'settled'],
  ALL: ['overflow'],
} as const satisfies Readonly<Record<Total, readonly string[]>>;

/** One comparison: two figures that must be the same, of units or fen. */
export interface Figure {
  readonly total: Total;
  readonly part: string;
  /** 0 where it is about no account. */
  readonly accountNo: number;
  /** 0 is money. */
  readonly instrumentNo: number;
  /** The bank account or the bank's line it is about; else 0. */
  readonly subjectNo: number;
  readonly one: number;
  readonly other: number;
}

export const isDifferent = ({ one, other }: Figure): boolean => one !== other;

export function nameOf({
  total,
  part,
  accountNo,
  instrumentNo,
  subjectNo,
}: Omit<Figure, 'one' | 'other'>): string {
  return `${total} ${part} ${accountNo} ${instrumentNo} ${subjectNo}`;
}

export function isFigure(value: unknown): value is Figure {
  const { total, part, accountNo, instrumentNo, subjectNo, one, other } = Object(value) as Figure;
  const parts: readonly string[] | undefined = TOTALS.includes(total) ? PARTS[total] : undefined;
  return (
    parts?.includes(part) === true &&
    [accountNo, instrumentNo, subjectNo].every(isAmount) &&
    Number.isSafeInteger(one) &&
    Number.isSafeInteger(other)
  );
}

/** All comparisons of one kind together, as a run keeps them; sums are text, they may be beyond what a balance can be. */
export interface TotalSum {
  readonly total: Total;
  readonly part: string;
  readonly rows: number;
  readonly different: number;
  readonly one: string;
  readonly other: string;
}
