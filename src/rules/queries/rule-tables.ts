import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Json } from '../../kernel/json.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import type { DraftState, PackFile } from '../domain/index.js';

export interface PackRow {
  readonly pack_no: number;
  readonly pack: string;
  readonly version: string;
  readonly effective_from: string;
  readonly effective_to: string | null;
  readonly body: Record<string, Json>;
  readonly pack_hash: string;
  readonly approved_by: string;
  readonly proposal_no: string | null;
  readonly proposed_by: string | null;
  readonly seq: string;
  readonly at: string;
}

export interface DraftRow {
  readonly draft_no: string;
  readonly pack: string;
  readonly version: string;
  readonly body: PackFile;
  readonly pack_hash: string;
  readonly note: string;
  readonly drafted_by: string;
  readonly drafted_at: string;
  readonly state: DraftState;
  readonly pack_no: number | null;
  readonly changed_at: string;
}

const PACKS = `SELECT r.pack_no, r.pack, r.version, r.effective_from::text, r.effective_to::text, r.body, r.pack_hash,
    r.approved_by, r.proposal_no, p.maker AS proposed_by, r.seq, r.at
  FROM rule_packs r LEFT JOIN proposals p ON p.venue_no = r.venue_no AND p.proposal_no = r.proposal_no`;
const DRAFTS = `SELECT draft_no, pack, version, body, pack_hash, note, drafted_by, drafted_at, state, pack_no, changed_at
  FROM rule_pack_drafts`;

/** Packs and drafts as people read them. */
@Injectable()
export class RuleTables {
  constructor(@Inject(DATABASE_POOL) private readonly pool: pg.Pool) {}

  async packs(venueNo: number, name: string | null, after: number, limit: number): Promise<PackRow[]> {
    const { rows } = await this.pool.query<PackRow>(
      `${PACKS} WHERE r.venue_no = $1 AND r.pack_no > $2::bigint AND ($3::text IS NULL OR r.pack = $3)
       ORDER BY r.pack_no LIMIT $4`,
      [venueNo, after, name, limit],
    );
    return rows;
  }

  async pack(venueNo: number, packNo: number): Promise<PackRow | undefined> {
    const { rows } = await this.pool.query<PackRow>(`${PACKS} WHERE r.venue_no = $1 AND r.pack_no = $2`, [
      venueNo,
      packNo,
    ]);
    return rows[0];
  }

  /** Newest first. */
  async drafts(
    venueNo: number,
    state: DraftState | null,
    before: number,
    limit: number,
  ): Promise<DraftRow[]> {
    const { rows } = await this.pool.query<DraftRow>(
      `${DRAFTS} WHERE venue_no = $1 AND draft_no < $2 AND ($3::text IS NULL OR state = $3) ORDER BY draft_no DESC LIMIT $4`,
      [venueNo, before, state, limit],
    );
    return rows;
  }

  async draft(venueNo: number, draftNo: number): Promise<DraftRow | undefined> {
    const { rows } = await this.pool.query<DraftRow>(`${DRAFTS} WHERE venue_no = $1 AND draft_no = $2`, [
      venueNo,
      draftNo,
    ]);
    return rows[0];
  }
}
