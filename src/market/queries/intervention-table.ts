import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../../platform/tokens.js';
import type { Intervention } from '../domain/intervention.js';

const OF_INSTRUMENT = `
SELECT instrument_no, day::text, kind, average, threshold, days, pack_no FROM interventions
WHERE venue_no = $1 AND instrument_no = $2 ORDER BY day DESC OFFSET $3 LIMIT $4`;

/** Interventions as they were announced; a handful in a lifetime. */
@Injectable()
export class InterventionTable {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  async ofInstrument(
    venueNo: number,
    instrumentNo: number,
    from: number,
    limit: number,
  ): Promise<Intervention[]> {
    const { rows } = await this.pool.query(OF_INSTRUMENT, [venueNo, instrumentNo, from, limit]);
    return rows.map((row) => ({
      instrumentNo: row.instrument_no,
      day: row.day,
      kind: row.kind,
      average: Number(row.average),
      threshold: Number(row.threshold),
      days: row.days,
      packNo: row.pack_no,
    }));
  }
}
