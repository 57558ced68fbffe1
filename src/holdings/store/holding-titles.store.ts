import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { TradingDay } from '../../kernel/instant.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { readTitles, writeTitles } from '../domain/kept-titles.js';
import type { Title } from '../domain/sum-tree.js';

/** A published statement of one asset. */
export interface StatementRow {
  readonly day: TradingDay;
  readonly asset_no: number;
  readonly symbol: string | null;
  readonly at_seq: string;
  readonly seq: string;
  readonly at: string;
  readonly issued: string;
  readonly retired: string;
  readonly total: string;
  readonly leaves: string;
  readonly root: string;
}

const STATEMENTS = `SELECT s.day::text, s.asset_no, i.symbol, s.at_seq, s.seq, s.at, s.issued, s.retired, s.total, s.leaves, s.root
  FROM holding_statements s LEFT JOIN instruments i ON i.venue_no = s.venue_no AND i.instrument_no = s.asset_no`;

/** What was published, and the titles that it was made of. */
@Injectable()
export class HoldingTitlesStore {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  /** Before it is published: a statement without its titles could prove nothing to anybody. */
  async keep(
    venueNo: number,
    day: TradingDay,
    atSeq: number,
    assets: ReadonlyMap<number, { readonly titles: readonly Title[] }>,
  ): Promise<void> {
    await this.pool.query(
      `INSERT INTO holding_titles (venue_no, day, at_seq, asset_no, titles)
       SELECT $1, $2, $3, u.* FROM unnest($4::int[], $5::bytea[]) AS u ON CONFLICT DO NOTHING`,
      [
        venueNo,
        day,
        atSeq,
        [...assets.keys()],
        [...assets.values()].map(({ titles }) => writeTitles(titles)),
      ],
    );
  }

  /** Newest day first, then by asset. */
  async list(
    venueNo: number,
    [day, asset]: readonly [TradingDay, number],
    limit: number,
  ): Promise<StatementRow[]> {
    const { rows } = await this.pool.query<StatementRow>(
      `${STATEMENTS} WHERE s.venue_no = $1 AND (s.day < $2::date OR s.day = $2::date AND s.asset_no > $3)
       ORDER BY s.day DESC, s.asset_no LIMIT $4`,
      [venueNo, day, asset, limit],
    );
    return rows;
  }

  /** What was stated for a day, each with the titles behind it; empty where nothing was. */
  async ofDay(
    venueNo: number,
    day: TradingDay,
  ): Promise<{ readonly statement: StatementRow; readonly titles: readonly Title[] }[]> {
    const { rows } = await this.pool.query<StatementRow & { readonly titles: Buffer }>(
      `SELECT s.*, t.titles FROM (${STATEMENTS} WHERE s.venue_no = $1 AND s.day = $2::date) s
         JOIN holding_titles t ON t.venue_no = $1 AND t.day = $2::date AND t.at_seq = s.at_seq AND t.asset_no = s.asset_no
       ORDER BY s.asset_no`,
      [venueNo, day],
    );
    return rows.map(({ titles, ...statement }) => ({ statement, titles: readTitles(titles) }));
  }
}
