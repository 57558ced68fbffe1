import type { Instant } from '../../kernel/instant.js';
import type { Side } from './order.js';

/** WHOLE (整体): one bid takes it all. PARTS (部分): the best bids share it, the last one gets what is left. */
export const ONE_WAY_RULES = ['WHOLE', 'PARTS'] as const;
export type OneWayRule = (typeof ONE_WAY_RULES)[number];
/** What is decided; while it is OPEN, the clock says which phase it is in. */
export type BiddingState = 'OPEN' | 'AWARDED' | 'FAILED';
export type BiddingPhase = 'NOTICED' | 'OPEN_FOR_DEPOSIT' | 'BIDDING' | 'CLOSED';
export type BiddingFailure =
  '' | 'no_bids' | 'under_reserve' | 'initiator_barred' | 'instrument_closed' | 'kill_switch';

/** What a notice says. Prices in fen per unit, 0 where there is none. */
export interface OneWayTerms {
  readonly accountNo: number;
  readonly instrumentNo: number;
  /** What the initiator does: a seller's bidders buy, a buyer's sell. */
  readonly side: Side;
  readonly quantity: number;
  readonly floorFen: number;
  readonly ceilingFen: number;
  /** Known to the initiator and the exchange alone: no award is worse. */
  readonly reserveFen: number;
  readonly depositBps: number;
  readonly rule: OneWayRule;
  readonly registrationOpensAt: Instant;
  readonly registrationClosesAt: Instant;
  readonly biddingOpensAt: Instant;
  readonly biddingClosesAt: Instant;
}

/** One account that paid the deposit, and its best bid. */
export interface OneWayBidder {
  readonly accountNo: number;
  /** The most it may bid for; the deposit is reckoned on it. */
  readonly quantity: number;
  readonly registeredAt: Instant;
  /** Held in cash from registration to the close. */
  deposit: number;
  /** Held besides, once there is a bid: what the bid costs beyond the deposit, or the goods it offers. */
  cover: number;
  price: number;
  bidQuantity: number;
  /** The command of the bid, which becomes the number of its order; 0 before the first. Earlier is better at one price. */
  orderNo: number;
  bidAt: Instant;
  awarded: number;
  state: 'REGISTERED' | 'BID' | 'AWARDED' | 'LOST' | 'BARRED';
}

export interface OneWayBidding extends OneWayTerms {
  readonly biddingNo: number;
  /** The rules of the day of the notice govern it to its end. */
  readonly packNo: number;
  /** The command of the notice, which becomes the number of the initiator's order. */
  readonly orderNo: number;
  readonly noticedAt: Instant;
  readonly bidders: OneWayBidder[];
  /** Of the initiator: units, or money. */
  held: number;
  state: BiddingState;
  reason: BiddingFailure;
  awarded: number;
  changedAt: Instant;
}

/** One bid as it came, kept for ever. */
export interface OneWayBid {
  readonly biddingNo: number;
  readonly accountNo: number;
  readonly price: number;
  readonly quantity: number;
  readonly seq: number;
  readonly at: Instant;
}

export interface Award {
  readonly bidder: OneWayBidder;
  readonly quantity: number;
}

export function bidderSide({ side }: Pick<OneWayTerms, 'side'>): Side {
  return side === 'sell' ? 'buy' : 'sell';
}

export function phaseAt(bidding: OneWayTerms, at: Instant): BiddingPhase {
  if (at >= bidding.biddingClosesAt) return 'CLOSED';
  if (at >= bidding.biddingOpensAt) return 'BIDDING';
  return at >= bidding.registrationOpensAt ? 'OPEN_FOR_DEPOSIT' : 'NOTICED';
}

/** The price a deposit and the initiator's own hold are reckoned at: a seller's floor, a buyer's ceiling. */
export function basePrice({ side, floorFen, ceilingFen }: OneWayTerms): number {
  return side === 'sell' ? floorFen : ceilingFen;
}

/** Would the initiator rather have `price` than `other`? */
export function isBetter({ side }: Pick<OneWayTerms, 'side'>, price: number, other: number): boolean {
  return side === 'sell' ? price > other : price < other;
}

/** Price, then time (S37); nothing worse than the reserve. */
export function awardsOf(
  terms: Pick<OneWayTerms, 'side' | 'quantity' | 'reserveFen' | 'rule'>,
  bidders: readonly OneWayBidder[],
): Award[] {
  const { reserveFen, rule } = terms;
  const ranked = bidders
    .filter(({ price, orderNo }) => orderNo > 0 && (reserveFen === 0 || !isBetter(terms, reserveFen, price)))
    .sort((a, b) => {
      if (a.price === b.price) return a.orderNo - b.orderNo;
      return isBetter(terms, a.price, b.price) ? -1 : 1;
    });
  const awards: Award[] = [];
  let left = terms.quantity;
  for (const bidder of ranked) {
    const quantity = Math.min(left, bidder.bidQuantity);
    if (quantity === 0 || (rule === 'WHOLE' && awards.length > 0)) break;
    awards.push({ bidder, quantity });
    left -= quantity;
  }
  return awards;
}
