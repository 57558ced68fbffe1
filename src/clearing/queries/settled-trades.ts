import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../../platform/tokens.js';
import type { AnnulTrade } from '../domain/annul-trade.js';

/** What a trade was and which serials it delivered: memory does not keep what is settled. */
@Injectable()
export class SettledTrades {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  async isKnown(venueNo: number, tradeNo: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(`SELECT 1 FROM trades WHERE venue_no = $1 AND trade_no = $2`, [
      venueNo,
      tradeNo,
    ]);
    return rowCount === 1;
  }

  async find(venueNo: number, tradeNo: number): Promise<Omit<AnnulTrade, 'reason'>> {
    const { rows } = await this.pool.query(
      `SELECT t.instrument_no, t.buyer, t.seller, t.quantity, t.value, t.buyer_fee, t.seller_fee, t.pack_no, t.trading_day::text, t.method,
              (SELECT coalesce(json_agg(json_build_array(m.first_serial, m.last_serial) ORDER BY m.first_serial), '[]') FROM serial_moves m
               WHERE m.venue_no = t.venue_no AND m.instrument_no = t.instrument_no AND m.cause = 'trade' AND m.cause_no = t.trade_no) AS serials
       FROM trades t WHERE t.venue_no = $1 AND t.trade_no = $2`,
      [venueNo, tradeNo],
    );
    const [row] = rows;
    return {
      tradeNo,
      instrumentNo: row.instrument_no,
      buyer: Number(row.buyer),
      seller: Number(row.seller),
      quantity: Number(row.quantity),
      valueFen: Number(row.value),
      buyerFeeFen: Number(row.buyer_fee),
      sellerFeeFen: Number(row.seller_fee),
      packNo: row.pack_no,
      tradingDay: row.trading_day,
      method: row.method,
      serials: row.serials,
    };
  }
}
