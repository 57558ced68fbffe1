export { annulmentExecutors, type AnnulTrade } from './domain/annul-trade.js';
export { type Annulment, Clearing, type Settlement } from './domain/clearing.js';
export { type ClearingWorld } from './domain/delivery.js';
export { type FailedDelivery, isUndelivered, owedBy } from './domain/failed-delivery.js';
export { clearingHandlers } from './domain/handlers.js';
export { reserveExecutors } from './domain/reserve-executors.js';
export { clearingRejections } from './rejections.js';
export { projectClearing } from './store/clearing.projection.js';
