import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import { RejectionError } from '../../kernel/rejection.js';
import { between, type Bounds, type Caller, PublicIds } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { isMasked, ownOnly } from './masking.js';

export interface IntentRow {
  readonly intent_no: string;
  readonly account_no: string;
  readonly is_own: boolean;
  readonly title: string;
  readonly counterparty: string | null;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly side: string;
  readonly price: string;
  readonly quantity: string;
  readonly state: string;
  readonly trading_day: string;
  readonly posted_at: string;
  readonly changed_at: string;
}

export interface NegotiationRow {
  readonly negotiation_no: string;
  readonly intent_no: string;
  readonly poster: string;
  readonly poster_title: string;
  readonly is_poster: boolean;
  readonly responder: string;
  readonly responder_title: string;
  readonly symbol: string;
  readonly unit_scale: number;
  readonly side: 'buy' | 'sell';
  readonly version: number;
  readonly price: string;
  readonly quantity: string;
  readonly offered_by: string;
  readonly poster_order: string | null;
  readonly responder_order: string | null;
  readonly trade_no: string | null;
  readonly state: string;
  readonly changed_at: string;
}

interface TermsRow {
  readonly version: number;
  readonly price: string;
  readonly quantity: string;
  readonly offered_by: string;
  readonly at: string;
}

interface Asked {
  readonly before: number;
  readonly limit: number;
  readonly instrumentNo: number | null;
  readonly state: string | null;
}
interface IntentsAsked extends Asked {
  readonly side: string | null;
  readonly days: Bounds<string>;
}
interface NegotiationsAsked extends Asked {
  readonly changed: Bounds<number>;
}

// $2: the caller's organisation, or null for offices that reach the whole venue.
const INTENTS = `SELECT i.intent_no, i.account_no, a.org IS NOT DISTINCT FROM $2 AS is_own, a.title, i.counterparty, s.symbol,
    s.unit_scale, i.side, i.price, i.quantity, i.state, i.trading_day::text, i.posted_at, i.changed_at
  FROM block_intents i JOIN accounts a ON a.venue_no = i.venue_no AND a.account_no = i.account_no
  JOIN instruments s ON s.venue_no = i.venue_no AND s.instrument_no = i.instrument_no
  LEFT JOIN accounts c ON c.venue_no = i.venue_no AND c.account_no = i.counterparty
  WHERE i.venue_no = $1`;
const LISTED = `($2::text IS NULL OR a.org = $2 OR c.org = $2 OR (i.counterparty IS NULL AND i.state = 'INTENT'))`;
// Ended ones as well: a request may be a repeated one, about an intent that its first time ended.
const ANSWERABLE = `(a.org = $2 OR c.org = $2 OR i.counterparty IS NULL)`;

const NEGOTIATIONS = `SELECT n.negotiation_no, n.intent_no, p.account_no AS poster, p.title AS poster_title,
    p.org IS NOT DISTINCT FROM $2 AS is_poster, r.account_no AS responder, r.title AS responder_title, s.symbol, s.unit_scale, i.side,
    n.version, n.price, n.quantity, n.offered_by, n.poster_order, n.responder_order, n.trade_no, n.state, n.changed_at
  FROM block_negotiations n JOIN block_intents i ON i.venue_no = n.venue_no AND i.intent_no = n.intent_no
  JOIN accounts p ON p.venue_no = i.venue_no AND p.account_no = i.account_no
  JOIN accounts r ON r.venue_no = n.venue_no AND r.account_no = n.account_no
  JOIN instruments s ON s.venue_no = i.venue_no AND s.instrument_no = i.instrument_no
  WHERE n.venue_no = $1 AND ($2::text IS NULL OR p.org = $2 OR r.org = $2)`;

/** Block intents and negotiations as those may read them who take part; a directed one is nobody else's. */
@Injectable()
export class BlockTables {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {}

  async intents(venueNo: number, caller: Caller, asked: IntentsAsked): Promise<IntentRow[]> {
    const { before, limit, instrumentNo, side, state, days } = asked;
    const { rows } = await this.pool.query<IntentRow>(
      `${INTENTS} AND ${LISTED} AND i.intent_no < $3 AND ($5::int IS NULL OR i.instrument_no = $5)
         AND ($6::text IS NULL OR i.side = $6) AND ($7::text IS NULL OR i.state = $7)
         AND ${between('i.trading_day', 'date', 8)} ORDER BY i.intent_no DESC LIMIT $4`,
      [venueNo, reach(caller), before, limit, instrumentNo, side, state, ...days],
    );
    return rows;
  }

  async negotiations(
    venueNo: number,
    caller: Caller,
    { before, limit, instrumentNo, state, changed }: NegotiationsAsked,
  ): Promise<NegotiationRow[]> {
    const { rows } = await this.pool.query<NegotiationRow>(
      `${NEGOTIATIONS} AND n.negotiation_no < $3 AND ($5::int IS NULL OR i.instrument_no = $5)
         AND ($6::text IS NULL OR n.state = $6) AND ${between('n.changed_at', 'bigint', 7)}
       ORDER BY n.negotiation_no DESC LIMIT $4`,
      [venueNo, reach(caller), before, limit, instrumentNo, state, ...changed],
    );
    return rows;
  }

  async negotiation(venueNo: number, caller: Caller, negotiationNo: number): Promise<object> {
    const row = await this.negotiationRow(venueNo, reach(caller), negotiationNo);
    const terms = await this.pool.query<TermsRow>(
      `SELECT version, price, quantity, offered_by, at FROM block_terms WHERE venue_no = $1 AND negotiation_no = $2 ORDER BY version`,
      [venueNo, negotiationNo],
    );
    return {
      ...this.showNegotiation(venueNo, caller, row),
      terms: terms.rows.map(({ version, price, quantity, offered_by, at }) => ({
        version,
        price: formatDecimal(Number(price), CENTS),
        quantity: formatDecimal(Number(quantity), row.unit_scale),
        offeredBy: offered_by,
        at: formatInstant(Number(at)),
      })),
    };
  }

  /** What an intent that this organisation may answer trades, also after it ended. */
  async symbolOfIntent(venueNo: number, org: string, intentNo: number): Promise<string> {
    const { rows } = await this.pool.query<IntentRow>(`${INTENTS} AND ${ANSWERABLE} AND i.intent_no = $3`, [
      venueNo,
      org,
      intentNo,
    ]);
    if (rows[0] === undefined) throw new RejectionError({ code: 'market.block_intent_unknown' });
    return rows[0].symbol;
  }

  async symbolOfNegotiation(venueNo: number, org: string, negotiationNo: number): Promise<string> {
    return (await this.negotiationRow(venueNo, org, negotiationNo)).symbol;
  }

  showIntent(venueNo: number, caller: Caller, row: IntentRow): object {
    const isDirected = row.counterparty !== null;
    const named = row.is_own || (reach(caller) === null && !isMasked(caller));
    return {
      intentId: this.ids.encode('blk', venueNo, Number(row.intent_no)),
      isOwn: row.is_own,
      isDirected,
      ...(named ? { accountId: this.ids.encode('acc', venueNo, Number(row.account_no)) } : {}),
      ...(named && isDirected
        ? { counterpartyId: this.ids.encode('acc', venueNo, Number(row.counterparty)) }
        : {}),
      // Whoever is asked by name is told by whom.
      ...(isDirected && !isMasked(caller) ? { poster: row.title } : {}),
      symbol: row.symbol,
      side: row.side,
      price: formatDecimal(Number(row.price), CENTS),
      quantity: formatDecimal(Number(row.quantity), row.unit_scale),
      state: row.state,
      tradingDay: row.trading_day,
      postedAt: formatInstant(Number(row.posted_at)),
      changedAt: formatInstant(Number(row.changed_at)),
    };
  }

  showNegotiation(venueNo: number, caller: Caller, row: NegotiationRow): object {
    const isOffice = reach(caller) === null;
    const own = row.is_poster ? row.poster : row.responder;
    const ownOrder = row.is_poster ? row.poster_order : row.responder_order;
    const parties = isMasked(caller) ? {} : { poster: row.poster_title, responder: row.responder_title };
    return {
      negotiationId: this.ids.encode('neg', venueNo, Number(row.negotiation_no)),
      intentId: this.ids.encode('blk', venueNo, Number(row.intent_no)),
      ...parties,
      ...(isOffice
        ? {}
        : {
            you: row.is_poster ? 'poster' : 'responder',
            accountId: this.ids.encode('acc', venueNo, Number(own)),
          }),
      symbol: row.symbol,
      posterSide: row.side,
      version: row.version,
      price: formatDecimal(Number(row.price), CENTS),
      quantity: formatDecimal(Number(row.quantity), row.unit_scale),
      offeredBy: row.offered_by,
      confirmedBy: [
        ...(row.poster_order === null ? [] : ['poster']),
        ...(row.responder_order === null ? [] : ['responder']),
      ],
      state: row.state,
      ...(row.trade_no === null ? {} : { tradeId: this.ids.encode('trd', venueNo, Number(row.trade_no)) }),
      ...(row.trade_no === null || isOffice
        ? {}
        : { orderId: this.ids.encode('ord', venueNo, Number(ownOrder)) }),
      changedAt: formatInstant(Number(row.changed_at)),
    };
  }

  private async negotiationRow(
    venueNo: number,
    own: string | null,
    negotiationNo: number,
  ): Promise<NegotiationRow> {
    const { rows } = await this.pool.query<NegotiationRow>(`${NEGOTIATIONS} AND n.negotiation_no = $3`, [
      venueNo,
      own,
      negotiationNo,
    ]);
    // A foreign negotiation looks like none at all.
    if (rows[0] === undefined) throw new RejectionError({ code: 'market.block_negotiation_unknown' });
    return rows[0];
  }
}

const reach = (caller: Caller): string | null => ownOnly(caller, 'order.read');
