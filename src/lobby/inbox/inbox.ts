import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { signingPowers } from '../../approvals/http/venue-desk.js';
import type { Clock } from '../../platform/clock.js';
import type { Caller } from '../../platform/http/index.js';
import { CLOCK, DATABASE_POOL } from '../../platform/tokens.js';
import { type Task, TASK_KINDS, type TaskKind, TASKS } from './tasks.js';

export interface WaitingRow {
  /** The place of its kind among all kinds. */
  readonly kind_no: number;
  readonly no: string;
  readonly since: string;
  readonly due: string | null;
  readonly due_day: string;
  readonly name: string;
  readonly term: string;
}
/** By what is due first, then by how long it waits. */
export type InboxPlace = readonly [term: number, since: number, kindNo: number, no: number];
export const BEFORE_ALL: InboxPlace = [-1, -1, -1, -1];

/** A day ends for this purpose where its date ends in UTC: it only orders what is due. */
const TERM = `coalesce(due, CASE WHEN due_day <> '' THEN (extract(epoch FROM due_day::date + 1) * 1000000)::bigint END, ${Number.MAX_SAFE_INTEGER})`;

export function kindOf({ kind_no: kindNo }: WaitingRow): TaskKind {
  return TASK_KINDS[kindNo]!;
}

/** What waits for one person at a venue: read from the tables of all contexts, kept nowhere. */
@Injectable()
export class Inbox {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Of one kind, or of all. */
  async waiting(
    venueNo: number,
    caller: Caller,
    asked: TaskKind | undefined,
    after: InboxPlace,
    limit: number,
  ): Promise<WaitingRow[]> {
    const parts = TASK_KINDS.flatMap((kind, kindNo) => {
      const { powers, rows }: Task = TASKS[kind];
      return (asked === undefined || kind === asked) && powers.some((power) => caller.powers.includes(power))
        ? [`SELECT ${kindNo} AS kind_no, t.* FROM (${rows}) t(no, since, due, due_day, name)`]
        : [];
    });
    if (parts.length === 0) return [];
    const { rows } = await this.pool.query<WaitingRow>(
      `WITH asked AS (SELECT $1::int AS venue_no, $2::text AS org, $3::text AS person, $4::text[] AS powers, $5::bigint AS now),
         waiting AS (SELECT *, ${TERM} AS term FROM (${parts.join(' UNION ALL ')}) each)
       SELECT * FROM waiting WHERE (term, since, kind_no, no) > ($6::bigint, $7::bigint, $8::int, $9::bigint)
       ORDER BY term, since, kind_no, no LIMIT $10`,
      [
        ...[venueNo, caller.orgId, caller.personId, signingPowers(caller), this.clock.nowMicros()],
        ...[...after, limit],
      ],
    );
    return rows;
  }
}
