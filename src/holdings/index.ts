export { holdingsHandlers, type HoldingsMachine, type HoldingsWorld } from './domain/handlers.js';
export { type AssetStatement, type DayStatement, Holdings } from './domain/holdings.js';
export { readTitles, writeTitles } from './domain/kept-titles.js';
export { dayKey, LEAVES_MIN, PIECES, type PieceProof, SumTree, type Title } from './domain/sum-tree.js';
export { suppliesOf, type Supply } from './domain/supply.js';
export { projectHoldings } from './store/holdings.projection.js';
export { holdingsRejections } from './rejections.js';
