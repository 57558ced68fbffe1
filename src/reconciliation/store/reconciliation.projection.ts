import { canonical, type Json } from '../../kernel/json.js';
import type { SqlStatement } from '../../sequencer/domain/command.js';
import { ProjectedTable } from '../../sequencer/store/projected-table.js';
import type { Break } from '../domain/break.js';
import type { DayReport, Reconciliation, Run } from '../domain/reconciliation.js';

const RUNS = new ProjectedTable<Run>(
  'reconciliation_runs',
  [['run_no', 'bigint', (run) => run.runNo]],
  [
    ['day', 'text', (run) => run.day],
    ['is_close', 'boolean', (run) => run.isClose],
    ['as_of_seq', 'bigint', (run) => run.asOfSeq],
    ['head', 'text', (run) => run.head],
    ['from_trade', 'bigint', (run) => run.fromTrade],
    ['to_trade', 'bigint', (run) => run.toTrade],
    ['rows', 'bigint', (run) => run.rows],
    ['figures_hash', 'text', (run) => run.figuresHash],
    ['totals', 'jsonb', (run) => canonical(run.totals as unknown as Json)],
    ['found', 'jsonb', (run) => canonical(run.found as unknown as Json)],
    ['seq', 'bigint', (run) => run.seq],
    ['at', 'bigint', (run) => run.at],
    ['asked_by', 'text', (run) => run.by],
  ],
  'append-only',
);

const BREAKS = new ProjectedTable<Break>(
  'reconciliation_breaks',
  [['break_no', 'bigint', (one) => one.breakNo]],
  [
    ['total', 'text', (one) => one.total],
    ['part', 'text', (one) => one.part],
    ['account_no', 'bigint', (one) => one.accountNo],
    ['instrument_no', 'int', (one) => one.instrumentNo],
    ['subject_no', 'bigint', (one) => one.subjectNo],
    ['one', 'bigint', (one) => one.one],
    ['other', 'bigint', (one) => one.other],
    ['since_day', 'text', (one) => one.sinceDay],
    ['found_run_no', 'bigint', (one) => one.foundRunNo],
    ['found_at', 'bigint', (one) => one.foundAt],
    ['last_run_no', 'bigint', (one) => one.lastRunNo],
    ['gone_run_no', 'bigint', (one) => one.goneRunNo],
    ['state', 'text', (one) => one.state],
    ['owner', 'text', (one) => one.owner],
    ['explanation', 'text', (one) => one.explanation],
    ['explained_by', 'text', (one) => one.explainedBy],
    ['due_day', 'text', (one) => one.dueDay],
    ['proposal_no', 'bigint', (one) => one.proposalNo],
    ['closed_run_no', 'bigint', (one) => one.closedRunNo],
    ['changed_at', 'bigint', (one) => one.changedAt],
  ],
);

const REPORTS = new ProjectedTable<DayReport>(
  'day_reports',
  [['day', 'date', (report) => report.day]],
  [
    ['run_no', 'bigint', (report) => report.runNo],
    ['seq', 'bigint', (report) => report.seq],
    ['at', 'bigint', (report) => report.at],
    ['open', 'text', (report) => report.open],
    ['open_hash', 'text', (report) => report.openHash],
    ['"full"', 'text', (report) => report.full],
    ['full_hash', 'text', (report) => report.fullHash],
    ['note', 'text', (report) => report.note],
  ],
  'append-only',
);

export function projectReconciliation(venueNo: number, reconciliation: Reconciliation): SqlStatement[] {
  return [
    ...RUNS.drain(venueNo, reconciliation.newRuns),
    ...BREAKS.drain(venueNo, reconciliation.dirtyBreaks),
    ...REPORTS.drain(venueNo, reconciliation.newReports),
  ];
}
