import type { Pool, PoolClient } from 'pg';
import type { BalanceFacts } from './balance-explained.js';

/** An account's balance of one asset. */
export type BalancePlace = readonly [venueNo: number, accountNo: number, assetNo: number];

/** Open orders that a balance names one by one; the rest of what they hold is one sum. */
const HOLDS_SHOWN = 20;

/** Everything at one moment: a settlement between two questions would make a sum look wrong. */
export async function balanceFacts(
  pool: Pool,
  place: BalancePlace,
  show: (orderNo: number) => string,
): Promise<BalanceFacts> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await factsOf(client, place, show);
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
    client.release();
  }
}

async function factsOf(
  client: PoolClient,
  place: BalancePlace,
  show: (orderNo: number) => string,
): Promise<BalanceFacts> {
  const rows = async (text: string, values: readonly unknown[]): Promise<Record<string, unknown>[]> =>
    (await client.query<Record<string, unknown>>(text, [...values])).rows;
  const [balance] = await rows(
    `SELECT posted, held, outgoing, incoming, locked, frozen FROM balances WHERE venue_no = $1 AND account_no = $2 AND asset_no = $3`,
    place,
  );
  const entries = await rows(
    `SELECT cause, count(*) AS count, sum(amount) AS sum FROM ledger_postings, unnest(accounts, assets, amounts) AS e (account_no, asset_no, amount)
     WHERE venue_no = $1 AND accounts @> ARRAY[$2::bigint] AND account_no = $2 AND asset_no = $3 GROUP BY cause ORDER BY cause`,
    place,
  );
  const holds = await rows(
    `SELECT order_no, held, sum(held) OVER () AS all_held FROM orders WHERE venue_no = $1 AND account_no = $2 AND held > 0
       AND status IN ('OPEN', 'PARTLY_FILLED') AND (CASE side WHEN 'sell' THEN instrument_no ELSE 0 END) = $3
     ORDER BY held DESC, order_no LIMIT $4`,
    [...place, HOLDS_SHOWN],
  );
  const [promised] = await rows(
    `SELECT count(*) AS trades,
       coalesce(sum(CASE WHEN $3::int = 0 AND t.buyer = $2 THEN t.value + t.buyer_fee WHEN $3 <> 0 AND t.seller = $2 THEN t.quantity ELSE 0 END), 0) AS outgoing,
       coalesce(sum(CASE WHEN $3::int = 0 AND t.seller = $2 THEN t.value - t.seller_fee WHEN $3 <> 0 AND t.buyer = $2 THEN t.quantity ELSE 0 END), 0) AS incoming
     FROM trades t
     WHERE t.venue_no = $1 AND t.trade_no > (SELECT coalesce(max(trade_no), 0) FROM settlements WHERE venue_no = $1) AND (t.buyer = $2 OR t.seller = $2) AND ($3::int = 0 OR t.instrument_no = $3)`,
    place,
  );
  const of = (name: string): number => Number(balance?.[name] ?? 0);
  const shown = holds.map((row) => ({ orderId: show(Number(row.order_no)), held: Number(row.held) }));
  const allHeld = Number(holds[0]?.all_held ?? 0);
  return {
    ...{ posted: of('posted'), held: of('held'), outgoing: of('outgoing'), incoming: of('incoming') },
    ...{ locked: of('locked'), frozen: of('frozen') },
    entries: entries.map((row) => ({
      cause: row.cause as string,
      count: Number(row.count),
      sum: Number(row.sum),
    })),
    holds: shown,
    heldByOthers: shown.reduce((left, { held }) => left - held, allHeld),
    promised: {
      trades: Number(promised.trades),
      outgoing: Number(promised.outgoing),
      incoming: Number(promised.incoming),
    },
  };
}
