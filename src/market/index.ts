export { Book, BookSide, PriceLevel, type Resting } from './domain/book.js';
export { marketExecutors } from './domain/halts.js';
export { marketHandlers } from './domain/handlers.js';
export { type InstrumentDay, InstrumentMarket } from './domain/instrument-market.js';
export { marketInvariants } from './domain/invariants.js';
export { Market } from './domain/market.js';
export {
  Order,
  type OrderStatus,
  type SelfTrade,
  type Side,
  type TimeInForce,
  type Trade,
} from './domain/order.js';
export { type PlaceOrder } from './domain/place-order.js';
export type { MarketWorld, TradeSink } from './domain/world.js';
export { marketRejections } from './rejections.js';
export { projectMarket } from './store/market.projection.js';
