import type { Handlers } from '../../sequencer/domain/command.js';
import { assignBreak, explainBreak } from './break-handlers.js';
import { publishDayReport } from './report-handlers.js';
import { recordReconciliation } from './run-handlers.js';

export { type Break, BREAK_STATES, type BreakState } from './break.js';
export { type CorrectionEntry, reconciliationExecutors } from './break-executors.js';
export { hashOf, reportText } from './day-report.js';
export { type Figure, isDifferent, nameOf, TOTALS, type Total, type TotalSum } from './figure.js';
export { reconciliationInvariants } from './invariants.js';
export { OpeningHold } from './opening-hold.js';
export { type DayReport, type FoundBreak, Reconciliation, type Run } from './reconciliation.js';
export type { RecordReconciliation } from './run-handlers.js';
export type { ReconciliationMachine, ReconciliationWorld } from './world.js';

export const reconciliationHandlers: Handlers = {
  'record-reconciliation': recordReconciliation,
  'assign-break': assignBreak,
  'explain-break': explainBreak,
  'publish-day-report': publishDayReport,
};
