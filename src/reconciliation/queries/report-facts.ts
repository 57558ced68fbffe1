import type { Pool } from 'pg';
import type { TradingDay } from '../../kernel/instant.js';
import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import type { Json } from '../../kernel/json.js';
import { RejectionError } from '../../kernel/rejection.js';
import { type PublicIdKind } from '../../platform/http/index.js';
import type { TotalSum } from '../domain/figure.js';
import type { FoundBreak } from '../domain/reconciliation.js';
import { showFigure, type Instruments } from './figure-view.js';

type Facts = Readonly<Record<string, Json>>;
export interface ReportFacts {
  /** What everybody may read. */
  readonly open: Facts;
  /** What is in the full report besides. */
  readonly more: Facts;
}

/** A closed day as the tables tell it: the same whenever it is asked, because a closed day no longer changes. */
export async function reportFacts(
  pool: Pool,
  { venueNo, slug, title }: { readonly venueNo: number; readonly slug: string; readonly title: string },
  day: TradingDay,
  encode: (kind: PublicIdKind, no: number) => string,
): Promise<ReportFacts> {
  const ask = async <Row>(text: string): Promise<Row[]> =>
    (await pool.query(text, [venueNo, day])).rows as Row[];
  const [run] = await ask<RunRow>(RUN);
  if (run === undefined)
    throw new RejectionError({ code: 'reconciliation.day_not_reconciled', data: { day } });
  const [settled] = await ask<SettledRow>(SETTLED);
  const traded = await ask<TradedRow>(TRADED);
  const names: Instruments = new Map(traded.map((row) => [row.instrument_no, row]));
  const totals = run.totals.map(({ total, part, rows, different }) => ({
    total,
    part,
    compared: rows,
    different,
  }));
  const open = {
    ...{ v: 1, kind: 'airshed-day-report', venue: slug, title, day },
    instruments: traded.filter(({ day: has }) => has !== null).map(showTraded),
    settlement: {
      ...{
        fromTrade: int(settled.from_trade),
        toTrade: int(settled.to_trade),
        undelivered: settled.undelivered,
      },
      trades: int(settled.to_trade) - int(settled.from_trade) + 1,
      ...{ volume: text(settled.trades), value: yuan(settled.value), confirmedBySeq: int(settled.seq) },
    },
    reconciliation: {
      ...{ run: int(run.run_no), seq: int(run.seq), asOfSeq: int(run.as_of_seq), compared: int(run.rows) },
      ...{ figuresHash: run.figures_hash, totals, breaks: run.found.length },
    },
    journal: { seq: int(run.as_of_seq), head: run.head },
  };
  const more = {
    settlementFees: { buyers: yuan(settled.buyer_fees), sellers: yuan(settled.seller_fees) },
    totals: run.totals.map(({ total, part, one, other }) => ({ total, part, one, other })),
    breaks: run.found.map((one) => ({
      breakId: encode('brk', one.breakNo),
      ...showFigure(one, names, encode),
    })),
  };
  return { open, more };
}

interface RunRow {
  readonly run_no: string;
  readonly seq: string;
  readonly as_of_seq: string;
  readonly head: string;
  readonly rows: string;
  readonly figures_hash: string;
  readonly totals: readonly TotalSum[];
  readonly found: readonly FoundBreak[];
}
interface SettledRow {
  readonly from_trade: string;
  readonly to_trade: string;
  readonly undelivered: number;
  readonly seq: string;
  readonly trades: string;
  readonly value: string;
  readonly buyer_fees: string;
  readonly seller_fees: string;
}
interface TradedRow {
  readonly instrument_no: number;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly unit_name: string;
  readonly day: string | null;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly last: string;
  readonly close: string;
  readonly volume: string;
  readonly value: string;
  readonly trades: string;
}

const RUN = `SELECT run_no, seq, as_of_seq, head, rows, figures_hash, totals, found FROM reconciliation_runs
WHERE venue_no = $1 AND day = $2 AND is_close`;
const SETTLED = `
SELECT c.from_trade, c.to_trade, c.undelivered, c.seq, count(t.trade_no) AS trades, coalesce(sum(t.value), 0) AS value,
  coalesce(sum(t.buyer_fee), 0) AS buyer_fees, coalesce(sum(t.seller_fee), 0) AS seller_fees
FROM settlement_confirmations c LEFT JOIN trades t ON t.venue_no = c.venue_no AND t.trade_no BETWEEN c.from_trade AND c.to_trade
WHERE c.venue_no = $1 AND c.day = $2::date GROUP BY c.venue_no, c.day`;
const TRADED = `
SELECT i.instrument_no, i.symbol, i.unit_scale, i.unit_name, d.day::text, d.open, d.high, d.low, d.last, d.close, d.volume, d.value, d.trades
FROM instruments i LEFT JOIN instrument_days d ON d.venue_no = i.venue_no AND d.instrument_no = i.instrument_no AND d.day = $2::date
WHERE i.venue_no = $1 ORDER BY i.symbol`;

function showTraded(row: TradedRow): Facts {
  const { symbol, unit_name: unit, unit_scale } = row;
  const prices = { open: yuan(row.open), high: yuan(row.high), low: yuan(row.low), last: yuan(row.last) };
  const volume = formatDecimal(int(row.volume), unit_scale);
  return {
    symbol,
    ...prices,
    close: yuan(row.close),
    volume,
    unit,
    value: yuan(row.value),
    trades: int(row.trades),
  };
}

const int = (count: string): number => Number(count);
const text = (count: string): string => String(count);
const yuan = (fen: string): string => formatDecimal(Number(fen), CENTS);
