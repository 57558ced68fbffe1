import type { TableInvariant } from './table-invariant.js';

/** What a kill switch promises, from the tables alone. */
export const KILL_SWITCH_INVARIANT: TableInvariant = {
  id: 'K1',
  promise:
    'no order, block wish or named bid is open where a kill switch is engaged; an office released only what a proposal released',
  count: `SELECT count(*) FROM kill_switches WHERE venue_no = $1`,
  broken: `SELECT format('order %s is open under kill switch %s', o.order_no, k.switch_no) FROM kill_switches k
             JOIN orders o ON o.venue_no = k.venue_no AND o.status IN ('OPEN', 'PARTLY_FILLED') AND (k.instrument_no IS NULL OR k.instrument_no = o.instrument_no)
             JOIN accounts a ON a.venue_no = o.venue_no AND a.account_no = o.account_no AND k.org IN (a.org, '')
             WHERE k.venue_no = $1 AND k.released_at IS NULL
           UNION ALL SELECT format('intent %s is open under kill switch %s', i.intent_no, k.switch_no) FROM kill_switches k
             JOIN block_intents i ON i.venue_no = k.venue_no AND i.state = 'INTENT' AND (k.instrument_no IS NULL OR k.instrument_no = i.instrument_no)
             JOIN accounts a ON a.venue_no = i.venue_no AND a.account_no = i.account_no AND k.org IN (a.org, '')
             WHERE k.venue_no = $1 AND k.released_at IS NULL
           UNION ALL SELECT format('negotiation %s goes on under kill switch %s', n.negotiation_no, k.switch_no) FROM kill_switches k
             JOIN block_negotiations n ON n.venue_no = k.venue_no AND n.state = 'NEGOTIATING'
             JOIN block_intents i ON i.venue_no = n.venue_no AND i.intent_no = n.intent_no AND (k.instrument_no IS NULL OR k.instrument_no = i.instrument_no)
             JOIN accounts a ON a.venue_no = n.venue_no AND a.account_no = n.account_no AND k.org IN (a.org, '')
             WHERE k.venue_no = $1 AND k.released_at IS NULL
           UNION ALL SELECT format('a bid of account %s stands under kill switch %s', o.account_no, k.switch_no) FROM kill_switches k
             JOIN one_way_biddings b ON b.venue_no = k.venue_no AND b.state = 'OPEN' AND (k.instrument_no IS NULL OR k.instrument_no = b.instrument_no)
             JOIN one_way_bidders o ON o.venue_no = b.venue_no AND o.bidding_no = b.bidding_no AND o.state = 'BID'
             JOIN accounts a ON a.venue_no = o.venue_no AND a.account_no = o.account_no AND k.org = a.org
             WHERE k.venue_no = $1 AND k.released_at IS NULL
           UNION ALL SELECT format('kill switch %s was released by nobody', k.switch_no) FROM kill_switches k
             WHERE k.venue_no = $1 AND k.released_at IS NOT NULL AND k.party <> 'member' AND NOT EXISTS (
               SELECT 1 FROM proposals p WHERE p.venue_no = k.venue_no AND p.proposal_no = k.release_proposal AND p.state = 'EXECUTED'
                 AND p.action = 'release-kill-switch' AND (p.payload->>'switchNo')::bigint = k.switch_no)`,
};
