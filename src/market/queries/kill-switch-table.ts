import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { formatInstant } from '../../kernel/instant.js';
import { between, type Bounds } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';

export interface KillSwitchRow {
  readonly switch_no: string;
  readonly party: string;
  readonly org: string;
  readonly symbol: string | null;
  readonly reason: string;
  readonly engaged_at: string;
  readonly orders_cancelled: string;
  readonly released_at: string | null;
}

interface SwitchesAsked {
  readonly before: number;
  readonly limit: number;
  /** Engaged for this instrument alone. */
  readonly instrumentNo: number | null;
  readonly party: string | null;
  readonly isReleased: boolean | null;
  readonly engaged: Bounds<number>;
}

/** Kill switches, also those that were released. */
@Injectable()
export class KillSwitchTable {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  /** Newest first; `org` null sees all, another one its own and those that bind everybody. */
  async list(venueNo: number, org: string | null, asked: SwitchesAsked): Promise<KillSwitchRow[]> {
    const { before, limit, instrumentNo, party, isReleased, engaged } = asked;
    const { rows } = await this.pool.query<KillSwitchRow>(
      `SELECT k.*, i.symbol FROM kill_switches k LEFT JOIN instruments i ON i.venue_no = k.venue_no AND i.instrument_no = k.instrument_no
       WHERE k.venue_no = $1 AND ($2::text IS NULL OR k.org IN ($2, '')) AND k.switch_no < $3
         AND ($5::int IS NULL OR k.instrument_no = $5) AND ($6::text IS NULL OR k.party = $6)
         AND ($7::boolean IS NULL OR (k.released_at IS NOT NULL) = $7) AND ${between('k.engaged_at', 'bigint', 8)}
       ORDER BY k.switch_no DESC LIMIT $4`,
      [venueNo, org, before, limit, instrumentNo, party, isReleased, ...engaged],
    );
    return rows;
  }
}

export function showKillSwitch(row: KillSwitchRow): object {
  return {
    killSwitch: Number(row.switch_no),
    party: row.party,
    organisationId: row.org || null,
    symbol: row.symbol,
    reason: row.reason,
    ordersCancelled: Number(row.orders_cancelled),
    engagedAt: formatInstant(Number(row.engaged_at)),
    releasedAt: row.released_at === null ? null : formatInstant(Number(row.released_at)),
  };
}
