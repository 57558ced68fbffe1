import { type Bilingual, did, type VerbWords } from './verb-words.js';

/** How totals are tied, what differs becomes a case, and the day is reported. */
export const RECONCILIATION_COMMANDS: Readonly<Record<string, VerbWords>> = {
  'record-reconciliation': did('登记对账结果', 'recorded a reconciliation', 'day'),
  'assign-break': did('指派对账差错', 'gave a break to somebody', 'break'),
  'explain-break': did('说明对账差错', 'explained a break', 'break'),
  'publish-day-report': did('发布日报', 'published the report of a day', 'day'),
};

export const RECONCILIATION_ACTIONS: Readonly<Record<string, Bilingual>> = {
  'accept-break': { zh: '接受时间性差异', en: 'accept a difference of timing' },
  'correct-break': { zh: '更正对账差错', en: 'correct a break' },
};

export const RECONCILIATION_EVENTS: Readonly<Record<string, VerbWords>> = {
  Reconciled: did('对账完成', 'totals were reconciled', 'day'),
  BreakOpened: did('发现对账差错', 'a break was found', 'break', { state: 'OPEN' }),
  BreakAssigned: did('对账差错已指派', 'a break has an owner', 'break'),
  BreakExplained: did('对账差错已说明', 'a break was explained', 'break', { state: 'EXPLAINED' }),
  BreakAccepted: did('时间性差异已接受', 'a difference of timing was accepted', 'break', {
    state: 'ACCEPTED',
  }),
  BreakCorrected: did('对账差错已更正', 'a break was corrected', 'break', { state: 'CORRECTED' }),
  BreakClosed: did('对账差错已关闭', 'a break was closed', 'break', { state: 'CLOSED' }),
  DayReported: did('日报已发布', 'the report of a day was published', 'day'),
};
