import { z } from 'zod';
import { pageAnswer, place, told } from '../../platform/http/index.js';
import { BREAK_STATES } from '../domain/break.js';
import { TOTALS } from '../domain/figure.js';

const total = z.enum(TOTALS).meta({ id: 'ReconciledTotal' });
const figureParts = {
  total,
  part: z.string().describe('Which comparison of the total'),
  symbol: z.string().nullable().describe('`cash`, an instrument, or null where neither is meant'),
  accountId: told.id.nullable(),
  venueAccount: z.string().nullable().describe('One of the venue’s own accounts'),
  lineId: told.id.nullable(),
  bankAccountId: told.id.nullable(),
  one: told.decimal,
  other: told.decimal,
  difference: told.decimal,
} as const;
export const figuresAnswer = pageAnswer(z.object(figureParts).meta({ id: 'ReconciliationFigure' }));

const breakOf = z
  .object({
    breakId: told.id,
    ...figureParts,
    state: z.enum(BREAK_STATES),
    owner: z.string().describe('Who is to explain it; empty before'),
    explanation: z.string(),
    explainedBy: z.string(),
    proposalId: told.id.nullable(),
    sinceDay: told.day,
    ageDays: told.count,
    dueDay: z.string().describe('A date; empty where none is set'),
    foundByRun: z.int(),
    foundAt: told.instant,
    lastSeenByRun: z.int(),
    isGone: z.boolean().describe('The last run did not find it again'),
    closedByRun: z.int().describe('0 before'),
    changedAt: told.instant,
  })
  .meta({ id: 'ReconciliationBreak' });
export const breakAnswer = breakOf;
export const breaksAnswer = pageAnswer(breakOf);
export const breakAssigned = z
  .object({ breakId: told.id, owner: z.string(), ...place })
  .meta({ id: 'BreakAssigned' });
export const breakExplained = z
  .object({ breakId: told.id, state: z.enum(BREAK_STATES), ...place })
  .meta({ id: 'BreakExplained' });

const report = z
  .object({
    day: told.day,
    run: z.int(),
    openHash: told.hash,
    fullHash: told.hash,
    seq: told.seq,
    at: told.instant,
  })
  .meta({ id: 'DayReport' });
export const dayReportsAnswer = pageAnswer(report);
const note = z.string().describe('The hashes as the log signed them');
export const openDayReport = report
  .extend({ open: z.string().describe('The part that everybody may read, as it was hashed'), note })
  .meta({ id: 'OpenDayReport' });
export const fullDayReport = report
  .extend({ full: z.string().describe('The whole report, as it was hashed'), note })
  .meta({ id: 'FullDayReport' });

const run = z
  .object({
    run: z.int(),
    day: told.day,
    isClose: z.boolean(),
    asOfSeq: told.seq,
    fromTrade: z.int(),
    toTrade: z.int(),
    compared: told.count,
    figuresHash: told.hash,
    totals: z.array(
      z
        .object({
          total,
          part: z.string(),
          rows: told.count,
          different: told.count,
          one: z.string().describe('The sum in the smallest unit'),
          other: z.string().describe('The sum in the smallest unit'),
        })
        .meta({ id: 'ReconciliationTotal' }),
    ),
    breaks: told.count,
    seq: told.seq,
    at: told.instant,
    by: z.string(),
  })
  .meta({ id: 'Reconciliation' });
export const reconciliationAnswer = run;
export const reconciliationsAnswer = pageAnswer(run);
export const reconciliationRun = z
  .object({
    run: z.int(),
    day: told.day,
    breaks: told.count.describe('Found by this run'),
    open: told.count.describe('All that are not closed'),
    ...place,
  })
  .meta({ id: 'ReconciliationRun' });
