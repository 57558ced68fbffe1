import { Inject, Injectable } from '@nestjs/common';
import type { Pool, QueryResultRow } from 'pg';
import { formatInstant } from '../../kernel/instant.js';
import { RejectionError } from '../../kernel/rejection.js';
import { between, type Bounds, PublicIds, type PublicIdKind } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import type { Figure, TotalSum } from '../domain/figure.js';
import type { FoundBreak } from '../domain/reconciliation.js';
import { type Instruments, showFigure } from './figure-view.js';

export interface RunRow {
  readonly run_no: string;
  readonly day: string;
  readonly is_close: boolean;
  readonly as_of_seq: string;
  readonly from_trade: string;
  readonly to_trade: string;
  readonly rows: string;
  readonly figures_hash: string;
  readonly totals: readonly TotalSum[];
  readonly found: readonly FoundBreak[];
  readonly seq: string;
  readonly at: string;
  readonly asked_by: string;
}
export interface BreakRow {
  readonly break_no: string;
  readonly total: Figure['total'];
  readonly part: string;
  readonly account_no: string;
  readonly instrument_no: number;
  readonly subject_no: string;
  readonly one: string;
  readonly other: string;
  readonly since_day: string;
  readonly found_run_no: string;
  readonly found_at: string;
  readonly last_run_no: string;
  readonly gone_run_no: string;
  readonly state: string;
  readonly owner: string;
  readonly explanation: string;
  readonly explained_by: string;
  readonly due_day: string;
  readonly proposal_no: string;
  readonly closed_run_no: string;
  readonly changed_at: string;
}
export interface FigureRow {
  readonly row_no: number;
  readonly total: Figure['total'];
  readonly part: string;
  readonly account_no: string;
  readonly instrument_no: number;
  readonly subject_no: string;
  readonly one: string;
  readonly other: string;
}
export interface ReportRow {
  readonly day: string;
  readonly run_no: string;
  readonly seq: string;
  readonly at: string;
  readonly open: string;
  readonly open_hash: string;
  readonly full: string;
  readonly full_hash: string;
  readonly note: string;
}

/** Which runs a list shows; null for any. */
export interface RunFilter {
  readonly isClose: boolean | null;
  /** Only those that found a difference. */
  readonly different: boolean;
  readonly days: Bounds<string>;
}
/** Which cases a list shows; null for any. */
export interface BreakFilter {
  readonly state: string | null;
  readonly total: string | null;
  readonly owner: string | null;
}

const DAY_MICROS = 86_400_000_000;

/** What the doors of reconciliation read. */
@Injectable()
export class ReconciliationTables {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {}

  runs(
    venueNo: number,
    { isClose, different, days }: RunFilter,
    before: number,
    limit: number,
  ): Promise<RunRow[]> {
    return this.rows<RunRow>(
      `SELECT * FROM reconciliation_runs WHERE venue_no = $1 AND run_no < $2 AND ($4::boolean IS NULL OR is_close = $4)
         AND (NOT $5 OR jsonb_array_length(found) > 0) AND ${between('day::date', 'date', 6)}
       ORDER BY run_no DESC LIMIT $3`,
      [venueNo, before, limit, isClose, different, ...days],
    );
  }

  async run(venueNo: number, runNo: number): Promise<RunRow> {
    const text = `SELECT * FROM reconciliation_runs WHERE venue_no = $1 AND run_no = $2`;
    const [row] = await this.rows<RunRow>(text, [venueNo, runNo]);
    if (row === undefined) throw new RejectionError({ code: 'reconciliation.unknown_run' });
    return row;
  }

  figures(
    venueNo: number,
    hash: string,
    { total, different }: { total: string | null; different: boolean },
    after: number,
    limit: number,
  ): Promise<FigureRow[]> {
    return this.rows<FigureRow>(
      `SELECT * FROM reconciliation_figures WHERE venue_no = $1 AND figures_hash = $2 AND row_no > $5
         AND ($3::text IS NULL OR total = $3) AND (NOT $4 OR one <> other) ORDER BY row_no LIMIT $6`,
      [venueNo, hash, total, different, after, limit],
    );
  }

  /** `live`: those that are not closed. */
  breaks(
    venueNo: number,
    { state, total, owner }: BreakFilter,
    before: number,
    limit: number,
  ): Promise<BreakRow[]> {
    return this.rows<BreakRow>(
      `SELECT * FROM reconciliation_breaks WHERE venue_no = $1 AND break_no < $5
         AND ($2::text IS NULL OR ($2 = 'live' AND state <> 'CLOSED') OR state = $2)
         AND ($3::text IS NULL OR total = $3) AND ($4::text IS NULL OR owner = $4) ORDER BY break_no DESC LIMIT $6`,
      [venueNo, state, total, owner, before, limit],
    );
  }

  async break(venueNo: number, breakNo: number): Promise<BreakRow> {
    const text = `SELECT * FROM reconciliation_breaks WHERE venue_no = $1 AND break_no = $2`;
    const [row] = await this.rows<BreakRow>(text, [venueNo, breakNo]);
    if (row === undefined) throw new RejectionError({ code: 'reconciliation.unknown_break' });
    return row;
  }

  reports(venueNo: number, days: Bounds<string>, before: string | null, limit: number): Promise<ReportRow[]> {
    return this.rows<ReportRow>(
      `SELECT *, day::text FROM day_reports WHERE venue_no = $1 AND ($2::date IS NULL OR day < $2)
         AND ${between('day_reports.day', 'date', 4)} ORDER BY day_reports.day DESC LIMIT $3`,
      [venueNo, before, limit, ...days],
    );
  }

  async report(venueNo: number, day: string): Promise<ReportRow> {
    const text = `SELECT *, day::text FROM day_reports WHERE venue_no = $1 AND day = $2::date`;
    const [row] = await this.rows<ReportRow>(text, [venueNo, day]);
    if (row === undefined) throw new RejectionError({ code: 'reconciliation.unknown_report' });
    return row;
  }

  async instruments(venueNo: number): Promise<Instruments> {
    const rows = await this.rows<{ instrument_no: number; symbol: string; unit_scale: number }>(
      `SELECT instrument_no, symbol, unit_scale FROM instruments WHERE venue_no = $1`,
      [venueNo],
    );
    return new Map(rows.map((row) => [row.instrument_no, row]));
  }

  showRun(row: RunRow): object {
    return {
      ...{ run: Number(row.run_no), day: row.day, isClose: row.is_close, asOfSeq: Number(row.as_of_seq) },
      ...{ fromTrade: Number(row.from_trade), toTrade: Number(row.to_trade), compared: Number(row.rows) },
      ...{ figuresHash: row.figures_hash, totals: row.totals, breaks: row.found.length },
      ...{ seq: Number(row.seq), at: formatInstant(Number(row.at)), by: row.asked_by },
    };
  }

  showBreak(venueNo: number, row: BreakRow, instruments: Instruments, now: number): object {
    const encode = (kind: PublicIdKind, no: number): string => this.ids.encode(kind, venueNo, no);
    const proposalNo = Number(row.proposal_no);
    return {
      breakId: encode('brk', Number(row.break_no)),
      ...showFigure(figureOf(row), instruments, encode),
      ...{ state: row.state, owner: row.owner, explanation: row.explanation, explainedBy: row.explained_by },
      ...{ sinceDay: row.since_day, dueDay: row.due_day, foundByRun: Number(row.found_run_no) },
      ...{
        lastSeenByRun: Number(row.last_run_no),
        isGone: row.gone_run_no !== '0' || row.state === 'CLOSED',
      },
      ...{ closedByRun: Number(row.closed_run_no), foundAt: formatInstant(Number(row.found_at)) },
      ageDays: Math.floor(
        ((row.state === 'CLOSED' ? Number(row.changed_at) : now) - Number(row.found_at)) / DAY_MICROS,
      ),
      proposalId: proposalNo === 0 ? null : encode('prp', proposalNo),
      changedAt: formatInstant(Number(row.changed_at)),
    };
  }

  showFigureRow(venueNo: number, row: FigureRow, instruments: Instruments): object {
    return showFigure(figureOf(row), instruments, (kind, no) => this.ids.encode(kind, venueNo, no));
  }

  private async rows<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(text, values)).rows;
  }
}

function figureOf(row: FigureRow | BreakRow): Figure {
  return {
    ...{
      total: row.total,
      part: row.part,
      accountNo: Number(row.account_no),
      instrumentNo: row.instrument_no,
    },
    ...{ subjectNo: Number(row.subject_no), one: Number(row.one), other: Number(row.other) },
  };
}
