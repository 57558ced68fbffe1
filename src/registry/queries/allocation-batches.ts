import { Inject, Injectable } from '@nestjs/common';
import { RejectionError } from '../../kernel/rejection.js';
import { RegistryTables } from './registry-tables.js';

export interface BatchRow {
  readonly batch_no: string;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly year: number;
  readonly stage: string;
  readonly file_hash: string;
  readonly total: string;
  readonly state: string;
  readonly drafted_by: string;
  readonly submitted_by: string;
  readonly approved_by: string;
  readonly note: string;
  readonly changed_at: string;
}

export interface BatchLineRow {
  readonly account_no: string;
  readonly quantity: string;
  readonly recalled: string;
  readonly approved: string;
  readonly deducted: string;
  readonly owed: string;
  readonly title: string;
}

// $2 limits the sum like the lines: a whole total less one's own line would be another plant's allocation.
const SELECT = `SELECT b.batch_no, i.symbol, i.unit_scale, b.year, b.stage, b.file_hash, b.state,
  CASE WHEN $2::text IS NULL THEN b.total ELSE (SELECT sum(l.quantity) FROM allocation_batch_lines l
    JOIN accounts a ON a.venue_no = l.venue_no AND a.account_no = l.account_no
    WHERE l.venue_no = b.venue_no AND l.batch_no = b.batch_no AND a.org = $2) END AS total,
  b.drafted_by, b.submitted_by, b.approved_by, b.note, b.changed_at
  FROM allocation_batches b JOIN instruments i ON i.venue_no = b.venue_no AND i.instrument_no = b.instrument_no`;
// $2: an enterprise sees the batches that name one of its accounts.
const VISIBLE = `b.venue_no = $1 AND ($2::text IS NULL OR EXISTS (SELECT 1 FROM allocation_batch_lines l
  JOIN accounts a ON a.venue_no = l.venue_no AND a.account_no = l.account_no
  WHERE l.venue_no = b.venue_no AND l.batch_no = b.batch_no AND a.org = $2))`;

/** Batches as the tables know them; `own` limits to one organisation's, null reaches all. */
@Injectable()
export class AllocationBatches {
  constructor(@Inject(RegistryTables) private readonly tables: RegistryTables) {}

  /** Newest first, before a number. */
  list(
    venueNo: number,
    own: string | null,
    before: number,
    state: string | null,
    rows: number,
  ): Promise<BatchRow[]> {
    return this.tables.rows<BatchRow>(
      `${SELECT} WHERE ${VISIBLE} AND b.batch_no < $3::bigint AND ($4::text IS NULL OR b.state = $4)
       ORDER BY b.batch_no DESC LIMIT $5`,
      [venueNo, own, before, state, rows],
    );
  }

  async find(venueNo: number, own: string | null, batchNo: number): Promise<BatchRow> {
    const [row] = await this.tables.rows<BatchRow>(`${SELECT} WHERE ${VISIBLE} AND b.batch_no = $3`, [
      venueNo,
      own,
      batchNo,
    ]);
    if (row === undefined) throw new RejectionError({ code: 'registry.unknown_batch' });
    return row;
  }

  lines(venueNo: number, own: string | null, batchNo: string): Promise<BatchLineRow[]> {
    return this.tables.rows<BatchLineRow>(
      `SELECT l.account_no, l.quantity, l.recalled, l.approved, l.deducted, l.owed, a.title FROM allocation_batch_lines l
         JOIN accounts a ON a.venue_no = l.venue_no AND a.account_no = l.account_no
       WHERE l.venue_no = $1 AND l.batch_no = $2 AND ($3::text IS NULL OR a.org = $3) ORDER BY l.line`,
      [venueNo, batchNo, own],
    );
  }
}
