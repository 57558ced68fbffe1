import type { TableInvariant } from './table-invariant.js';

const RIGHTS = `SELECT count(*) FROM permit_rights WHERE venue_no = $1`;
const TRANSFERS = `SELECT count(*) FROM permit_transfers WHERE venue_no = $1`;
const KEEPING = `('LISTED', 'TRADED', 'CONTRACTED', 'DEFAULTED', 'PAID')`;

/** What the tables of permits promise alone. Account 10 is their escrow, account 11 the government's reserve. */
export const PERMIT_TABLE_INVARIANTS: readonly TableInvariant[] = [
  {
    id: 'P1',
    promise: 'rights are units of their holders: frozen in a plant’s account, all that the reserve has',
    count: RIGHTS,
    broken: `SELECT format('account %s instrument %s: rights %s, posted %s, frozen %s', account_no, asset_no, coalesce(rights, 0),
                    coalesce(posted, 0), coalesce(frozen, 0))
             FROM (SELECT coalesce(p.account_no, 11) AS account_no, r.instrument_no AS asset_no, sum(r.quantity) AS rights FROM permit_rights r
               LEFT JOIN permit_plants p ON p.venue_no = r.venue_no AND p.plant_no = r.plant_no
               WHERE r.venue_no = $1 GROUP BY 1, 2) r
             FULL JOIN (SELECT account_no, asset_no, posted, frozen FROM balances WHERE venue_no = $1 AND asset_no > 0) b
             USING (account_no, asset_no)
             WHERE CASE account_no WHEN 11 THEN coalesce(rights, 0) <> coalesce(posted, 0)
                   ELSE coalesce(rights, 0) > coalesce(frozen, 0) END`,
  },
  {
    id: 'P2',
    promise: 'the cap of every district is the sum of its entries, and its rights stay under it',
    count: `SELECT count(*) FROM permit_caps WHERE venue_no = $1`,
    broken: `SELECT format('district %s instrument %s: cap %s, entries %s, rights %s', district_no, instrument_no, amount, entries, rights)
             FROM (SELECT district_no, instrument_no, amount FROM permit_caps WHERE venue_no = $1) c
             FULL JOIN (SELECT district_no, instrument_no, sum(amount) AS entries FROM permit_cap_entries WHERE venue_no = $1 GROUP BY 1, 2) e
             USING (district_no, instrument_no)
             FULL JOIN (SELECT district_no, instrument_no, sum(quantity) AS rights FROM permit_rights WHERE venue_no = $1 GROUP BY 1, 2) r
             USING (district_no, instrument_no)
             WHERE amount IS DISTINCT FROM entries OR coalesce(rights, 0) > coalesce(amount, 0)`,
  },
  {
    id: 'P3',
    promise:
      'no right is sold while it is pledged or lent: what it keeps is what transfers, leases and pledges say',
    count: RIGHTS,
    broken: `SELECT format('right %s of %s: listed %s/%s leased %s/%s pledged %s/%s', right_no, quantity, listed, coalesce(t.due, 0),
                    leased, coalesce(e.lent, 0), pledged, coalesce(e.owed, 0))
             FROM (SELECT * FROM permit_rights WHERE venue_no = $1) r
             FULL JOIN (SELECT right_no, sum(quantity) AS due FROM permit_transfers WHERE venue_no = $1 AND state IN ${KEEPING} GROUP BY 1) t
             USING (right_no)
             FULL JOIN (SELECT right_no, sum(quantity) FILTER (WHERE kind = 'lease') AS lent, max(quantity) FILTER (WHERE kind = 'pledge') AS owed
               FROM permit_encumbrances WHERE venue_no = $1 AND state = 'ACTIVE' GROUP BY 1) e USING (right_no)
             WHERE coalesce(listed, 0) <> coalesce(t.due, 0) OR coalesce(leased, 0) <> coalesce(e.lent, 0)
               OR coalesce(pledged, 0) <> coalesce(e.owed, 0) OR listed + leased + pledged > quantity`,
  },
  {
    id: 'P4',
    promise: 'in escrow lie the open deposits and what was paid for transfers without a certificate',
    count: `SELECT count(*) FROM permit_bidders WHERE venue_no = $1`,
    broken: `SELECT format('escrow %s, deposits %s, payments %s', has, held, paid) FROM (SELECT
               (SELECT coalesce(sum(posted), 0) FROM balances WHERE venue_no = $1 AND account_no = 10 AND asset_no = 0) AS has,
               (SELECT coalesce(sum(deposit_fen), 0) FROM permit_bidders WHERE venue_no = $1 AND deposit = 'HELD') AS held,
               (SELECT coalesce(sum(value_fen + buyer_fee_fen), 0) FROM permit_transfers WHERE venue_no = $1 AND state = 'PAID') AS paid) x
             WHERE has <> held + paid`,
  },
  {
    id: 'P5',
    promise:
      'who decided on a transfer neither drafted, submitted nor reviewed it, and who submitted did not draft',
    count: TRANSFERS,
    broken: `SELECT format('transfer %s', transfer_no) FROM permit_transfers WHERE venue_no = $1
             AND ((decided_by <> '' AND decided_by IN (reviewed_by, submitted_by, drafted_by))
               OR (submitted_by <> '' AND submitted_by = drafted_by))`,
  },
  {
    id: 'P6',
    promise: 'every certified transfer moved title once, and no other did',
    count: TRANSFERS,
    broken: `SELECT format('transfer %s: %s certificates', coalesce(t.transfer_no, v.subject_no), coalesce(v.n, 0))
             FROM (SELECT transfer_no FROM permit_transfers WHERE venue_no = $1 AND certificate <> '') t
             FULL JOIN (SELECT v.subject_no, count(DISTINCT v.voucher_no) AS n FROM permit_vouchers v
               JOIN ledger_entries e ON e.venue_no = v.venue_no AND e.cause = 'permit' AND e.cause_no = v.voucher_no
               WHERE v.venue_no = $1 AND v.kind = 'certificate' GROUP BY 1) v ON v.subject_no = t.transfer_no
             WHERE t.transfer_no IS NULL OR v.n IS DISTINCT FROM 1`,
  },
];
