import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { checkVenue, replayVenue } from '../../src/checker/check-venue.js';
import { PublicIds } from '../../src/platform/http/public-id.js';
import { acceptedOrders, compare, type Sent, type Told } from './trader.js';

const SETTLE_TIMEOUT_MS = 60_000;

/** What the clients know: each request with what they were told then and what the same key gives now. */
export type Known = readonly { readonly sent: Sent; readonly again: Told }[];

/** What the database that went through all of it says. */
export interface OnRecord {
  /** Public ids. */
  readonly orders: ReadonlySet<string>;
  readonly commands: number;
  readonly trades: number;
  readonly unsettled: number;
  /** Promises that `verify` or `replay` found broken. */
  readonly broken: readonly string[];
}

export interface Judgement {
  readonly requests: number;
  /** Requests with an answer that promises something. */
  readonly acknowledged: number;
  /** Of them or not: at least one attempt ended in the unknown, and the key gave the answer. */
  readonly resolved: number;
  readonly orders: number;
  /** Answers that the same key does not give again as a repetition, and orders in answers that are not on record. */
  readonly lost: number;
  readonly changed: number;
  /** Orders on record that no answer names, and broken promises: journal, tables and memory disagree. */
  readonly halfApplied: number;
  readonly unsettled: number;
  readonly findings: readonly string[];
}

export function judge(known: Known, record: OnRecord): Judgement {
  const counts = { kept: 0, resolved: 0, lost: 0, changed: 0 };
  const accepted = new Set<string>();
  const findings: string[] = [];
  for (const { sent, again } of known) {
    const verdict = compare(sent, again);
    counts[verdict] += 1;
    if (verdict === 'lost' || verdict === 'changed')
      findings.push(`${verdict}: ${sent.key} was told ${shown(sent.acknowledged)}, now ${shown(again)}`);
    const told = sent.acknowledged === undefined ? [] : acceptedOrders(sent.acknowledged);
    for (const order of [...told, ...acceptedOrders(again)]) accepted.add(order);
  }
  const absent = [...accepted].filter((order) => !record.orders.has(order));
  const unnamed = [...record.orders].filter((order) => !accepted.has(order));
  findings.push(
    ...absent.map((order) => `lost: ${order} is in an answer and not on record`),
    ...unnamed.map((order) => `half applied: ${order} is on record and in no answer`),
    ...record.broken.map((promise) => `half applied: ${promise}`),
  );
  return {
    requests: known.length,
    acknowledged: known.filter(({ sent }) => sent.acknowledged !== undefined).length,
    resolved: known.filter(({ sent }) => sent.unknown).length,
    orders: accepted.size,
    lost: counts.lost + absent.length,
    changed: counts.changed,
    halfApplied: unnamed.length + record.broken.length,
    unsettled: record.unsettled,
    findings,
  };
}

/** The one checker and the replay, after the settlement had its time. */
export async function lookAtTheRecord(ownerUrl: string, idSecret: string): Promise<OnRecord> {
  const pool = new pg.Pool({ connectionString: ownerUrl });
  pool.on('error', () => undefined);
  try {
    const count = async (what: string): Promise<number> => (await pool.query(what)).rows[0].n as number;
    const unsettled = (): Promise<number> =>
      count(`SELECT ((SELECT count(*) FROM trades) - (SELECT count(*) FROM settlements))::int AS n`);
    const deadline = performance.now() + SETTLE_TIMEOUT_MS;
    while ((await unsettled()) > 0 && performance.now() < deadline) await sleep(100);
    const [check, replay] = [await checkVenue(pool, 'demo'), await replayVenue(pool, 'demo')];
    const ids = new PublicIds(idSecret);
    const { rows } = await pool.query(`SELECT venue_no, order_no FROM orders`);
    return {
      orders: new Set(rows.map((row) => ids.encode('ord', row.venue_no as number, Number(row.order_no)))),
      commands: check.commands,
      trades: await count(`SELECT count(*)::int AS n FROM trades`),
      unsettled: await unsettled(),
      broken: [...check.verdicts, ...replay.verdicts]
        .filter(({ ok }) => !ok)
        .map(({ id, broken }) => `${id}: ${broken.join('; ')}`),
    };
  } finally {
    await pool.end();
  }
}

function shown(answer: unknown): string {
  return JSON.stringify(answer).slice(0, 300);
}
