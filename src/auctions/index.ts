export { admitBids, BID_FAULTS, type BidFault, faultOfBids, type RejectedBid } from './domain/admission.js';
export { type AuctionOutcome, type Award, clearAuction } from './domain/clear-auction.js';
export { commitmentOf, isCommitted } from './domain/commitment.js';
export { type AuctionStatistics, type PriceFigures, statisticsOf } from './domain/statistics.js';
export {
  type AuctionTerms,
  type Bid,
  faultOfTerms,
  type GroupLimits,
  SHORTAGE_RULES,
  TIE_RULES,
} from './domain/terms.js';
export type { TieTurn } from './domain/tie.js';
export { carryUnsold, type ComingAuction, type UnsoldRule } from './domain/unsold.js';
