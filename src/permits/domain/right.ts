import { ratio } from '../../kernel/amount.js';
import type { TradingDay } from '../../kernel/instant.js';

/** How a plant came by a right, or the reserve by its stock. */
export const ORIGINS = [
  'FREE',
  'PAID',
  'RESERVED_SHARE',
  'TAKEN_BACK',
  'BOUGHT_BACK',
  'CONFISCATED',
  'REDUCTION',
] as const;
export type Origin = (typeof ORIGINS)[number];

/** The government's reserve (政府储备) stands where a plant would. */
export const RESERVE = 0;

/**
 * A registered right (排污权): so many units of one pollutant for one plant until a day. Its units are frozen in the
 * plant's account and leave it by the permit procedure alone.
 */
export interface Right {
  readonly rightNo: number;
  /** `RESERVE` or a plant. */
  readonly plantNo: number;
  readonly districtNo: number;
  readonly instrumentNo: number;
  readonly origin: Origin;
  readonly startDay: TradingDay;
  /** The last day on which it may be used. */
  readonly endDay: TradingDay;
  quantity: number;
  /** Paid for what is left of it; 0 when it was free. */
  paidFen: number;
  /** Kept for transfers under way. */
  listed: number;
  /** Lent out (租赁). */
  leased: number;
  /** Behind debts (质押). Pledges of one right cover the same units: the largest counts. */
  pledged: number;
}

/** What its holder may still promise to somebody. */
export function freeOf({ quantity, listed, leased, pledged }: Right): number {
  return quantity - listed - leased - pledged;
}

/** Its part of what was paid, rounded down: the rest stays with what is left. */
export function paidFor({ paidFen, quantity }: Right, part: number): number {
  return part === quantity ? paidFen : ratio(paidFen, part, quantity, 'FLOOR');
}

export type EncumbranceKind = 'lease' | 'pledge';

/** A lease or a pledge: keeps part of a right from sale, until its last day or its release. */
export interface Encumbrance {
  readonly encumbranceNo: number;
  readonly kind: EncumbranceKind;
  readonly rightNo: number;
  readonly quantity: number;
  /** The plant that uses a leased right; 0 for a pledge. */
  readonly lesseeNo: number;
  /** The creditor of a pledge; '' for a lease. */
  readonly creditor: string;
  /** 1 is paid first; 0 for a lease. */
  readonly rank: number;
  readonly lastDay: TradingDay;
  state: 'ACTIVE' | 'EXPIRED' | 'RELEASED';
}
