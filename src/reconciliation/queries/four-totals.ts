import type { PoolClient } from 'pg';
import { type Figure, nameOf } from '../domain/figure.js';

/** Which trades a run looks at. */
export interface TradeRange {
  readonly fromTrade: number;
  readonly toTrade: number;
}

/** What memory says each account has of each asset. */
export type Title = readonly [account: number, asset: number, posted: number];

/**
 * Every comparison of a venue, both sides counted in sets from the tables (docs/reconciliation.md). Accounts: 1 money
 * entered by hand, 2 issuance, 3 cancelled, 4 surrendered, 12 in transit, 13 and 14 suspense, 20 + n bank account n.
 */
const UNITS = `
SELECT 'UNITS', 'serials', account_no, instrument_no, 0, coalesce(serials, 0), coalesce(posted, 0)
FROM (SELECT account_no, instrument_no, sum(last_serial - first_serial + 1) AS serials FROM serial_blocks WHERE venue_no = $1 GROUP BY 1, 2) s
FULL JOIN (SELECT account_no, asset_no AS instrument_no, posted FROM balances
  WHERE venue_no = $1 AND asset_no > 0 AND account_no <> 2 AND posted <> 0) b USING (account_no, instrument_no)`;

const SUPPLY = `
SELECT 'SUPPLY', 'supply', 0, asset_no, 0, sum(posted) FILTER (WHERE account_no NOT IN (2, 3, 4)),
  coalesce(-sum(posted) FILTER (WHERE account_no = 2), 0) - coalesce(sum(posted) FILTER (WHERE account_no = 3), 0)
    - coalesce((SELECT sum(quantity) FROM surrenders s WHERE s.venue_no = $1 AND s.instrument_no = asset_no), 0)
FROM balances WHERE venue_no = $1 AND asset_no > 0 GROUP BY asset_no`;

const MONEY = `(SELECT account_no, posted FROM balances WHERE venue_no = $1 AND asset_no = 0) b`;
const CASH = `
SELECT 'CASH', 'statement', 20 + bank_no, 0, bank_no, closing_fen, -coalesce(posted, 0)
FROM bank_accounts a LEFT JOIN ${MONEY} ON account_no = 20 + bank_no WHERE a.venue_no = $1
UNION ALL
SELECT 'CASH', 'lines', 20 + bank_no, 0, bank_no, closing_fen, opening_fen + coalesce(lines, 0)
FROM bank_accounts a LEFT JOIN (SELECT bank_no, sum(amount_fen) AS lines FROM bank_lines WHERE venue_no = $1 GROUP BY 1) l USING (bank_no)
WHERE a.venue_no = $1
UNION ALL
SELECT 'CASH', 'venue', 0, 0, 0, coalesce(-sum(posted) FILTER (WHERE account_no = 1 OR account_no BETWEEN 21 AND 99), 0),
  coalesce(sum(posted) FILTER (WHERE account_no <> 1 AND account_no NOT BETWEEN 21 AND 99), 0) FROM ${MONEY}
UNION ALL
SELECT 'CASH', 'in_transit', 12, 0, 0, (SELECT coalesce(sum(posted), 0) FROM ${MONEY} WHERE account_no = 12),
  (SELECT coalesce(sum(amount_fen), 0) FROM cash_transfers WHERE venue_no = $1 AND state = 'IN_TRANSIT')
UNION ALL
SELECT 'CASH', 'unclear', 13, 0, 0, (SELECT coalesce(sum(posted), 0) FROM ${MONEY} WHERE account_no = 13),
  (SELECT coalesce(sum(amount_fen), 0) FROM bank_lines l WHERE venue_no = $1 AND amount_fen > 0 AND (state = 'SUSPENSE'
    OR (state = 'SENDING_BACK' AND EXISTS (SELECT 1 FROM cash_transfers t WHERE t.venue_no = $1
      AND t.transfer_no = l.transfer_no AND t.state IN ('REQUESTED', 'FILED')))))
UNION ALL
SELECT 'CASH', 'unclear', 14, 0, 0, (SELECT coalesce(sum(posted), 0) FROM ${MONEY} WHERE account_no = 14),
  (SELECT coalesce(sum(amount_fen), 0) FROM bank_lines WHERE venue_no = $1 AND amount_fen < 0 AND state = 'SUSPENSE')
UNION ALL
-- Money without a name ties, and is a break all the same: it is somebody's.
SELECT 'CASH', 'suspense', CASE WHEN amount_fen > 0 THEN 13 ELSE 14 END, 0, line_no, amount_fen, 0
FROM bank_lines WHERE venue_no = $1 AND state = 'SUSPENSE'`;

/** Trades that failed are on a list of their own: their goods may come from the reserve, late, or not at all. */
const COUNTED = `counted AS (
  SELECT t.trade_no, t.instrument_no, t.buyer, t.seller, t.quantity FROM trades t
  WHERE t.venue_no = $1 AND t.trade_no BETWEEN $2 AND $3
    AND NOT EXISTS (SELECT 1 FROM settlement_failures f WHERE f.venue_no = $1 AND f.trade_no = t.trade_no)),
moved AS (
  SELECT e.account_no, e.asset_no AS instrument_no, sum(e.amount) FILTER (WHERE e.amount > 0) AS bought,
    -sum(e.amount) FILTER (WHERE e.amount < 0) AS sold
  FROM ledger_entries e WHERE e.venue_no = $1 AND e.cause = 'trade' AND e.cause_no BETWEEN $2 AND $3 AND e.asset_no > 0
    AND NOT EXISTS (SELECT 1 FROM settlement_failures f WHERE f.venue_no = $1 AND f.trade_no = e.cause_no)
  GROUP BY 1, 2)`;
const side = (part: string, party: string): string => `
SELECT 'TRADES', '${part}', account_no, instrument_no, 0, coalesce(agreed, 0), coalesce(${part}, 0)
FROM (SELECT ${party} AS account_no, instrument_no, sum(quantity) AS agreed FROM counted GROUP BY 1, 2) c
FULL JOIN (SELECT account_no, instrument_no, ${part} FROM moved WHERE ${part} <> 0) m USING (account_no, instrument_no)`;
const TRADES = `
WITH ${COUNTED} ${side('bought', 'buyer')}
UNION ALL ${side('sold', 'seller')}
UNION ALL SELECT 'TRADES', 'sides', 0, instrument_no, 0, coalesce(sum(bought), 0), coalesce(sum(sold), 0) FROM moved GROUP BY instrument_no
UNION ALL SELECT 'TRADES', 'settled', 0, instrument_no, 0, count(*), count(s.trade_no)
FROM counted c LEFT JOIN settlements s ON s.venue_no = $1 AND s.trade_no = c.trade_no GROUP BY instrument_no`;

const BOOKS = `SELECT account_no, asset_no, posted FROM balances WHERE venue_no = $1`;

type Row = readonly [Figure['total'], string, string, number, string, string, string];

/** Inside a repeatable-read transaction. `titles` is what memory says at the same record. */
export async function fourTotals(
  client: PoolClient,
  venueNo: number,
  { fromTrade, toTrade }: TradeRange,
  titles: readonly Title[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [text, values] of [
    [UNITS, [venueNo]],
    [CASH, [venueNo]],
    [SUPPLY, [venueNo]],
    [TRADES, [venueNo, fromTrade, toTrade]],
  ] as const) {
    const { rows } = await client.query<Row>({ text, values: [...values], rowMode: 'array' } as never);
    for (const [total, part, account, instrument, subject, one, other] of rows)
      figures.push({
        ...{ total, part, accountNo: Number(account), instrumentNo: Number(instrument) },
        ...{ subjectNo: Number(subject), one: Number(one), other: Number(other) },
      });
  }
  figures.push(...(await books(client, venueNo, titles)));
  return figures
    .map((figure) => [nameOf(figure), figure] as const)
    .sort(byName)
    .map(([, figure]) => figure);
}

/** The table of balances beside memory, which a journal alone made: what was written past the service shows here by name. */
async function books(client: PoolClient, venueNo: number, titles: readonly Title[]): Promise<Figure[]> {
  const { rows } = await client.query<[string, number, string]>({
    ...{ text: BOOKS, values: [venueNo], rowMode: 'array' },
  } as never);
  const both = new Map<string, [account: number, asset: number, table: number, memory: number]>();
  for (const [account, asset, posted] of rows)
    both.set(`${account} ${asset}`, [Number(account), asset, Number(posted), 0]);
  for (const [account, asset, posted] of titles) {
    const known = both.get(`${account} ${asset}`);
    if (known === undefined) both.set(`${account} ${asset}`, [account, asset, 0, posted]);
    else known[3] = posted;
  }
  return [...both.values()]
    .filter(([, , table, memory]) => table !== 0 || memory !== 0)
    .map(([accountNo, instrumentNo, one, other]) => ({
      ...{
        total: instrumentNo === 0 ? 'CASH' : 'UNITS',
        part: 'books',
        accountNo,
        instrumentNo,
        subjectNo: 0,
      },
      ...{ one, other },
    })) as Figure[];
}

function byName([a]: readonly [string, Figure], [b]: readonly [string, Figure]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
