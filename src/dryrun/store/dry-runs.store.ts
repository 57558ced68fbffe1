import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DRY_RUNS_WAITING_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import type { PackFile } from '../../rules/index.js';
import type { DryRunReport } from '../dry-run.js';
import type { Period } from '../two-roads.js';

export type DryRunState = 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED';

export interface DryRunRow {
  readonly dry_run_no: string;
  readonly draft_no: string;
  readonly from_day: string;
  readonly to_day: string;
  readonly state: DryRunState;
  readonly commands: string;
  readonly error: string;
  readonly report: DryRunReport | null;
  readonly asked_by: string;
  readonly asked_at: Date;
  readonly changed_at: Date;
}

export interface DryRunJob {
  readonly venueNo: number;
  readonly dryRunNo: number;
  readonly draft: PackFile;
  readonly period: Period;
}

/** A run whose process says nothing for so long has died with it, and is begun again. */
const SILENT_S = 30;
const COLUMNS = `dry_run_no, draft_no, from_day::text, to_day::text, state, commands, error, asked_by, asked_at, changed_at`;

/** What was asked, how far it is, and what came out. Not a projection: nothing here decides anything. */
@Injectable()
export class DryRunsStore {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  /** Throws `rules.too_many_dry_runs`. */
  async ask(venueNo: number, draftNo: number, { from, to }: Period, by: string): Promise<number> {
    const { rows } = await this.pool.query<{ dry_run_no: string }>(
      `INSERT INTO dry_runs (venue_no, dry_run_no, draft_no, from_day, to_day, state, asked_by)
       SELECT $1, coalesce(max(dry_run_no), 0) + 1, $2, $3, $4, 'WAITING', $5 FROM dry_runs WHERE venue_no = $1
       HAVING count(*) FILTER (WHERE state IN ('WAITING', 'RUNNING')) < $6 RETURNING dry_run_no`,
      [venueNo, draftNo, from, to, by, DRY_RUNS_WAITING_MAX],
    );
    if (rows.length === 0)
      throw new RejectionError({ code: 'rules.too_many_dry_runs', data: { most: DRY_RUNS_WAITING_MAX } });
    return Number(rows[0].dry_run_no);
  }

  /** The oldest that waits or was left by a process that died; it is the caller's from now on. */
  async take(): Promise<DryRunJob | undefined> {
    const { rows } = await this.pool.query(
      `UPDATE dry_runs r SET state = 'RUNNING', commands = 0, changed_at = clock_timestamp()
       FROM (SELECT venue_no, dry_run_no FROM dry_runs
             WHERE state = 'WAITING' OR (state = 'RUNNING' AND changed_at < clock_timestamp() - make_interval(secs => $1))
             ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED) next, rule_pack_drafts d
       WHERE r.venue_no = next.venue_no AND r.dry_run_no = next.dry_run_no AND d.venue_no = r.venue_no AND d.draft_no = r.draft_no
       RETURNING r.venue_no, r.dry_run_no, r.from_day::text, r.to_day::text, d.body`,
      [SILENT_S],
    );
    if (rows.length === 0) return undefined;
    const { venue_no, dry_run_no, from_day, to_day, body } = rows[0];
    return {
      venueNo: venue_no as number,
      dryRunNo: Number(dry_run_no),
      draft: body as PackFile,
      period: { from: from_day as string, to: to_day as string },
    };
  }

  async progress({ venueNo, dryRunNo }: DryRunJob, commands: number): Promise<void> {
    await this.pool.query(
      `UPDATE dry_runs SET commands = $3, changed_at = clock_timestamp() WHERE venue_no = $1 AND dry_run_no = $2`,
      [venueNo, dryRunNo, commands],
    );
  }

  async done({ venueNo, dryRunNo }: DryRunJob, report: DryRunReport): Promise<void> {
    await this.pool.query(
      `UPDATE dry_runs SET state = 'DONE', commands = $3, report = $4, changed_at = clock_timestamp()
       WHERE venue_no = $1 AND dry_run_no = $2`,
      [venueNo, dryRunNo, report.commands, JSON.stringify(report)],
    );
  }

  async failed({ venueNo, dryRunNo }: DryRunJob, error: string): Promise<void> {
    await this.pool.query(
      `UPDATE dry_runs SET state = 'FAILED', error = $3, changed_at = clock_timestamp() WHERE venue_no = $1 AND dry_run_no = $2`,
      [venueNo, dryRunNo, error],
    );
  }

  /** Newest first, without their reports. */
  async list(venueNo: number, draftNo: number, before: number, limit: number): Promise<DryRunRow[]> {
    const { rows } = await this.pool.query<DryRunRow>(
      `SELECT ${COLUMNS}, NULL AS report FROM dry_runs WHERE venue_no = $1 AND draft_no = $2 AND dry_run_no < $3
       ORDER BY dry_run_no DESC LIMIT $4`,
      [venueNo, draftNo, before, limit],
    );
    return rows;
  }

  async find(venueNo: number, draftNo: number, dryRunNo: number): Promise<DryRunRow | undefined> {
    const { rows } = await this.pool.query<DryRunRow>(
      `SELECT ${COLUMNS}, report FROM dry_runs WHERE venue_no = $1 AND draft_no = $2 AND dry_run_no = $3`,
      [venueNo, draftNo, dryRunNo],
    );
    return rows[0];
  }
}
