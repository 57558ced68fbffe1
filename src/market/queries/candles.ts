import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../../platform/tokens.js';

export const CANDLE_SECONDS = { '1m': 60, '5m': 300, '15m': 900, '1h': 3600, '1d': 86_400 } as const;
export type CandleInterval = keyof typeof CANDLE_SECONDS;
const MICROS = 1_000_000;

export interface Candle {
  readonly start: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly trades: string;
}

export interface PublicTrade {
  readonly trade_no: string;
  readonly price: string;
  readonly quantity: string;
  readonly maker_side: string;
  readonly method: string;
  readonly at: string;
  readonly annulled: boolean;
}

/** No longer counted, though never taken from the tape. */
const ANNULLED = `EXISTS (SELECT 1 FROM annulments x WHERE x.venue_no = t.venue_no AND x.trade_no = t.trade_no)`;

/** The public tape: trades and what they add up to, straight from the trades table. */
@Injectable()
export class Tape {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  async trades(
    venueNo: number,
    instrumentNo: number,
    before: number | null,
    limit: number,
  ): Promise<PublicTrade[]> {
    const { rows } = await this.pool.query<PublicTrade>(
      `SELECT trade_no, price, quantity, maker_side, method, at, ${ANNULLED} AS annulled FROM trades t
       WHERE venue_no = $1 AND instrument_no = $2 AND ($3::bigint IS NULL OR trade_no < $3) ORDER BY trade_no DESC LIMIT $4`,
      [venueNo, instrumentNo, before, limit],
    );
    return rows;
  }

  /** The newest candles of listed trades that stand, oldest first; an interval without one has no candle. */
  async candles(
    venueNo: number,
    instrumentNo: number,
    interval: CandleInterval,
    limit: number,
    offsetMinutes: number,
  ): Promise<Candle[]> {
    // Days are the venue's days: shift to its wall clock, cut, shift back.
    const shift = offsetMinutes * 60 * MICROS;
    const { rows } = await this.pool.query<Candle>(
      `SELECT * FROM (
         SELECT ((at + $5) / $4) * $4 - $5 AS start, (array_agg(price ORDER BY trade_no))[1] AS open, max(price) AS high, min(price) AS low,
                (array_agg(price ORDER BY trade_no DESC))[1] AS close, sum(quantity) AS volume, count(*) AS trades
         FROM trades t WHERE venue_no = $1 AND instrument_no = $2 AND method = 'listed' AND NOT ${ANNULLED} GROUP BY 1 ORDER BY 1 DESC LIMIT $3
       ) newest ORDER BY start`,
      [venueNo, instrumentNo, limit, CANDLE_SECONDS[interval] * MICROS, shift],
    );
    return rows;
  }
}
