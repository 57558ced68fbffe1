import type { TradingDay } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { DAY_REPORT_CHARACTERS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext } from '../../sequencer/domain/command.js';
import { hashOf, isNoteOf } from './day-report.js';
import type { ReconciliationWorld } from './world.js';

interface PublishDayReport extends Command {
  readonly day: TradingDay;
  readonly open: string;
  readonly full: string;
  readonly note: string;
}

/** The report of a day that was settled and reconciled; journalled whole, so that the log's next checkpoint is over it. */
export function publishDayReport(
  { reconciliation }: ReconciliationWorld,
  { day, open, full, note }: PublishDayReport,
  { seq, at, emit }: CommandContext,
): Outcome<Json> {
  const { lastClose, lastReport } = reconciliation;
  if (lastReport >= day && day !== '') return reject('reconciliation.report_done', { data: { day } });
  if (lastClose.day !== day) return reject('reconciliation.day_not_reconciled', { data: { day } });
  const texts = [open, full, note];
  if (!texts.every((text) => typeof text === 'string' && text.length <= DAY_REPORT_CHARACTERS_MAX))
    return reject('reconciliation.bad_report');
  const [openHash, fullHash] = [hashOf(open), hashOf(full)];
  if (!isNoteOf(note, day, fullHash, openHash) || !full.includes(openHash))
    return reject('reconciliation.bad_report');
  reconciliation.publish({ day, runNo: lastClose.runNo, seq, at, open, openHash, full, fullHash, note });
  emit({ type: 'DayReported', day, runNo: lastClose.runNo, fullHash, openHash });
  return accept({ day, fullHash, openHash });
}
