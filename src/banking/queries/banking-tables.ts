import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RejectionError } from '../../kernel/rejection.js';
import type { Caller } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { titled } from '../../registry/http/list-filters.js';
import { ownOnly } from '../../registry/queries/registry-tables.js';

export interface BankAccountRow {
  readonly bank_no: number;
  readonly kind: string;
  readonly name: string;
  readonly bank: string;
  readonly number: string;
  readonly currency: string;
}
export interface RouteRow {
  readonly account_no: string;
  readonly title: string;
  readonly name: string | null;
  readonly bank: string | null;
  readonly number: string | null;
}
export interface TransferRow {
  readonly transfer_no: string;
  readonly kind: string;
  readonly account_no: string;
  readonly amount_fen: string;
  readonly payee_name: string;
  readonly payee_bank: string;
  readonly payee_number: string;
  readonly state: string;
  readonly payment_file_no: string;
  readonly note: string;
  readonly changed_at: string;
}
export interface PaymentFileRow {
  readonly payment_file_no: string;
  readonly message_id: string;
  readonly bank_no: number;
  readonly count: number;
  readonly total_fen: string;
  readonly content_hash: string;
  readonly drafted_by: string;
  readonly state: string;
  readonly released_by: string;
  readonly changed_at: string;
}
export interface StatementFileRow {
  readonly file_no: string;
  readonly file_id: string;
  readonly file_hash: string;
  readonly format: string;
  readonly imported_by: string;
  readonly imported_at: string;
  readonly statements: {
    statementId: string;
    account: string;
    currency: string;
    openingFen: number;
    openingDay: string;
    closingFen: number;
    closingDay: string;
    totals: { count: number | null; creditFen: number | null; debitFen: number | null } | null;
    lines: number;
  }[];
  readonly state: string;
  readonly difference: { code: string; data?: Record<string, string | number> } | null;
  readonly released_by: string;
  readonly note: string;
  readonly changed_at: string;
}
export interface LineRow {
  readonly line_no: string;
  readonly file_no: string;
  readonly bank_no: number;
  readonly statement_id: string;
  readonly day: string;
  readonly amount_fen: string;
  readonly text: string;
  readonly counterparty: string;
  readonly state: string;
  readonly unclear: string;
  readonly account_no: string;
  readonly transfer_no: string;
  readonly changed_at: string;
}

/** Which routes a list shows; null for any. */
export interface RouteFilter {
  readonly title: string | null;
  readonly hasPayee: boolean | null;
}

/** A list shows what a file says of each statement, and how many lines it has. */
const STATEMENT_FILES = `SELECT f.file_no, f.file_id, f.file_hash, f.format, f.imported_by, f.imported_at, f.state, f.difference,
    f.released_by, f.note, f.changed_at,
    (SELECT jsonb_agg((s - 'lines') || jsonb_build_object('lines', jsonb_array_length(s->'lines')) ORDER BY i)
     FROM jsonb_array_elements(f.statements) WITH ORDINALITY x(s, i)) AS statements
  FROM statement_files f`;

/** What the doors of banking read; an enterprise's own, or all that an office may see. */
@Injectable()
export class BankingTables {
  constructor(@Inject(DATABASE_POOL) private readonly pool: pg.Pool) {}

  bankAccounts(venueNo: number, kind: string | null, after: number, rows: number): Promise<BankAccountRow[]> {
    return this.rows<BankAccountRow>(
      `SELECT bank_no, kind, name, bank, number, currency FROM bank_accounts
       WHERE venue_no = $1 AND bank_no > $2 AND ($4::text IS NULL OR kind = $4) ORDER BY bank_no LIMIT $3`,
      [venueNo, after, rows, kind],
    );
  }

  /** How money reaches an account, and where it goes from there. */
  routes(
    venueNo: number,
    caller: Caller,
    { title, hasPayee }: RouteFilter,
    after: number,
    rows: number,
  ): Promise<RouteRow[]> {
    return this.rows<RouteRow>(
      `SELECT a.account_no, a.title, p.name, p.bank, p.number FROM accounts a
       LEFT JOIN bank_payees p ON p.venue_no = a.venue_no AND p.account_no = a.account_no
       WHERE a.venue_no = $1 AND ($2::text IS NULL OR a.org = $2) AND a.account_no > $3::bigint
         AND a.state IN ('ACTIVE', 'RESTRICTED', 'FROZEN') AND ${titled('a.title', 5)}
         AND ($6::boolean IS NULL OR (p.account_no IS NOT NULL) = $6)
       ORDER BY a.account_no LIMIT $4`,
      [venueNo, ownOnly(caller, 'cash.read'), after, rows, title, hasPayee],
    );
  }

  transfers(
    venueNo: number,
    caller: Caller,
    state: string | null,
    before: number,
    rows: number,
  ): Promise<TransferRow[]> {
    return this.rows<TransferRow>(
      `SELECT t.* FROM cash_transfers t LEFT JOIN accounts a ON a.venue_no = t.venue_no AND a.account_no = t.account_no
       WHERE t.venue_no = $1 AND ($2::text IS NULL OR a.org = $2) AND t.transfer_no < $3::bigint
         AND ($4::text IS NULL OR t.state = $4)
       ORDER BY t.transfer_no DESC LIMIT $5`,
      [venueNo, ownOnly(caller, 'cash.read'), before, state, rows],
    );
  }

  paymentFiles(
    venueNo: number,
    state: string | null,
    before: number,
    rows: number,
  ): Promise<PaymentFileRow[]> {
    return this.rows<PaymentFileRow>(
      `SELECT payment_file_no, message_id, bank_no, count, total_fen, content_hash, drafted_by, state, released_by, changed_at
       FROM payment_files WHERE venue_no = $1 AND payment_file_no < $2::bigint AND ($3::text IS NULL OR state = $3)
       ORDER BY payment_file_no DESC LIMIT $4`,
      [venueNo, before, state, rows],
    );
  }

  async paymentFile(venueNo: number, no: number): Promise<PaymentFileRow & { readonly content: string }> {
    const [row] = await this.rows<PaymentFileRow & { readonly content: string }>(
      `SELECT * FROM payment_files WHERE venue_no = $1 AND payment_file_no = $2`,
      [venueNo, no],
    );
    if (row === undefined) throw new RejectionError({ code: 'banking.unknown_payment_file' });
    return row;
  }

  statementFiles(
    venueNo: number,
    state: string | null,
    before: number,
    rows: number,
  ): Promise<StatementFileRow[]> {
    return this.rows<StatementFileRow>(
      `${STATEMENT_FILES} WHERE f.venue_no = $1 AND f.file_no < $2::bigint AND ($3::text IS NULL OR f.state = $3)
       ORDER BY f.file_no DESC LIMIT $4`,
      [venueNo, before, state, rows],
    );
  }

  async statementFile(venueNo: number, no: number): Promise<StatementFileRow> {
    const [row] = await this.rows<StatementFileRow>(
      `${STATEMENT_FILES} WHERE f.venue_no = $1 AND f.file_no = $2`,
      [venueNo, no],
    );
    if (row === undefined) throw new RejectionError({ code: 'banking.unknown_statement_file' });
    return row;
  }

  /** `state`: one alone, such as SUSPENSE, the work list; null for all. */
  lines(venueNo: number, state: string | null, after: number, rows: number): Promise<LineRow[]> {
    return this.rows<LineRow>(
      `SELECT l.*, l.day::text FROM bank_lines l WHERE venue_no = $1 AND ($2::text IS NULL OR state = $2)
         AND line_no > $3::bigint ORDER BY line_no LIMIT $4`,
      [venueNo, state, after, rows],
    );
  }

  private async rows<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(text, values)).rows;
  }
}
