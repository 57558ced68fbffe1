import { SETTLEMENT_FAULTS, SETTLEMENT_TABLES } from './settlement-faults.js';

/** Tables of a day's end that have no rows in the venue of the planted faults, so that a row is invented in each. */
export const DAY_TABLES: readonly string[] = [
  ...SETTLEMENT_TABLES,
  ...['reconciliation_runs', 'reconciliation_breaks', 'day_reports'],
];

const RUN = (rows: number): string =>
  `INSERT INTO reconciliation_runs VALUES (1, 1, '2001-01-01', true, 1, 'x', 1, 1, ${rows}, 'x', '[]', '[]', 2, 1, 'x')`;
const BREAK = (state: string, proposal: number): string =>
  `INSERT INTO reconciliation_breaks VALUES (1, 1, 'CASH', 'venue', 0, 0, 0, 1, 2, '2001-01-01', 1, 1, 1, 0, '${state}', '', 'x', 'x', '', ${proposal}, 0, 1)`;
const REPORT = `INSERT INTO day_reports SELECT 1, '2001-01-01', 1, 1, 1, t, encode(sha256(convert_to(t, 'UTF8')), 'hex'), t,
  encode(sha256(convert_to(t, 'UTF8')), 'hex'), 'x' FROM (SELECT '{"instruments":[]}' AS t) x`;

/** What a careless or malicious superuser might do to a reconciliation, and the promise that must notice it. */
export const DAY_FAULTS: readonly (readonly [string, string, string])[] = [
  ...SETTLEMENT_FAULTS,
  ['I12 reconciliation_runs', 'a run is invented', RUN(0)],
  ['I12 reconciliation_breaks', 'a break is invented', BREAK('EXPLAINED', 0)],
  ['I12 day_reports', 'a report is invented', REPORT],
  ['R2', 'a break is accepted by a proposal that is about something else', BREAK('ACCEPTED', 1)],
  ['R3', 'a day that nobody settled has a report', REPORT],
  ['R4', 'figures of a run are lost', RUN(3)],
];
