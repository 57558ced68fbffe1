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

export { auctionsExecutors, noticeHash } from './domain/announcement-executors.js';
export { type Auction, AUCTION_STATES, type AuctionState, isFinished } from './domain/auction.js';
export { Auctions } from './domain/auctions.js';
export { auctionsHandlers } from './domain/handlers.js';
export { type Notice, purchaseLimitOf } from './domain/notice.js';
export { bidCommitment, publicKeyOf, sealBid, unsealBid } from './domain/sealing.js';
export { bidName, clearingOf, inputOf, type OpenedAuction } from './domain/opened-auction.js';
export type { AuctionsWorld } from './domain/world.js';
export { auctionsRejections } from './rejections.js';
export { projectAuctions } from './store/auctions.projection.js';
