export { annulmentExecutors, type AnnulTrade } from './domain/annul-trade.js';
export { type Annulment, Clearing, type Settlement } from './domain/clearing.js';
export { clearingHandlers, type ClearingWorld } from './domain/handlers.js';
export { clearingRejections } from './rejections.js';
export { projectClearing } from './store/clearing.projection.js';
