import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { Registry } from '../domain/registry.js';

const BATCHES = `
INSERT INTO allocation_batches (venue_no, batch_no, instrument_no, year, file_hash, total, state, drafted_by, submitted_by,
  approved_by, note, changed_at, stage)
SELECT $1, u.* FROM unnest($2::bigint[], $3::int[], $4::int[], $5::text[], $6::bigint[], $7::text[], $8::text[],
  $9::text[], $10::text[], $11::text[], $12::bigint[], $13::text[]) AS u
ON CONFLICT (venue_no, batch_no) DO UPDATE SET file_hash = EXCLUDED.file_hash, total = EXCLUDED.total,
  state = EXCLUDED.state, submitted_by = EXCLUDED.submitted_by, approved_by = EXCLUDED.approved_by,
  note = EXCLUDED.note, changed_at = EXCLUDED.changed_at`;

const LINES_GONE = `
DELETE FROM allocation_batch_lines WHERE venue_no = $1 AND batch_no = ANY ($2::bigint[])`;

const LINES = `
INSERT INTO allocation_batch_lines (venue_no, batch_no, line, account_no, quantity, recalled, approved, deducted, owed, kept)
SELECT $1, u.* FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
  $9::bigint[], $10::bigint[]) AS u`;

/** Batches that moved; the lines of those that were drafted, revised or recalled from. */
export function projectBatches(venueNo: number, registry: Registry): SqlStatement[] {
  const statements: SqlStatement[] = [];
  const rows = [...registry.dirtyBatches];
  registry.dirtyBatches.clear();
  if (rows.length > 0) {
    const values = [
      venueNo,
      rows.map((b) => b.batchNo),
      rows.map((b) => b.instrumentNo),
      rows.map((b) => b.year),
      rows.map((b) => b.fileHash),
      rows.map((b) => b.total),
      rows.map((b) => b.state),
      rows.map((b) => b.draftedBy),
      rows.map((b) => b.submittedBy),
      rows.map((b) => b.approvedBy),
      rows.map((b) => b.note),
      rows.map((b) => b.changedAt),
      rows.map((b) => b.stage ?? ''),
    ];
    statements.push({ name: 'registry.batches', text: BATCHES, values });
  }
  const revised = [...registry.dirtyLines];
  registry.dirtyLines.clear();
  if (revised.length > 0) {
    const lines = revised.flatMap((batch) =>
      batch.lines.map((line, i) => ({ ...line, batchNo: batch.batchNo, line: i + 1 })),
    );
    statements.push({
      name: 'registry.lines_gone',
      text: LINES_GONE,
      values: [venueNo, revised.map((b) => b.batchNo)],
    });
    statements.push({
      name: 'registry.lines',
      text: LINES,
      values: [
        venueNo,
        lines.map((l) => l.batchNo),
        lines.map((l) => l.line),
        lines.map((l) => l.accountNo),
        lines.map((l) => l.quantity),
        lines.map((l) => l.recalled ?? 0),
        lines.map((l) => l.approved ?? 0),
        lines.map((l) => l.deducted ?? 0),
        lines.map((l) => l.owed ?? 0),
        lines.map((l) => l.kept ?? 0),
      ],
    });
  }
  return statements;
}
