import type { TableInvariant } from './table-invariant.js';

/** Units of sellers and deposits of bidders, one row each. */
export const HELD_BY_AUCTIONS = `
  SELECT seller_account AS account_no, instrument_no AS asset_no, held_units AS held FROM auctions WHERE venue_no = $1 AND held_units > 0
  UNION ALL SELECT account_no, 0, held FROM auction_bidders WHERE venue_no = $1 AND held > 0`;

const CLEARED = `SELECT *, (result->>'price')::bigint AS price, (result->>'sold')::bigint AS sold,
    (result->>'offered')::bigint AS offered FROM auctions
  WHERE venue_no = $1 AND result IS NOT NULL AND state IN ('CLEARED', 'SETTLED')`;
const AWARDS = `SELECT count(*) FROM auction_awards WHERE venue_no = $1`;

/** What must hold of auctions whatever was bid; that a result follows from its bids is in auction-results.ts. */
export const AUCTION_INVARIANTS: readonly TableInvariant[] = [
  {
    id: 'A1',
    promise: 'awards add up to what was sold, never beyond what was offered, and all pay one price',
    count: AWARDS,
    broken: `SELECT format('auction %s: awarded %s, sold %s of %s', a.auction_no, coalesce(w.units, 0), a.sold, a.offered)
             FROM (${CLEARED}) a LEFT JOIN (SELECT auction_no, sum(quantity) AS units FROM auction_awards WHERE venue_no = $1 GROUP BY 1) w USING (auction_no)
             WHERE coalesce(w.units, 0) <> a.sold OR a.sold > a.offered
             UNION ALL SELECT format('award %s pays %s for %s at %s', w.award_no, w.payment, w.quantity, a.price)
             FROM auction_awards w LEFT JOIN (${CLEARED}) a USING (venue_no, auction_no)
             WHERE w.venue_no = $1 AND (a.price IS NULL OR w.payment <> w.quantity * a.price)
             UNION ALL SELECT format('award %s is not what its bids were awarded', award_no) FROM auction_awards w
             WHERE venue_no = $1 AND quantity <> (SELECT coalesce(sum(b.awarded), 0) FROM auction_bids b
               WHERE b.venue_no = $1 AND b.auction_no = w.auction_no AND b.account_no = w.account_no)`,
  },
  {
    id: 'A2',
    promise: 'no owner group is awarded more than the purchase limit',
    count: AWARDS,
    broken: `SELECT format('auction %s: group %s has %s', a.auction_no, g.group_name, g.units) FROM (${CLEARED}) a
             JOIN (SELECT w.auction_no, b.group_name, sum(w.quantity) AS units FROM auction_awards w
               JOIN auction_bidders b USING (venue_no, auction_no, account_no) WHERE w.venue_no = $1 GROUP BY 1, 2) g USING (auction_no)
             WHERE g.units > floor((a.notice->>'supply')::numeric * (a.notice->>'purchaseLimitBps')::numeric / 10000)`,
  },
  {
    id: 'A3',
    promise:
      'what ended holds no deposit and no unit; between clearing and delivery only awards are paid for',
    count: `SELECT count(*) FROM auction_bidders WHERE venue_no = $1`,
    broken: `SELECT format('auction %s is %s and holds %s of account %s', auction_no, a.state, b.held, b.account_no)
             FROM auctions a JOIN auction_bidders b USING (venue_no, auction_no)
             WHERE a.venue_no = $1 AND b.held > 0 AND a.state IN ('DRAFT', 'SETTLED', 'FAILED', 'CANCELLED')
             UNION ALL SELECT format('auction %s holds %s units', auction_no, held_units) FROM auctions
             WHERE venue_no = $1 AND held_units > 0 AND state IN ('DRAFT', 'SETTLED', 'FAILED', 'CANCELLED')
             UNION ALL SELECT format('auction %s: account %s has %s held, due are %s', a.auction_no, b.account_no, b.held, coalesce(f.due, 0))
             FROM auctions a JOIN auction_bidders b USING (venue_no, auction_no)
             LEFT JOIN (SELECT w.auction_no, (part->>'accountNo')::bigint AS account_no, sum((part->>'amountFen')::bigint) AS due
               FROM auction_awards w CROSS JOIN LATERAL jsonb_array_elements(w.funding) part
               WHERE w.venue_no = $1 AND w.state = 'DUE' GROUP BY 1, 2) f USING (auction_no, account_no)
             WHERE a.venue_no = $1 AND a.state = 'CLEARED' AND b.held <> coalesce(f.due, 0)`,
  },
  {
    id: 'A4',
    promise: 'a settled award moved its units and its whole payment, a defaulted one no unit',
    count: AWARDS,
    broken: `SELECT format('award %s (%s): units %s, paid %s', award_no, w.state, coalesce(e.units, 0), coalesce(e.paid, 0))
             FROM (SELECT * FROM auction_awards WHERE venue_no = $1) w JOIN auctions a USING (venue_no, auction_no)
             LEFT JOIN (SELECT cause_no AS award_no, account_no AS seller_account,
                 -sum(amount) FILTER (WHERE asset_no > 0) AS units, sum(amount) FILTER (WHERE asset_no = 0) AS paid
               FROM ledger_entries WHERE venue_no = $1 AND cause = 'auction-award' GROUP BY 1, 2) e USING (award_no, seller_account)
             WHERE CASE w.state WHEN 'SETTLED' THEN coalesce(e.units, 0) <> w.quantity OR coalesce(e.paid, 0) <> w.payment
               ELSE e.units IS NOT NULL END`,
  },
];
