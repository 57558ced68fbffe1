import type { PoolClient } from 'pg';
import { PERMIT_TABLE_INVARIANTS } from './permit-table-invariants.js';
import { CUSTODY_TABLE_INVARIANTS } from './custody-tables.js';
import { ANNULMENTS_MIRROR } from './annulment-mirror.js';
import { KILL_SWITCH_INVARIANT } from './kill-switch-table.js';
import {
  GAPS_IN_SETTLEMENT,
  OWED_TO_THE_RESERVE,
  SETTLEMENT_INVARIANTS,
  WAITING,
} from './settlement-tables.js';
import type { TableInvariant } from './table-invariant.js';
import { BANKING_INVARIANTS } from './banking-tables.js';
import { RECONCILIATION_INVARIANTS } from './reconciliation-tables.js';
import { AUCTION_INVARIANTS, HELD_BY_AUCTIONS } from './auction-tables.js';
import { type Verdict, verdict } from './invariant.js';
import { HELD_BY_BIDDINGS, NEGOTIATION_INVARIANTS } from './negotiation-tables.js';

const HELD = `
  SELECT account_no, asset_no, sum(held) AS held FROM (
    SELECT account_no, CASE side WHEN 'sell' THEN instrument_no ELSE 0 END AS asset_no, held
    FROM orders WHERE venue_no = $1 AND status IN ('OPEN', 'PARTLY_FILLED')
    UNION ALL ${HELD_BY_BIDDINGS}
    UNION ALL ${HELD_BY_AUCTIONS}) holds GROUP BY 1, 2`;

const PROMISED = `
  SELECT account_no, asset_no, sum(outgoing) AS outgoing, sum(incoming) AS incoming FROM (
    SELECT w.seller AS account_no, w.instrument_no AS asset_no, w.quantity AS outgoing, 0 AS incoming FROM (${WAITING}) w
    UNION ALL SELECT w.buyer, w.instrument_no, 0, w.quantity FROM (${WAITING}) w
    UNION ALL SELECT w.buyer, 0, w.value + w.buyer_fee, 0 FROM (${WAITING}) w
    UNION ALL SELECT w.seller, 0, 0, w.value - w.seller_fee FROM (${WAITING}) w
    UNION ALL ${OWED_TO_THE_RESERVE}
  ) legs GROUP BY 1, 2`;

const BALANCES = `SELECT count(*) FROM balances WHERE venue_no = $1`;
const ORDERS = `SELECT count(*) FROM orders WHERE venue_no = $1`;
const TRADES = `SELECT count(*) FROM trades WHERE venue_no = $1`;
const ENTRIES = `SELECT count(*) FROM ledger_entries WHERE venue_no = $1`;

/** The invariants of the tables alone: no memory of ours is asked. Accounts 1, 2 and 14 to 99 are sources (by hand, issuance, banks). */
export const TABLE_INVARIANTS: readonly TableInvariant[] = [
  {
    id: 'I1',
    promise: 'units: accounts together hold what was issued; sinks keep what was cancelled and surrendered',
    count: `SELECT count(*) FROM instruments WHERE venue_no = $1`,
    broken: `SELECT format('instrument %s is off by %s', asset_no, sum(posted)) FROM balances
             WHERE venue_no = $1 AND asset_no > 0 GROUP BY asset_no HAVING sum(posted) <> 0`,
  },
  {
    id: 'I2',
    promise: 'cash: accounts together hold what was deposited less what was withdrawn',
    count: BALANCES,
    broken: `SELECT format('cash is off by %s', sum(posted)) FROM balances WHERE venue_no = $1 AND asset_no = 0 HAVING sum(posted) <> 0`,
  },
  {
    id: 'I3',
    promise: 'the entries of every cause cancel out per asset',
    count: ENTRIES,
    broken: `SELECT format('%s %s asset %s sums to %s', cause, cause_no, asset_no, sum(amount)) FROM ledger_entries
             WHERE venue_no = $1 GROUP BY cause, cause_no, asset_no HAVING sum(amount) <> 0`,
  },
  {
    id: 'I4',
    promise: 'every balance is the sum of its entries',
    count: BALANCES,
    broken: `SELECT format('account %s asset %s: balance %s, entries %s', account_no, asset_no, coalesce(posted, 0), coalesce(total, 0))
             FROM (SELECT account_no, asset_no, posted FROM balances WHERE venue_no = $1) b
             FULL JOIN (SELECT account_no, asset_no, sum(amount) AS total FROM ledger_entries WHERE venue_no = $1 GROUP BY 1, 2) e
             USING (account_no, asset_no) WHERE coalesce(posted, 0) <> coalesce(total, 0)`,
  },
  {
    id: 'I5',
    promise: 'nothing is overdrawn: title and what may back an order are never below zero',
    count: BALANCES,
    broken: `SELECT format('account %s asset %s', account_no, asset_no) FROM balances
             WHERE venue_no = $1 AND account_no NOT IN (1, 2) AND account_no NOT BETWEEN 14 AND 99
               AND (posted < 0 OR held < 0 OR outgoing < 0 OR incoming < 0 OR locked < 0 OR frozen < 0
                    OR posted + incoming - locked - held - outgoing - frozen < 0)`,
  },
  {
    id: 'I6',
    promise:
      'what is held is what open orders, auctions and biddings hold; what is promised is what waits for settlement',
    count: BALANCES,
    broken: `SELECT format('account %s asset %s: held %s/%s outgoing %s/%s incoming %s/%s', account_no, asset_no,
                    coalesce(b.held, 0), coalesce(h.held, 0), coalesce(b.outgoing, 0), coalesce(p.outgoing, 0), coalesce(b.incoming, 0), coalesce(p.incoming, 0))
             FROM (SELECT * FROM balances WHERE venue_no = $1) b FULL JOIN (${HELD}) h USING (account_no, asset_no)
             FULL JOIN (${PROMISED}) p USING (account_no, asset_no)
             WHERE coalesce(b.held, 0) <> coalesce(h.held, 0) OR coalesce(b.outgoing, 0) <> coalesce(p.outgoing, 0)
                OR coalesce(b.incoming, 0) <> coalesce(p.incoming, 0)`,
  },
  {
    id: 'I7',
    promise: 'of every order filled + remaining + cancelled = quantity, and filled is the sum of its trades',
    count: ORDERS,
    broken: `SELECT format('order %s', o.order_no) FROM orders o
             LEFT JOIN (SELECT order_no, sum(quantity) AS traded, sum(value) AS value, sum(fee) AS fees FROM (
                 SELECT buy_order AS order_no, quantity, value, buyer_fee AS fee FROM trades WHERE venue_no = $1
                 UNION ALL SELECT sell_order, quantity, value, seller_fee FROM trades WHERE venue_no = $1) sides GROUP BY 1) t USING (order_no)
             WHERE o.venue_no = $1 AND (o.filled + o.remaining + o.cancelled <> o.quantity OR o.filled <> coalesce(t.traded, 0)
               OR o.value <> coalesce(t.value, 0) OR o.fees <> coalesce(t.fees, 0)
               OR (o.status IN ('OPEN', 'PARTLY_FILLED')) <> (o.remaining > 0))`,
  },
  {
    id: 'I8',
    promise: 'every trade joins a buy and a sell of one instrument by different owner groups',
    count: TRADES,
    broken: `SELECT format('trade %s', t.trade_no) FROM trades t
             LEFT JOIN orders b ON b.venue_no = t.venue_no AND b.order_no = t.buy_order AND b.account_no = t.buyer AND b.side = 'buy'
             LEFT JOIN orders s ON s.venue_no = t.venue_no AND s.order_no = t.sell_order AND s.account_no = t.seller AND s.side = 'sell'
             LEFT JOIN accounts ba ON ba.venue_no = t.venue_no AND ba.account_no = t.buyer
             LEFT JOIN accounts sa ON sa.venue_no = t.venue_no AND sa.account_no = t.seller
             WHERE t.venue_no = $1 AND (b.order_no IS NULL OR s.order_no IS NULL OR b.instrument_no <> t.instrument_no
               OR s.instrument_no <> t.instrument_no OR ba.owner_group IS NOT DISTINCT FROM sa.owner_group OR t.value <> t.price * t.quantity)`,
  },
  {
    id: 'I9',
    promise: 'no book is crossed, but where orders gather for a call',
    count: ORDERS,
    broken: `SELECT format('instrument %s: bid %s, ask %s', instrument_no, max(price) FILTER (WHERE side = 'buy'), min(price) FILTER (WHERE side = 'sell'))
             FROM orders WHERE venue_no = $1 AND status IN ('OPEN', 'PARTLY_FILLED')
               AND instrument_no NOT IN (SELECT instrument_no FROM call_auctions WHERE venue_no = $1 AND state = 'GATHERING') GROUP BY instrument_no
             HAVING max(price) FILTER (WHERE side = 'buy') >= min(price) FILTER (WHERE side = 'sell')`,
  },
  {
    id: 'I10',
    promise: 'every trade is settled at most once, in order, with both legs; none is settled that never was',
    count: `SELECT count(*) FROM settlements WHERE venue_no = $1`,
    broken: `SELECT format('trade %s', coalesce(s.trade_no, e.cause_no)) FROM (SELECT * FROM settlements WHERE venue_no = $1) s
             FULL JOIN (SELECT cause_no, count(*) AS lines FROM ledger_entries WHERE venue_no = $1 AND cause = 'trade' GROUP BY 1) e ON e.cause_no = s.trade_no
             LEFT JOIN trades t ON t.venue_no = $1 AND t.trade_no = s.trade_no
             WHERE s.trade_no IS NULL OR e.lines IS NULL OR t.trade_no IS NULL OR e.lines <> 4 + (t.buyer_fee + t.seller_fee > 0)::int
             UNION ALL ${GAPS_IN_SETTLEMENT}`,
  },
  ANNULMENTS_MIRROR,
  KILL_SWITCH_INVARIANT,
  {
    id: 'I17',
    promise: 'nothing is issued beyond its cap',
    count: `SELECT count(*) FROM caps WHERE venue_no = $1`,
    broken: `SELECT format('instrument %s year %s: issued %s of %s, batches %s', instrument_no, year, c.issued, c.cap_limit, coalesce(total, 0)) FROM caps c
             LEFT JOIN (SELECT instrument_no, year, sum(total) AS total FROM allocation_batches
               WHERE venue_no = $1 AND state IN ('CREATED', 'CREDITED_TO_PROVINCE', 'DISTRIBUTED',
                 'PARTIALLY_RECALLED', 'CLOSED') GROUP BY 1, 2) b USING (instrument_no, year)
             WHERE c.venue_no = $1 AND (c.issued > c.cap_limit OR c.issued <> coalesce(total, 0))`,
  },
  {
    id: 'I18',
    promise: 'whoever checked is never who made',
    count: `SELECT (SELECT count(*) FROM proposals WHERE venue_no = $1) + (SELECT count(*) FROM allocation_batches WHERE venue_no = $1)`,
    broken: `SELECT format('proposal %s', proposal_no) FROM proposals p WHERE venue_no = $1 AND (
               EXISTS (SELECT 1 FROM jsonb_array_elements(signatures) s WHERE s->>'by' = p.maker)
               OR (SELECT count(DISTINCT s->>'by') FROM jsonb_array_elements(signatures) s) <> jsonb_array_length(signatures))
             UNION ALL SELECT format('batch %s', batch_no) FROM allocation_batches WHERE venue_no = $1 AND approved_by <> '' AND approved_by IN (drafted_by, submitted_by)
             UNION ALL SELECT format('account %s', account_no) FROM accounts WHERE venue_no = $1 AND approved_by <> '' AND approved_by IN (applied_by, reviewed_by)`,
  },
  {
    id: 'R1',
    promise:
      'a pack that followed the founding is the text of a proposal that was carried out, and of its draft',
    count: `SELECT count(*) FROM rule_packs WHERE venue_no = $1`,
    broken: `SELECT format('pack %s', r.pack_no) FROM rule_packs r WHERE r.venue_no = $1 AND r.proposal_no IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM proposals p WHERE p.venue_no = r.venue_no AND p.proposal_no = r.proposal_no AND p.state = 'EXECUTED'
                 AND p.action = 'publish-rule-pack' AND p.payload->'pack' = r.body AND p.maker <> r.approved_by)
             UNION ALL SELECT format('pack %s', r.pack_no) FROM rule_packs r WHERE r.venue_no = $1 AND r.proposal_no IS NULL AND r.approved_by NOT LIKE 'system%'
             UNION ALL SELECT format('draft %s', d.draft_no) FROM rule_pack_drafts d JOIN rule_packs r ON r.venue_no = d.venue_no AND r.pack_no = d.pack_no
               WHERE d.venue_no = $1 AND d.pack_hash <> r.pack_hash`,
  },
  ...SETTLEMENT_INVARIANTS,
  ...RECONCILIATION_INVARIANTS,
  {
    id: 'S1',
    promise: 'serial ranges are disjoint',
    count: `SELECT count(*) FROM serial_blocks WHERE venue_no = $1`,
    broken: `SELECT format('instrument %s serial %s', instrument_no, first_serial) FROM (
               SELECT instrument_no, first_serial, lag(last_serial) OVER (PARTITION BY instrument_no ORDER BY first_serial) AS before
               FROM serial_blocks WHERE venue_no = $1) b WHERE before >= first_serial`,
  },
  {
    id: 'S2',
    promise: 'the serials of every account add up to its title',
    count: `SELECT count(*) FROM serial_blocks WHERE venue_no = $1`,
    broken: `SELECT format('account %s instrument %s: serials %s, title %s', account_no, instrument_no, coalesce(serials, 0), coalesce(posted, 0))
             FROM (SELECT account_no, instrument_no, sum(last_serial - first_serial + 1) AS serials FROM serial_blocks WHERE venue_no = $1 GROUP BY 1, 2) b
             FULL JOIN (SELECT account_no, asset_no AS instrument_no, posted FROM balances
               WHERE venue_no = $1 AND asset_no > 0 AND account_no <> 2 AND posted <> 0) t USING (account_no, instrument_no)
             WHERE coalesce(serials, 0) <> coalesce(posted, 0)`,
  },
  {
    id: 'S3',
    promise: 'the history of serials ends where the serials are',
    count: `SELECT count(*) FROM serial_moves WHERE venue_no = $1`,
    broken: `SELECT format('account %s instrument %s', account_no, instrument_no)
             FROM (SELECT account_no, instrument_no, sum(last_serial - first_serial + 1) AS serials FROM serial_blocks WHERE venue_no = $1 GROUP BY 1, 2) b
             FULL JOIN (SELECT account_no, instrument_no, sum(n) AS moved FROM (
               SELECT to_account AS account_no, instrument_no, last_serial - first_serial + 1 AS n FROM serial_moves WHERE venue_no = $1
               UNION ALL SELECT from_account, instrument_no, -(last_serial - first_serial + 1) FROM serial_moves WHERE venue_no = $1 AND from_account > 0) m
               GROUP BY 1, 2) m USING (account_no, instrument_no) WHERE coalesce(serials, 0) <> coalesce(moved, 0)`,
  },
  ...PERMIT_TABLE_INVARIANTS,
  ...AUCTION_INVARIANTS,
  ...NEGOTIATION_INVARIANTS,
  ...CUSTODY_TABLE_INVARIANTS,
  ...BANKING_INVARIANTS,
];

export async function checkTables(client: PoolClient, venueNo: number): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const { id, promise, count, broken } of TABLE_INVARIANTS) {
    const counted = await client.query(`SELECT (${count})::bigint AS n`, [venueNo]);
    const { rows } = await client.query({
      text: `SELECT * FROM (${broken}) broken(what) LIMIT 20`,
      values: [venueNo],
    });
    verdicts.push(
      verdict(
        id,
        promise,
        Number(counted.rows[0].n),
        rows.map(({ what }) => String(what)),
      ),
    );
  }
  return verdicts;
}
