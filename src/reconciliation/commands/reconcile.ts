import type { Pool, PoolClient } from 'pg';
import type { TradingDay } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { OPEN_BREAKS_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { Engine, VenueRow } from '../../sequencer/index.js';
import { type Figure, isDifferent, type TotalSum } from '../domain/figure.js';
import type { ReconciliationMachine } from '../domain/world.js';
import { fourTotals, type Title, type TradeRange } from '../queries/four-totals.js';
import { hashOfFigures, keepFigures } from '../store/figures.store.js';

const LOOKS = 20;
const PAUSE_MS = 100;

export interface ReconcileParts {
  readonly pool: Pool;
  readonly engine: Engine<ReconciliationMachine>;
}

/** What memory says, and at which record. */
interface Memory extends TradeRange {
  readonly seq: number;
  readonly day: TradingDay;
  readonly titles: readonly Title[];
}

/**
 * Counts all four totals at one record, keeps every figure, and gives the command that takes them into the books. Reads
 * only: whoever asks twice gets the same twice.
 */
export async function countFigures(
  { pool, engine }: ReconcileParts,
  { slug, venueNo }: VenueRow,
  isClose: boolean,
): Promise<{ readonly kind: string; readonly [field: string]: Json }> {
  for (let look = 0; look < LOOKS; look++) {
    const memory = await engine.ask(slug, (machine) => lookInto(machine, isClose));
    const seen = await inOneMoment(pool, async (client) => {
      const { rows } = await client.query(`SELECT last_seq, head_hash FROM venues WHERE venue_no = $1`, [
        venueNo,
      ]);
      // Tables and memory are compared at the same record or not at all.
      if (Number(rows[0].last_seq) !== memory.seq) return undefined;
      const figures = await fourTotals(client, venueNo, memory, memory.titles);
      return { figures, head: (rows[0].head_hash as Buffer).toString('hex') };
    });
    if (seen === undefined) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      continue;
    }
    const { figures, head } = seen;
    const figuresHash = hashOfFigures(memory.seq, figures);
    await keepFigures(pool, venueNo, figuresHash, figures);
    const different = figures.filter(isDifferent);
    return {
      ...{ kind: 'record-reconciliation', day: memory.day, isClose, asOfSeq: memory.seq, head },
      ...{ fromTrade: memory.fromTrade, toTrade: memory.toTrade, rows: figures.length, figuresHash },
      totals: sumsOf(figures) as unknown as Json,
      findings: different.slice(0, OPEN_BREAKS_MAX) as unknown as Json,
      more: Math.max(0, different.length - OPEN_BREAKS_MAX),
    };
  }
  throw new RejectionError({ code: 'reconciliation.venue_busy' });
}

/** A close is of the last settled day, and of its trades; a question is of this moment. */
function lookInto(machine: ReconciliationMachine, isClose: boolean): Memory {
  const { seq, market, ledger, clearing, reconciliation } = machine;
  const titles: Title[] = [];
  for (const { account, asset, posted } of ledger.all()) titles.push([account, asset, posted]);
  const fromTrade = reconciliation.lastClose.toTrade + 1;
  const { day, toTrade } = clearing.lastConfirmed;
  return isClose
    ? { seq, day, fromTrade, toTrade, titles }
    : { seq, day: market.tradingDay, fromTrade, toTrade: clearing.lastSettled, titles };
}

function sumsOf(figures: readonly Figure[]): TotalSum[] {
  const sums = new Map<
    string,
    { total: Figure['total']; part: string; rows: number; different: number; one: bigint; other: bigint }
  >();
  for (const figure of figures) {
    const { total, part, one, other } = figure;
    const name = `${total} ${part}`;
    let sum = sums.get(name);
    if (sum === undefined) sums.set(name, (sum = { total, part, rows: 0, different: 0, one: 0n, other: 0n }));
    sum.rows += 1;
    sum.different += isDifferent(figure) ? 1 : 0;
    sum.one += BigInt(one);
    sum.other += BigInt(other);
  }
  return [...sums.values()].map((sum) => ({ ...sum, one: String(sum.one), other: String(sum.other) }));
}

async function inOneMoment<T>(pool: Pool, look: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await look(client);
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
    client.release();
  }
}
