import type { TableInvariant } from './table-invariant.js';

/** What open one-way biddings hold: of their initiators, deposits, and what covers the bids. */
export const HELD_BY_BIDDINGS = `
  SELECT account_no, CASE side WHEN 'sell' THEN instrument_no ELSE 0 END AS asset_no, held FROM one_way_biddings
  WHERE venue_no = $1 AND held > 0
  UNION ALL SELECT account_no, 0, deposit FROM one_way_bidders WHERE venue_no = $1 AND deposit > 0
  UNION ALL SELECT o.account_no, CASE b.side WHEN 'sell' THEN 0 ELSE b.instrument_no END, o.cover FROM one_way_bidders o
    JOIN one_way_biddings b ON b.venue_no = o.venue_no AND b.bidding_no = o.bidding_no WHERE o.venue_no = $1 AND o.cover > 0`;

export const NEGOTIATION_INVARIANTS: readonly TableInvariant[] = [
  {
    id: 'B1',
    promise:
      'a block trade is one negotiation, at the last terms, by the orders of the two that confirmed them',
    count: `SELECT (SELECT count(*) FROM block_negotiations WHERE venue_no = $1) + (SELECT count(*) FROM trades WHERE venue_no = $1 AND method = 'block')`,
    broken: `SELECT format('negotiation %s, trade %s', n.negotiation_no, t.trade_no)
             FROM (SELECT n.*, i.side, i.instrument_no, i.state AS intent_state, i.account_no AS poster FROM block_negotiations n
               LEFT JOIN block_intents i ON i.venue_no = n.venue_no AND i.intent_no = n.intent_no WHERE n.venue_no = $1 AND n.state = 'FILLED') n
             FULL JOIN (SELECT * FROM trades WHERE venue_no = $1 AND method = 'block') t ON t.trade_no = n.trade_no
             LEFT JOIN block_terms x ON x.venue_no = $1 AND x.negotiation_no = n.negotiation_no AND x.version = n.version
             WHERE (n.price, n.quantity, n.instrument_no, n.intent_state) IS DISTINCT FROM (t.price, t.quantity, t.instrument_no, 'FILLED')
               OR (x.price, x.quantity) IS DISTINCT FROM (t.price, t.quantity)
               OR (CASE n.side WHEN 'sell' THEN (n.poster_order, n.responder_order, n.poster, n.account_no)
                     ELSE (n.responder_order, n.poster_order, n.account_no, n.poster) END) IS DISTINCT FROM (t.sell_order, t.buy_order, t.seller, t.buyer)
             UNION ALL SELECT format('intent %s', i.intent_no) FROM block_intents i WHERE i.venue_no = $1
               AND (i.state = 'FILLED') <> (1 = (SELECT count(*) FROM block_negotiations n
                 WHERE n.venue_no = i.venue_no AND n.intent_no = i.intent_no AND n.state = 'FILLED'))`,
  },
  {
    id: 'B2',
    promise:
      'a one-way bidding is awarded by price, then time, never below its reserve, and its awards are its trades',
    count: `SELECT (SELECT count(*) FROM one_way_biddings WHERE venue_no = $1) + (SELECT count(*) FROM trades WHERE venue_no = $1 AND method = 'one_way')`,
    broken: `SELECT format('bidding %s passes over account %s', b.bidding_no, l.account_no) FROM one_way_biddings b
             JOIN one_way_bidders w ON w.venue_no = b.venue_no AND w.bidding_no = b.bidding_no AND w.awarded > 0
             JOIN one_way_bidders l ON l.venue_no = b.venue_no AND l.bidding_no = b.bidding_no AND l.state IN ('LOST', 'AWARDED')
               AND l.awarded < l.bid_quantity
             WHERE b.venue_no = $1 AND ((CASE b.side WHEN 'sell' THEN l.price > w.price ELSE l.price < w.price END)
               OR (l.price = w.price AND l.order_no < w.order_no))
             UNION ALL SELECT format('bidding %s awards %s at %s', b.bidding_no, b.awarded, w.price) FROM one_way_biddings b
             JOIN one_way_bidders w ON w.venue_no = b.venue_no AND w.bidding_no = b.bidding_no AND w.awarded > 0
             WHERE b.venue_no = $1 AND b.reserve_price > 0
               AND (CASE b.side WHEN 'sell' THEN w.price < b.reserve_price ELSE w.price > b.reserve_price END)
             UNION ALL SELECT format('bidding %s without the trade of account %s', b.bidding_no, w.account_no) FROM one_way_biddings b
             JOIN one_way_bidders w ON w.venue_no = b.venue_no AND w.bidding_no = b.bidding_no AND w.awarded > 0
             WHERE b.venue_no = $1 AND NOT EXISTS (SELECT 1 FROM trades t WHERE t.venue_no = $1 AND t.method = 'one_way'
               AND t.price = w.price AND t.quantity = w.awarded
               AND t.buy_order = CASE b.side WHEN 'sell' THEN w.order_no ELSE b.order_no END
               AND t.sell_order = CASE b.side WHEN 'sell' THEN b.order_no ELSE w.order_no END)
             UNION ALL SELECT format('%s one-way trades, %s awards', traded, awards)
             FROM (SELECT count(*) AS traded FROM trades WHERE venue_no = $1 AND method = 'one_way') t,
               (SELECT count(*) AS awards FROM one_way_bidders WHERE venue_no = $1 AND awarded > 0) w WHERE traded <> awards
             UNION ALL SELECT format('bidding %s awards %s', b.bidding_no, b.awarded) FROM one_way_biddings b WHERE b.venue_no = $1
               AND b.awarded <> (SELECT coalesce(sum(awarded), 0) FROM one_way_bidders o
                 WHERE o.venue_no = b.venue_no AND o.bidding_no = b.bidding_no)`,
  },
];
