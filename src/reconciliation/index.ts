export {
  type Break,
  type DayReport,
  OpeningHold,
  Reconciliation,
  reconciliationExecutors,
  reconciliationHandlers,
  reconciliationInvariants,
  type ReconciliationMachine,
  type ReconciliationWorld,
} from './domain/index.js';
export { reconciliationRejections } from './rejections.js';
export { projectReconciliation } from './store/reconciliation.projection.js';
