import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../../platform/tokens.js';
import type { CallResult } from '../domain/call.js';

const OF_INSTRUMENT = `
SELECT call_no, instrument_no, gathers_from, gathers_to, ended_at, price, volume, imbalance, phase, state FROM call_auctions
WHERE venue_no = $1 AND instrument_no = $2 AND call_no < $3 ORDER BY call_no DESC LIMIT $4`;

/** Calls as they were written down. */
@Injectable()
export class CallAuctionTable {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  async ofInstrument(
    venueNo: number,
    instrumentNo: number,
    before: number | null,
    limit: number,
  ): Promise<CallResult[]> {
    const { rows } = await this.pool.query(OF_INSTRUMENT, [venueNo, instrumentNo, before, limit]);
    return rows.map((row) => ({
      callNo: Number(row.call_no),
      instrumentNo: row.instrument_no,
      from: Number(row.gathers_from),
      to: Number(row.gathers_to),
      endedAt: row.ended_at === null ? null : Number(row.ended_at),
      price: Number(row.price),
      volume: Number(row.volume),
      imbalance: Number(row.imbalance),
      phase: row.phase,
      state: row.state,
    }));
  }
}
