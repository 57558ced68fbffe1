import type { VenueDesk } from '../../approvals/http/venue-desk.js';
import { formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import type { BatchLineRow, BatchRow } from '../queries/allocation-batches.js';

/** A batch as every reader sees it: whose hands it went through, and how far it is. */
export function showBatch(desk: VenueDesk, venueNo: number, row: BatchRow): object {
  return {
    batchId: desk.id('bat', venueNo, Number(row.batch_no)),
    symbol: row.symbol,
    year: row.year,
    stage: row.stage === '' ? null : row.stage,
    fileHash: row.file_hash,
    total: formatDecimal(Number(row.total), row.unit_scale),
    state: row.state,
    draftedBy: row.drafted_by,
    submittedBy: row.submitted_by,
    approvedBy: row.approved_by,
    note: row.note,
    changedAt: formatInstant(Number(row.changed_at)),
  };
}

/** What an account was given by a batch; of a staged one also what it was due, and what was kept back of that. */
export function showLine(line: BatchLineRow, { stage, unit_scale: scale }: BatchRow): object {
  const units = (amount: string): string => formatDecimal(Number(amount), scale);
  return {
    title: line.title,
    quantity: units(line.quantity),
    recalled: units(line.recalled),
    owed: units(line.owed),
    ...(stage !== '' && { approved: units(line.approved), deducted: units(line.deducted) }),
  };
}
