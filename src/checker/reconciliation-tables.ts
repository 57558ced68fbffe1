import type { TableInvariant } from './table-invariant.js';

const BREAKS = `SELECT count(*) FROM reconciliation_breaks WHERE venue_no = $1`;
const REPORTS = `SELECT count(*) FROM day_reports WHERE venue_no = $1`;
const YUAN = (fen: string): string => `to_char(${fen} / 100.0, 'FM999999999999990.00')`;

/** What the tables of reconciliation promise alone. */
export const RECONCILIATION_INVARIANTS: readonly TableInvariant[] = [
  {
    id: 'R2',
    promise: 'a break was corrected or accepted by a proposal of its own; what was corrected has its entries',
    count: BREAKS,
    broken: `SELECT format('break %s is %s by proposal %s', b.break_no, b.state, b.proposal_no) FROM reconciliation_breaks b
             LEFT JOIN proposals p ON p.venue_no = b.venue_no AND p.proposal_no = b.proposal_no
             WHERE b.venue_no = $1 AND b.proposal_no > 0 AND NOT coalesce(p.state = 'EXECUTED'
               AND p.action IN ('accept-break', 'correct-break') AND (p.payload->>'breakNo')::bigint = b.break_no, false)
             UNION ALL SELECT format('break %s is CORRECTED without entries', b.break_no) FROM reconciliation_breaks b
             JOIN proposals p ON p.venue_no = b.venue_no AND p.proposal_no = b.proposal_no AND p.action = 'correct-break'
             WHERE b.venue_no = $1 AND NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.venue_no = $1
               AND ((e.cause = 'correction' AND e.cause_no = b.proposal_no) OR (b.part = 'suspense' AND e.cause = 'line-cleared' AND e.cause_no = b.subject_no)))`,
  },
  {
    id: 'R3',
    promise: 'the report of a day says what the day was: instruments, settlement, the run that closed it',
    count: REPORTS,
    broken: `SELECT format('report of %s: %s of %s instruments are as they were', d.day, same, told) FROM day_reports d,
             LATERAL (SELECT count(*) AS told, count(x.instrument_no) AS same FROM jsonb_array_elements(d.open::jsonb->'instruments') i
               LEFT JOIN (SELECT n.instrument_no, n.symbol, t.day, t.trades, t.close, t.value FROM instrument_days t
                 JOIN instruments n USING (venue_no, instrument_no) WHERE t.venue_no = $1) x
               ON x.symbol = i->>'symbol' AND x.day = d.day AND x.trades = (i->>'trades')::bigint
                 AND i->>'close' = ${YUAN('x.close')} AND i->>'value' = ${YUAN('x.value')}) seen
             WHERE d.venue_no = $1 AND (told <> same OR told <> (SELECT count(*) FROM instrument_days t WHERE t.venue_no = $1 AND t.day = d.day))
             UNION ALL SELECT format('report of %s is of another run or settlement', d.day) FROM day_reports d
             LEFT JOIN reconciliation_runs r ON r.venue_no = d.venue_no AND r.run_no = d.run_no AND r.is_close AND r.day = d.day::text
             LEFT JOIN settlement_confirmations c ON c.venue_no = d.venue_no AND c.day = d.day
             WHERE d.venue_no = $1 AND (d.open::jsonb#>>'{reconciliation,figuresHash}' IS DISTINCT FROM r.figures_hash
               OR d.open::jsonb#>>'{journal,head}' IS DISTINCT FROM r.head
               OR (d.open::jsonb#>>'{settlement,toTrade}')::bigint IS DISTINCT FROM c.to_trade
               OR d.open::jsonb#>>'{settlement,value}' IS DISTINCT FROM (SELECT ${YUAN('coalesce(sum(t.value), 0)')} FROM trades t
                 WHERE t.venue_no = $1 AND t.trade_no BETWEEN c.from_trade AND c.to_trade)
               OR NOT EXISTS (SELECT 1 FROM journal_batches j WHERE j.venue_no = $1 AND j.last_seq = r.as_of_seq AND encode(j.hash, 'hex') = r.head))`,
  },
  {
    id: 'R4',
    promise: 'the figures of every run are there, as many as it says',
    count: `SELECT count(*) FROM reconciliation_runs WHERE venue_no = $1`,
    broken: `SELECT format('run %s has %s figures of %s', r.run_no, count(f.row_no), r.rows) FROM reconciliation_runs r
             LEFT JOIN reconciliation_figures f ON f.venue_no = r.venue_no AND f.figures_hash = r.figures_hash
             WHERE r.venue_no = $1 GROUP BY r.run_no, r.rows HAVING count(f.row_no) <> r.rows`,
  },
];
