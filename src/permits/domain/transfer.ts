import type { Instant, TradingDay } from '../../kernel/instant.js';

export const TRANSFER_STATES = [
  'DRAFT',
  'SUBMITTED',
  'QUANTITY_REVIEW',
  'ELIGIBLE',
  'INELIGIBLE',
  'LISTED',
  'NO_BID',
  'RELISTED',
  'WITHDRAWN',
  'TRADED',
  'CONTRACTED',
  'DEFAULTED',
  'VOIDED',
  'PAID',
  'CERTIFIED',
  'PERMIT_CHANGING',
  'COMPLETED',
] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];

/** Electronic bidding (电子竞价), a listed fixed price (挂牌), agreement with the only buyer (协议). */
export const METHODS = ['BIDDING', 'FIXED_PRICE', 'AGREEMENT'] as const;
export type TransferMethod = (typeof METHODS)[number];

/** A rule "in principle" set aside for one transfer by a named authority. */
export interface Override {
  readonly code: string;
  readonly authority: string;
  readonly reason: string;
  readonly proposalNo: number;
}

export interface Listing {
  readonly round: number;
  readonly method: TransferMethod;
  /** Fen a shown unit (a tonne): the fixed or agreed price, or where bidding begins. */
  readonly priceFen: number;
  /** The start price of the lot by its remaining term: nothing is sold below it. */
  readonly startFen: number;
  readonly depositFen: number;
  readonly opensAt: Instant;
  /** The first instant at which it is over. */
  readonly closesAt: Instant;
}

export type DepositState = 'HELD' | 'RETURNED' | 'FORFEITED' | 'APPLIED';

/** A registered buyer of one round. */
export interface Bidder {
  readonly round: number;
  readonly plantNo: number;
  /** How much must be bought for each unit of new discharge, as the rules stood on the day of registration. */
  readonly ratioBps: number;
  readonly depositFen: number;
  deposit: DepositState;
  /** Fen a shown unit; 0 while nothing was bid. */
  priceFen: number;
  quotedAt: Instant;
}

export interface Award {
  readonly plantNo: number;
  readonly ratioBps: number;
  readonly priceFen: number;
  readonly valueFen: number;
  readonly buyerFeeFen: number;
  readonly sellerFeeFen: number;
}

/** One transfer of one right from application to changed permits (rulebook §5, 排污权转让). */
export interface Transfer {
  readonly transferNo: number;
  readonly rightNo: number;
  readonly instrumentNo: number;
  /** `RESERVE` when the government releases stock. */
  readonly sellerNo: number;
  readonly quantity: number;
  /** The buyer of an agreement, or 0 when anybody may come. */
  readonly namedBuyer: number;
  /** Buyers of other cities or basins are asked for: the authority above must agree before it is listed. */
  readonly acrossRegions: boolean;
  /** Where the surplus comes from. */
  readonly ground: string;
  readonly draftedBy: string;
  /** The rules that decided last. */
  packNo: number;
  state: TransferState;
  submittedBy: string;
  reviewedBy: string;
  decidedBy: string;
  /** Why it is INELIGIBLE, DEFAULTED or VOIDED. */
  note: string;
  overrides: readonly Override[];
  /** The document of the authority above. */
  upperApproval: string;
  listing: Listing | null;
  bidders: Bidder[];
  award: Award | null;
  sellerSigned: string;
  buyerSigned: string;
  /** Last day to sign, then to pay. */
  dueDay: TradingDay | '';
  certificate: string;
  /** What the buyer must ask the bureau for: a higher quantity is a new application, not a change. */
  permitOrder: '' | 'CHANGE' | 'REAPPLY';
  changingBy: string;
  changedAt: Instant;
}

// Every transition there is. A winner who does not sign defaults as one who does not pay, and DEFAULTED goes on to the
// next bidder or to a new listing: scenario S38 asks for both.
const MOVES: Readonly<Record<TransferState, readonly TransferState[]>> = {
  DRAFT: ['SUBMITTED'],
  SUBMITTED: ['QUANTITY_REVIEW'],
  QUANTITY_REVIEW: ['ELIGIBLE', 'INELIGIBLE'],
  ELIGIBLE: ['LISTED'],
  INELIGIBLE: [],
  LISTED: ['TRADED', 'NO_BID'],
  NO_BID: ['RELISTED', 'WITHDRAWN'],
  RELISTED: ['LISTED'],
  WITHDRAWN: [],
  TRADED: ['CONTRACTED', 'DEFAULTED', 'VOIDED'],
  CONTRACTED: ['PAID', 'DEFAULTED', 'VOIDED'],
  DEFAULTED: ['TRADED', 'RELISTED'],
  VOIDED: [],
  PAID: ['CERTIFIED'],
  CERTIFIED: ['PERMIT_CHANGING'],
  PERMIT_CHANGING: ['COMPLETED'],
  COMPLETED: [],
};

export function transferMayBecome(from: TransferState, to: TransferState): boolean {
  return MOVES[from].includes(to);
}

export function isFinal(state: TransferState): boolean {
  return MOVES[state].length === 0;
}

/** States in which the units are kept for the transfer. */
const KEEPING: readonly TransferState[] = ['LISTED', 'TRADED', 'CONTRACTED', 'DEFAULTED', 'PAID'];

export function keepsUnits(state: TransferState): boolean {
  return KEEPING.includes(state);
}

/** States in which the clock alone may move a transfer on. */
export function waitsForTime(state: TransferState): boolean {
  return state === 'LISTED' || state === 'TRADED' || state === 'CONTRACTED';
}

/** Published: notices and results. What was not listed yet is its owner's own matter. */
const UNPUBLISHED: readonly TransferState[] = [
  'DRAFT',
  'SUBMITTED',
  'QUANTITY_REVIEW',
  'ELIGIBLE',
  'INELIGIBLE',
];

export function isPublished({ state }: Pick<Transfer, 'state'>): boolean {
  return !UNPUBLISHED.includes(state);
}

export function biddersOfRound({ listing, bidders }: Transfer): Bidder[] {
  return bidders.filter(({ round }) => round === listing?.round);
}
