import type { Pool } from 'pg';
import { IDEMPOTENCY_KEYS_MAX } from '../kernel/limits.js';
import type { TradingDay } from '../kernel/instant.js';
import type { Json } from '../kernel/json.js';
import type { Method, Side } from '../rules/index.js';
import { readPack, RulePack } from '../rules/index.js';
import { type DecidedRecord, PostgresJournalStore } from '../sequencer/index.js';
import type { BalanceFacts } from './balance-explained.js';
import { balanceFacts, type BalancePlace } from './balance-facts.js';
import type { Goods, PackShown } from './explanation.js';
import type { OrderFacts } from './order-explained.js';
import type { Reference } from './price-steps.js';
import type { TradeFacts } from './trade-explained.js';

export interface OrderFound extends OrderFacts {
  readonly orderNo: number;
  readonly instrumentNo: number;
  readonly packNo: number;
}

export interface TradeFound extends TradeFacts {
  readonly tradeNo: number;
  readonly instrumentNo: number;
  readonly packNo: number;
  /** Sides that the reader's organisation owns; both for those who read everything. */
  readonly sides: readonly {
    readonly side: Side;
    readonly orderNo: number;
    readonly limitFen: number;
    readonly valueBefore: number;
  }[];
  readonly settledSeq: number | null;
  readonly annulled: AnnulmentFound | null;
}

/** Who took a trade back, and why. */
export interface AnnulmentFound {
  readonly proposalNo: number;
  readonly seq: number;
  readonly at: number;
  readonly reason: string;
  readonly proposedBy: string;
  /** Organisations that signed, in their order. */
  readonly signedBy: readonly string[];
}

/** The facts behind explanations, as the tables and the journal hold them. `org`: whose they must be; null for anybody's. */
export class ExplainTables {
  constructor(private readonly pool: Pool) {}

  async order(venueNo: number, orderNo: number, org: string | null): Promise<OrderFound | undefined> {
    const [row] = await this.rows(
      `SELECT o.order_no, o.instrument_no, o.pack_no, o.side, o.type, o.method, o.price, o.quantity, o.remaining, o.filled, o.held,
              o.value, o.fees, o.trading_day::text
       FROM orders o JOIN accounts a USING (venue_no, account_no)
       WHERE o.venue_no = $1 AND o.order_no = $2 AND ($3::text IS NULL OR a.org = $3)`,
      [venueNo, orderNo, org],
    );
    if (row === undefined) return undefined;
    const no = (name: string): number => Number(row[name]);
    return {
      ...{ orderNo, instrumentNo: no('instrument_no'), packNo: no('pack_no') },
      ...{ side: row.side as Side, type: row.type as OrderFacts['type'], method: row.method as Method },
      ...{ price: no('price'), quantity: no('quantity'), remaining: no('remaining'), filled: no('filled') },
      ...{ held: no('held'), value: no('value'), fees: no('fees'), tradingDay: row.trading_day as string },
    };
  }

  async trade(venueNo: number, tradeNo: number, org: string | null): Promise<TradeFound | undefined> {
    const [row] = await this.rows(
      `SELECT t.*, s.seq AS settled_seq,
         (SELECT c.phase FROM call_auctions c WHERE c.venue_no = t.venue_no AND c.instrument_no = t.instrument_no
            AND c.state = 'UNCROSSED' AND c.ended_at = t.at AND c.price = t.price LIMIT 1) AS call_phase
       FROM trades t LEFT JOIN settlements s USING (venue_no, trade_no)
       WHERE t.venue_no = $1 AND t.trade_no = $2`,
      [venueNo, tradeNo],
    );
    if (row === undefined) return undefined;
    const sides = await this.rows(
      `SELECT o.side, o.order_no, o.price, (SELECT coalesce(sum(e.value), 0) FROM trades e
          WHERE e.venue_no = $1 AND e.trade_no < $2 AND (e.buy_order = o.order_no OR e.sell_order = o.order_no)
            AND e.instrument_no = $4 AND e.seq >= o.order_no) AS before
       FROM orders o JOIN accounts a USING (venue_no, account_no)
       WHERE o.venue_no = $1 AND o.order_no IN ($5, $6) AND ($3::text IS NULL OR a.org = $3) ORDER BY o.side`,
      [venueNo, tradeNo, org, row.instrument_no, row.buy_order, row.sell_order],
    );
    if (sides.length === 0) return undefined;
    const no = (name: string): number => Number(row[name]);
    const annulled = await this.annulment(venueNo, tradeNo);
    return {
      ...{
        annulled,
        tradeNo,
        instrumentNo: no('instrument_no'),
        packNo: no('pack_no'),
        method: row.method as Method,
      },
      ...{ price: no('price'), quantity: no('quantity'), value: no('value') },
      ...{ buyerFee: no('buyer_fee'), sellerFee: no('seller_fee'), makerSide: row.maker_side as Side },
      sides: sides.map((side) => ({
        side: side.side as Side,
        orderNo: Number(side.order_no),
        limitFen: Number(side.price),
        valueBefore: Number(side.before),
      })),
      ...(row.call_phase !== null && { callPhase: row.call_phase as string }),
      settledSeq: row.settled_seq === null ? null : Number(row.settled_seq),
    };
  }

  private async annulment(venueNo: number, tradeNo: number): Promise<AnnulmentFound | null> {
    const [row] = await this.rows(
      `SELECT a.proposal_no, a.seq, a.at, a.reason, p.maker_org,
         (SELECT coalesce(json_agg(s->>'org'), '[]') FROM jsonb_array_elements(p.signatures) s) AS signed_by
       FROM annulments a JOIN proposals p USING (venue_no, proposal_no) WHERE a.venue_no = $1 AND a.trade_no = $2`,
      [venueNo, tradeNo],
    );
    if (row === undefined) return null;
    return {
      ...{ proposalNo: Number(row.proposal_no), seq: Number(row.seq), at: Number(row.at) },
      ...{ reason: row.reason as string, proposedBy: row.maker_org as string },
      signedBy: row.signed_by as string[],
    };
  }

  /** A refused command by its place in the journal. */
  async rejection(venueNo: number, seq: number, org: string | null): Promise<DecidedRecord | undefined> {
    const line = await new PostgresJournalStore(this.pool).record(venueNo, seq);
    return line === undefined ? undefined : refused(JSON.parse(line) as DecidedRecord, org);
  }

  /** The newest refused command under an idempotency key, among as many as a venue remembers keys. */
  async rejectionOfKey(venueNo: number, key: string, org: string | null): Promise<DecidedRecord | undefined> {
    const named = `"key":${JSON.stringify(key)}`;
    const batches = await this.rows(
      `SELECT payload FROM journal_batches WHERE venue_no = $1 AND position($2::bytea IN payload) > 0
         AND last_seq > (SELECT last_seq FROM venues WHERE venue_no = $1) - $3::bigint ORDER BY last_seq DESC`,
      [venueNo, Buffer.from(named), IDEMPOTENCY_KEYS_MAX],
    );
    for (const { payload } of batches)
      for (const line of (payload as Buffer).toString('utf8').split('\n').reverse()) {
        if (!line.includes(named)) continue;
        const record = JSON.parse(line) as DecidedRecord;
        if (record.key === key && refused(record, org) !== undefined) return record;
      }
    return undefined;
  }

  balance(place: BalancePlace, show: (orderNo: number) => string): Promise<BalanceFacts> {
    return balanceFacts(this.pool, place, show);
  }

  async owns(venueNo: number, accountNo: number, org: string | null): Promise<boolean> {
    const rows = await this.rows(
      `SELECT 1 FROM accounts WHERE venue_no = $1 AND account_no = $2 AND ($3::text IS NULL OR org = $3)`,
      [venueNo, accountNo, org],
    );
    return rows.length > 0;
  }

  async goods(venueNo: number, instrumentNo: number): Promise<Goods & { readonly referenceFen: number }> {
    const [row] = await this.rows(
      `SELECT symbol, unit_scale, tick_fen, reference_price_fen FROM instruments WHERE venue_no = $1 AND instrument_no = $2`,
      [venueNo, instrumentNo],
    );
    return {
      symbol: row.symbol as string,
      unitScale: Number(row.unit_scale),
      tickFen: Number(row.tick_fen),
      referenceFen: Number(row.reference_price_fen),
    };
  }

  /** Undefined for a name that nothing is traded under; cash has number 0. */
  async assetNo(venueNo: number, asset: string): Promise<number | undefined> {
    if (asset === 'cash') return 0;
    const [row] = await this.rows(
      `SELECT instrument_no FROM instruments WHERE venue_no = $1 AND symbol = $2`,
      [venueNo, asset],
    );
    return row === undefined ? undefined : Number(row.instrument_no);
  }

  /** What the band of a trading day is drawn around. */
  async reference(
    venueNo: number,
    instrumentNo: number,
    day: TradingDay,
    firstFen: number,
  ): Promise<Reference> {
    const [row] = await this.rows(
      `SELECT day::text, close FROM instrument_days WHERE venue_no = $1 AND instrument_no = $2 AND day < $3 ORDER BY day DESC LIMIT 1`,
      [venueNo, instrumentNo, day],
    );
    return row === undefined
      ? { priceFen: firstFen, day: null }
      : { priceFen: Number(row.close), day: row.day as string };
  }

  async tradingDayAt(venueNo: number, day: TradingDay): Promise<TradingDay | undefined> {
    const [row] = await this.rows(
      `SELECT max(day)::text AS day FROM trading_days WHERE venue_no = $1 AND day <= $2`,
      [venueNo, day],
    );
    return (row.day as string | null) ?? undefined;
  }

  /** By its number, or as a refusal names it: `demo@1`. */
  async pack(venueNo: number, which: number | string): Promise<PackShown | undefined> {
    const [no, id] = typeof which === 'number' ? [which, null] : [null, which];
    const [row] = await this.rows(
      `SELECT pack_no, body, pack_hash FROM rule_packs
       WHERE venue_no = $1 AND (pack_no = $2::int OR pack || '@' || version = $3::text)`,
      [venueNo, no, id],
    );
    const read = row === undefined ? undefined : readPack(row.body as Json);
    if (read === undefined || 'report' in read) return undefined;
    return { pack: new RulePack(Number(row.pack_no), read.pack), packHash: row.pack_hash as string };
  }

  private async rows(text: string, values: readonly unknown[]): Promise<Record<string, unknown>[]> {
    const { rows } = await this.pool.query<Record<string, unknown>>(text, values as unknown[]);
    return rows;
  }
}

function refused(record: DecidedRecord, org: string | null): DecidedRecord | undefined {
  return record.ok || (org !== null && record.org !== org) ? undefined : record;
}
