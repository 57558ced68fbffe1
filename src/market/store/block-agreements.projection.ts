import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { BlockIntent, BlockNegotiation, BlockTerms } from '../domain/block-agreement.js';
import type { BlockAgreements } from '../domain/block-agreements.js';
import { columns } from './columns.js';

const INTENTS = `
INSERT INTO block_intents (venue_no, intent_no, account_no, instrument_no, side, price, quantity, counterparty, pack_no,
                           trading_day, posted_at, state, changed_at)
SELECT $1, u.* FROM unnest($2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::int[],
  $10::date[], $11::bigint[], $12::text[], $13::bigint[]) AS u
ON CONFLICT (venue_no, intent_no) DO UPDATE SET state = EXCLUDED.state, changed_at = EXCLUDED.changed_at`;

const NEGOTIATIONS = `
INSERT INTO block_negotiations (venue_no, negotiation_no, intent_no, account_no, opened_at, version, price, quantity, offered_by,
                                poster_order, responder_order, trade_no, state, changed_at)
SELECT $1, u.* FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::int[], $7::bigint[], $8::bigint[], $9::text[],
  $10::bigint[], $11::bigint[], $12::bigint[], $13::text[], $14::bigint[]) AS u
ON CONFLICT (venue_no, negotiation_no) DO UPDATE SET
  version = EXCLUDED.version, price = EXCLUDED.price, quantity = EXCLUDED.quantity, offered_by = EXCLUDED.offered_by,
  poster_order = EXCLUDED.poster_order, responder_order = EXCLUDED.responder_order, trade_no = EXCLUDED.trade_no,
  state = EXCLUDED.state, changed_at = EXCLUDED.changed_at`;

const TERMS = `
INSERT INTO block_terms (venue_no, negotiation_no, version, price, quantity, offered_by, seq, at)
SELECT $1, u.* FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::text[], $7::bigint[], $8::bigint[]) AS u`;

export function projectBlockAgreements(venueNo: number, blocks: BlockAgreements): SqlStatement[] {
  const statements: SqlStatement[] = [];
  const add = <T>(
    name: string,
    text: string,
    rows: readonly T[],
    cells: readonly ((row: T) => unknown)[],
  ) => {
    if (rows.length > 0) statements.push({ name, text, values: [venueNo, ...columns(rows, cells)] });
  };
  add('market.block_intents', INTENTS, [...blocks.dirtyIntents], INTENT_CELLS);
  add('market.block_negotiations', NEGOTIATIONS, [...blocks.dirtyNegotiations], NEGOTIATION_CELLS);
  add('market.block_terms', TERMS, blocks.newTerms, TERMS_CELLS);
  blocks.letGo();
  return statements;
}

// prettier-ignore
const INTENT_CELLS: readonly ((i: BlockIntent) => unknown)[] = [
  (i) => i.intentNo, (i) => i.accountNo, (i) => i.instrumentNo, (i) => i.side, (i) => i.price, (i) => i.quantity,
  (i) => i.counterparty || null, (i) => i.packNo, (i) => i.tradingDay, (i) => i.postedAt, (i) => i.state, (i) => i.changedAt,
];

// prettier-ignore
const NEGOTIATION_CELLS: readonly ((n: BlockNegotiation) => unknown)[] = [
  (n) => n.negotiationNo, (n) => n.intentNo, (n) => n.accountNo, (n) => n.openedAt, (n) => n.version, (n) => n.price,
  (n) => n.quantity, (n) => n.offeredBy, (n) => n.confirmed.poster?.seq ?? null, (n) => n.confirmed.responder?.seq ?? null,
  (n) => n.tradeNo || null, (n) => n.state, (n) => n.changedAt,
];

// prettier-ignore
const TERMS_CELLS: readonly ((t: BlockTerms) => unknown)[] = [
  (t) => t.negotiationNo, (t) => t.version, (t) => t.price, (t) => t.quantity, (t) => t.offeredBy, (t) => t.seq, (t) => t.at,
];
