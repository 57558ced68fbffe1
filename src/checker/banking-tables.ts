import type { TableInvariant } from './table-invariant.js';

const TRANSFERS = `SELECT count(*) FROM cash_transfers WHERE venue_no = $1`;
const CASH_OF = `SELECT account_no, posted, frozen FROM balances WHERE venue_no = $1 AND asset_no = 0`;

/** What the tables of banking promise alone. Accounts: 12 in transit, 13 and 14 suspense, 20 + n bank account n. */
export const BANKING_INVARIANTS: readonly TableInvariant[] = [
  {
    id: 'M1',
    promise:
      'in transit is what was released and is on no statement; a requested withdrawal is kept on its account',
    count: TRANSFERS,
    broken: `SELECT format('in transit %s, transfers %s', has, due) FROM (SELECT
               (SELECT coalesce(sum(posted), 0) FROM (${CASH_OF}) b WHERE account_no = 12) AS has,
               (SELECT coalesce(sum(amount_fen), 0) FROM cash_transfers WHERE venue_no = $1 AND state = 'IN_TRANSIT') AS due) x WHERE has <> due
             UNION ALL SELECT format('account %s keeps %s of %s', account_no, coalesce(frozen, 0), due) FROM
               (SELECT account_no, sum(amount_fen) AS due FROM cash_transfers WHERE venue_no = $1 AND state IN ('REQUESTED', 'FILED') GROUP BY 1) t
               LEFT JOIN (${CASH_OF}) b USING (account_no) WHERE coalesce(frozen, 0) < due`,
  },
  {
    id: 'M2',
    promise: 'suspense is the lines that wait for people, line for line',
    count: `SELECT count(*) FROM bank_lines WHERE venue_no = $1`,
    broken: `SELECT format('suspense account %s has %s, lines %s', account_no, has, due) FROM (
               SELECT 13 AS account_no, (SELECT coalesce(sum(posted), 0) FROM (${CASH_OF}) b WHERE account_no = 13) AS has,
                 (SELECT coalesce(sum(amount_fen), 0) FROM bank_lines l WHERE venue_no = $1 AND amount_fen > 0 AND (state = 'SUSPENSE' OR (state = 'SENDING_BACK'
                   AND EXISTS (SELECT 1 FROM cash_transfers t WHERE t.venue_no = $1 AND t.transfer_no = l.transfer_no AND t.state IN ('REQUESTED', 'FILED'))))) AS due
               UNION ALL SELECT 14, (SELECT coalesce(sum(posted), 0) FROM (${CASH_OF}) b WHERE account_no = 14),
                 (SELECT coalesce(sum(amount_fen), 0) FROM bank_lines WHERE venue_no = $1 AND amount_fen < 0 AND state = 'SUSPENSE')) x WHERE has <> due`,
  },
  {
    id: 'M3',
    promise:
      'each bank account has by the ledger what its last released statement closed with: opening and all its lines',
    count: `SELECT count(*) FROM bank_accounts WHERE venue_no = $1`,
    broken: `SELECT format('bank account %s: ledger %s, statement %s, opening and lines %s', bank_no, -coalesce(b.posted, 0), closing_fen, opening_fen + coalesce(lines, 0))
             FROM bank_accounts a LEFT JOIN (${CASH_OF}) b ON b.account_no = 20 + a.bank_no
             LEFT JOIN (SELECT bank_no, sum(amount_fen) AS lines FROM bank_lines WHERE venue_no = $1 GROUP BY 1) l USING (bank_no)
             WHERE venue_no = $1 AND (-coalesce(b.posted, 0) <> closing_fen OR closing_fen <> opening_fen + coalesce(lines, 0))`,
  },
  {
    id: 'M4',
    promise: 'bank accounts and what was entered by hand = cash sub-accounts + in transit + suspense',
    count: `SELECT count(*) FROM bank_accounts WHERE venue_no = $1`,
    broken: `SELECT format('bank %s, members and venue %s, in transit and suspense %s', bank, sub, apart) FROM (
               SELECT -coalesce(sum(posted) FILTER (WHERE account_no = 1 OR account_no BETWEEN 21 AND 99), 0) AS bank,
                 coalesce(sum(posted) FILTER (WHERE account_no IN (12, 13, 14)), 0) AS apart,
                 coalesce(sum(posted) FILTER (WHERE account_no <> 1 AND account_no NOT BETWEEN 12 AND 14 AND account_no NOT BETWEEN 21 AND 99), 0) AS sub
               FROM (${CASH_OF}) b) x WHERE bank <> sub + apart`,
  },
  {
    id: 'M5',
    promise: 'every line of a released statement is in the ledger once, and no other line is',
    count: `SELECT count(*) FROM bank_lines WHERE venue_no = $1`,
    broken: `SELECT format('line %s', coalesce(l.line_no, e.cause_no)) FROM (SELECT * FROM bank_lines WHERE venue_no = $1) l
             FULL JOIN (SELECT cause_no, -sum(amount) FILTER (WHERE account_no BETWEEN 21 AND 99) AS amount, count(*) AS n FROM ledger_entries
               WHERE venue_no = $1 AND cause = 'bank-line' GROUP BY 1) e ON e.cause_no = l.line_no
             WHERE l.line_no IS NULL OR e.amount IS DISTINCT FROM l.amount_fen OR e.n <> 2
             UNION ALL SELECT format('file %s: %s lines told, %s booked', file_no, told, coalesce(booked, 0)) FROM
               (SELECT file_no, (SELECT coalesce(sum(jsonb_array_length(s->'lines')), 0) FROM jsonb_array_elements(statements) s) AS told
                FROM statement_files WHERE venue_no = $1 AND state = 'RELEASED') f
               LEFT JOIN (SELECT file_no, count(*) AS booked FROM bank_lines WHERE venue_no = $1 GROUP BY 1) l USING (file_no)
               WHERE told <> coalesce(booked, 0)`,
  },
];
