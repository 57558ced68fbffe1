import pg from 'pg';
import { stateHash } from '../../src/audit/index.js';
import { checkVenue } from '../../src/checker/check-venue.js';
import { DayBell } from '../../src/clearing/commands/day-bell.js';
import type { DayJob, SettlementDays } from '../../src/clearing/commands/day-ports.js';
import { runDayJob } from '../../src/clearing/commands/day-run.js';
import { flowOf, SETTLEMENT_DAY_QUEUE } from '../../src/clearing/jobs/settlement-day.flow.js';
import { DayChecksOfTables } from '../../src/clearing/queries/day-checks.js';
import { SettlementDaysStore } from '../../src/clearing/store/settlement-days.store.js';
import { localTime } from '../../src/kernel/instant.js';
import type { Json } from '../../src/kernel/json.js';
import { VenueMachine } from '../../src/machine.js';
import { Queues } from '../../src/platform/queue.js';
import { owedOf } from '../../src/reconciliation/commands/close-venue-day.js';
import { countFigures } from '../../src/reconciliation/commands/reconcile.js';
import { answerOf, type Command, LocalEngine, type Receipt } from '../../src/sequencer/index.js';
import { answering } from '../lib/answering.js';
import { crossings } from './crossings.js';
import { furnish, type Furnished } from './furnish.js';
import { inWindows } from './in-windows.js';

const SLUG = 'bench';
const OFFSET_MINUTES = 480;
const BY = 'system:clearing';

let pool: pg.Pool;
let appUrl: string;
let engine: LocalEngine<VenueMachine>;
let furnished: Furnished;
/** One moment for all processes of a run: the same commands give the same records. */
let at: number;

answering({ open, prepare, trades, close, settle, result, check, leave });

async function open(facts: { appUrl: string; at: number }): Promise<void> {
  ({ appUrl, at } = facts);
  pool = new pg.Pool({ connectionString: appUrl, max: 12 });
  pool.on('error', () => undefined);
  engine = new LocalEngine({
    pool,
    owner: 'http://127.0.0.1:0',
    newMachine: () => new VenueMachine(),
    nowMicros: () => at,
    log: (level, message, more) => level === 'error' && console.error(message, more),
  });
  await engine.start();
}

/** A venue whose rules deliver a day's trades together, after its close. */
async function prepare(facts: { accounts: number }): Promise<void> {
  await engine.createVenue(SLUG, 'Bench', 'CNY');
  const { day } = localTime(at, OFFSET_MINUTES);
  furnished = await furnish(act, facts.accounts, day, { 'settlement.delivery': 'UNIFIED' });
}

async function trades(facts: { trades: number }): Promise<void> {
  const commands = crossings(furnished, facts.trades);
  await inWindows(commands.length, async (i) => answerOf(await submit('usr_bench', commands[i])));
}

async function close(): Promise<void> {
  await act('usr_maker', '', { kind: 'close-day', day: localTime(at, OFFSET_MINUTES).day });
}

/** The production way: bell, flow of jobs in BullMQ on PostgreSQL, worker, sequencer; then the four totals. */
async function settle({ rangeTrades }: { rangeTrades: number }): Promise<void> {
  const days = inRanges(new SettlementDaysStore(pool), rangeTrades);
  const checks = new DayChecksOfTables(pool);
  const queues = new Queues({ connectionString: appUrl });
  queues.openWorker<DayJob>(SETTLEMENT_DAY_QUEUE, ({ data }) => runDayJob({ engine, days, checks }, data), {
    concurrency: 1,
  });
  const bell = new DayBell({
    ...{ engine, days },
    ask: (job, still, asked) => queues.addFlow(flowOf(job, still, asked)),
    nowMicros: () => at,
    later: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    onError: (_venue, error) => console.error(error),
  });
  const confirmed = new Promise<void>((resolve) =>
    engine.onCommitted((_venue, records) => {
      if (records.some(({ ev }) => ev.some(({ type }) => type === 'SettlementConfirmed'))) resolve();
    }),
  );
  const isConfirmed = await engine.ask(SLUG, (machine) => machine.clearing.lastConfirmed.day !== '');
  bell.start();
  if (!isConfirmed) await confirmed;
  const venue = engine.venue(SLUG);
  if ((await engine.ask(SLUG, owedOf)) === 'RECONCILIATION')
    answerOf(await submit('system:reconciliation', await countFigures({ pool, engine }, venue, true)));
  while ((await days.atWork(venue.venueNo)) !== undefined) await new Promise((then) => setTimeout(then, 20));
  await bell.stop();
  await queues.close();
}

/** What a run has come to, whatever it went through: nothing in it knows how often somebody died. */
async function result(): Promise<object> {
  const memory = await engine.ask(SLUG, (machine) => {
    const { seq: _, reconciliation: __, ...slices } = machine.dump() as Record<string, Json>;
    const { lastSettled, lastConfirmed } = machine.clearing;
    return { state: stateHash(slices), lastSettled, lastConfirmed: { ...lastConfirmed } };
  });
  const { rows } = await pool.query(TABLES);
  const totals = await pool.query(
    `SELECT is_close, from_trade::int, to_trade::int, rows, totals, found FROM reconciliation_runs ORDER BY run_no`,
  );
  return { ...memory, tables: rows, reconciliation: totals.rows };
}

async function check(): Promise<object> {
  const { verdicts } = await checkVenue(pool, SLUG);
  const broken = verdicts.filter(({ ok }) => !ok).map(({ id, broken: what }) => `${id}: ${what.join('; ')}`);
  return { promises: verdicts.length, broken };
}

/** In peace: the next one begins from a snapshot. */
async function leave(): Promise<void> {
  await engine.stop();
  await pool.end();
}

// The place of a command in the journal is no part of what it came to.
const TABLES = [
  ['ledger_postings', 't::text'],
  ['balances', 't::text'],
  ['serial_blocks', 't::text'],
  ['serial_moves', 't::text'],
  ['settlements', 'ROW(t.trade_no, t.at)::text'],
  ['settlement_failures', 't::text'],
  ['settlement_confirmations', 'ROW(t.day, t.from_trade, t.to_trade, t.undelivered)::text'],
]
  .map(
    ([table, row]) =>
      `SELECT '${table}' AS name, count(*)::int AS rows, coalesce(sum(hashtextextended(${row}, 0)), 0)::text AS hash FROM ${table} t`,
  )
  .join(' UNION ALL ');

function inRanges(days: SettlementDays, rangeTrades: number): SettlementDays {
  const ranged = Object.create(days) as SettlementDays;
  ranged.begin = (venueNo, after, by) => days.begin(venueNo, after, by, rangeTrades);
  return ranged;
}

async function act(by: string, _org: string, command: Command): Promise<Json> {
  return answerOf(await submit(by, command)).answer;
}

function submit(by: string, command: Command): Promise<Receipt> {
  return engine.submit(SLUG, { by: by || BY, org: '', command });
}
