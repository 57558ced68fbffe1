import type { TableInvariant } from './table-invariant.js';

const SERIALS_OF = (cause: string, from: string, to: string): string => `
  SELECT cause_no, instrument_no, first_serial, last_serial, ${from} AS giver, ${to} AS taker FROM serial_moves
  WHERE venue_no = $1 AND cause = '${cause}' AND cause_no IN (SELECT trade_no FROM annulments WHERE venue_no = $1)`;

/** What was annulled is as if it had never moved, and two people wanted it. */
export const ANNULMENTS_MIRROR: TableInvariant = {
  id: 'I10 mirror',
  promise: 'an annulment mirrors its trade to the fen and to the serial number, under a proposal carried out',
  count: `SELECT count(*) FROM annulments WHERE venue_no = $1`,
  broken: `SELECT format('trade %s: account %s asset %s is left with %s', cause_no, account_no, asset_no, sum(amount)) FROM ledger_entries
             WHERE venue_no = $1 AND cause IN ('trade', 'annulment') AND cause_no IN (SELECT trade_no FROM annulments WHERE venue_no = $1)
             GROUP BY cause_no, account_no, asset_no HAVING sum(amount) <> 0
           UNION ALL SELECT format('trade %s: %s lines of settlement, %s of annulment', trade_no, settled, mirrored) FROM (
             SELECT trade_no, count(e.line) FILTER (WHERE cause = 'trade') AS settled, count(e.line) FILTER (WHERE cause = 'annulment') AS mirrored
             FROM annulments a LEFT JOIN ledger_entries e ON e.venue_no = a.venue_no AND e.cause_no = a.trade_no AND e.cause IN ('trade', 'annulment')
             WHERE a.venue_no = $1 GROUP BY trade_no) lines WHERE settled <> mirrored OR settled = 0
           UNION ALL SELECT format('entries of annulment %s, which is not in the register', e.cause_no) FROM ledger_entries e
             WHERE e.venue_no = $1 AND e.cause = 'annulment' AND e.cause_no NOT IN (SELECT trade_no FROM annulments WHERE venue_no = $1)
           UNION ALL SELECT format('trade %s: serials %s to %s', cause_no, first_serial, last_serial) FROM (
             (${SERIALS_OF('trade', 'to_account', 'from_account')} EXCEPT ${SERIALS_OF('annulment', 'from_account', 'to_account')})
             UNION ALL (${SERIALS_OF('annulment', 'from_account', 'to_account')} EXCEPT ${SERIALS_OF('trade', 'to_account', 'from_account')})) serials
           UNION ALL SELECT format('trade %s: proposal %s', a.trade_no, a.proposal_no) FROM annulments a WHERE a.venue_no = $1 AND NOT EXISTS (
             SELECT 1 FROM proposals p WHERE p.venue_no = a.venue_no AND p.proposal_no = a.proposal_no AND p.state = 'EXECUTED'
               AND p.action = 'annul-trade' AND (p.payload->>'tradeNo')::bigint = a.trade_no AND p.reason = a.reason)`,
};
