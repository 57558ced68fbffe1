import pg from 'pg';
import { stateHash } from '../../src/audit/index.js';
import { checkVenue } from '../../src/checker/check-venue.js';
import { SettlementBell } from '../../src/clearing/commands/settlement-bell.js';
import type { SettlementJob } from '../../src/clearing/commands/ports.js';
import { settleRange } from '../../src/clearing/commands/settle-range.js';
import { SettlementRunsStore } from '../../src/clearing/store/settlement-runs.store.js';
import { localTime } from '../../src/kernel/instant.js';
import type { Json } from '../../src/kernel/json.js';
import { VenueMachine } from '../../src/machine.js';
import { Queues } from '../../src/platform/queue.js';
import {
  answerOf,
  type Command,
  LocalEngine,
  PostgresJournalStore,
  type Receipt,
} from '../../src/sequencer/index.js';
import { workload } from '../../test/support/workload.js';
import { answering } from '../lib/answering.js';
import { furnish, type Furnished } from './furnish.js';
import { inWindows } from './in-windows.js';
import { OrderFlow } from './order-flow.js';
import { crossings } from './crossings.js';

const SLUG = 'bench';
const OFFSET_MINUTES = 480;
const SETTLEMENT_QUEUE = 'bench-settlement';
/** In a book with other orders an order of ours may be gone before its cancel comes: decided and journalled, too. */
const STRANGERS = 'market.order_not_open';

// One moment for the whole run: a bench that runs past midnight must not meet a closed day.
const at = Date.now() * 1_000;
let pool: pg.Pool;
let appUrl: string;
let engine: LocalEngine<VenueMachine>;
let furnished: Furnished;
let keys = 0;

answering({ open, prepare, orders, trades, settle, settleAll, check, state, snapshot });

/** Takes the venue over and rebuilds it; how long that took, and how long until a first new order was on disk. */
async function open(facts: { appUrl: string; furnished?: Furnished; proof?: boolean }): Promise<object> {
  ({ appUrl } = facts);
  pool = new pg.Pool({ connectionString: appUrl, max: 12 });
  pool.on('error', () => undefined);
  engine = new LocalEngine({
    pool,
    owner: 'http://127.0.0.1:0',
    newMachine: () => new VenueMachine(),
    nowMicros: () => at,
    log: (level, message, more) => level === 'error' && console.error(message, more),
  });
  const begun = performance.now();
  await engine.start();
  const rebuilt = performance.now();
  if (facts.furnished === undefined) return {};
  furnished = facts.furnished;
  if (facts.proof !== true) return {};
  const before = await state();
  const asked = performance.now();
  await act('usr_bench', '', oneOrder());
  const rebuildMs = rebuilt - begun;
  return { rebuildMs, servingMs: rebuildMs + performance.now() - asked, ...before };
}

/** A new venue. `journalOnly`: no tables are written beside the journal, for what needs a journal alone. */
async function prepare(facts: { accounts: number; journalOnly?: boolean }): Promise<Furnished> {
  if (facts.journalOnly === true) writeJournalOnly();
  await engine.createVenue(SLUG, 'Bench', 'CNY');
  return (furnished = await furnish(act, facts.accounts, localTime(at, OFFSET_MINUTES).day));
}

/** A workload as fast as the venue takes it, every command on disk. */
async function orders(facts: {
  commands: number;
  seed: number;
  deep?: boolean;
  journalOnly?: boolean;
}): Promise<object> {
  if (facts.journalOnly === true) writeJournalOnly();
  const { commands, seed, deep = false } = facts;
  const wanted = workload({ commands, seed, deep });
  const flow = new OrderFlow(furnished);
  const first = engine.sequencers()[0].sequencer.lastSeq;
  const begun = performance.now();
  const command = (i: number): Command => flow.next(wanted[i], first + 1 + i).command;
  await inWindows(wanted.length, placing(command, STRANGERS));
  const seconds = (performance.now() - begun) / 1_000;
  return { seconds, placed: wanted.filter(({ type }) => type !== 'cancel').length };
}

/** Exactly so many trades that wait for settlement: many small sells, then one buy of all of them. */
async function trades(facts: { trades: number }): Promise<void> {
  const commands = crossings(furnished, facts.trades);
  await inWindows(
    commands.length,
    placing((i) => commands[i]),
  );
}

/** The production way of a settlement: bell, BullMQ on PostgreSQL, worker, sequencer. */
async function settle(): Promise<{ seconds: number; settled: number }> {
  const waiting = await engine.ask(SLUG, ({ clearing }) => clearing.pendingCount);
  const runs = new SettlementRunsStore(pool);
  const queues = new Queues({ connectionString: appUrl });
  const queue = queues.openQueue<SettlementJob>(SETTLEMENT_QUEUE);
  const bell = new SettlementBell({
    engine,
    runs,
    queue: {
      add: async (job, jobId) => {
        await queue.add('settle', job, { jobId, attempts: 1, removeOnComplete: true, removeOnFail: true });
      },
    },
    later: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
    onError: (_venue, error) => console.error(error),
  });
  const begun = performance.now();
  const worker = ({ data }: { data: SettlementJob }): Promise<void> =>
    settleRange({ engine, runs }, data).then(() => undefined);
  queues.openWorker<SettlementJob>(SETTLEMENT_QUEUE, worker, { concurrency: 1 });
  const done = new Promise<number>((resolve) =>
    engine.onCommitted((_venue, _records, { clearing }) => {
      if (clearing.pendingCount === 0) resolve(performance.now());
    }),
  );
  bell.start();
  const seconds = ((await done) - begun) / 1_000;
  await bell.stop();
  await queues.close();
  return { seconds, settled: waiting };
}

/** The same commands without the queue, where settlement is not what is measured. */
async function settleAll(): Promise<void> {
  const runs = new SettlementRunsStore(pool);
  const { venueNo } = engine.venue(SLUG);
  for (;;) {
    const first = await engine.ask(SLUG, ({ clearing }) => clearing.firstPending);
    if (first === undefined) return;
    const range = { slug: SLUG, venueNo, fromTrade: first, toTrade: first + 9_999 };
    await settleRange({ engine, runs }, range);
  }
}

/** Every promise of the venue, by the one checker. Rows: table rows compared and journal records decided again. */
async function check(): Promise<object> {
  const begun = performance.now();
  const { ok, commands, verdicts } = await checkVenue(pool, SLUG);
  const seconds = (performance.now() - begun) / 1_000;
  const tables = verdicts.filter(({ id }) => id.startsWith('I12 '));
  const rows = tables.reduce((sum, { checked }) => sum + checked, commands);
  const broken = verdicts
    .filter((verdict) => !verdict.ok)
    .map(({ id, broken: what }) => `${id}: ${what.join('; ')}`);
  return { ok, seconds, commands, rows, promises: verdicts.length, broken };
}

async function state(): Promise<{ lastSeq: number; hash: string; pending: number; lastSettled: number }> {
  return engine.ask(SLUG, (machine) => ({
    lastSeq: machine.seq,
    hash: stateHash(machine.dump()),
    pending: machine.clearing.pendingCount,
    lastSettled: machine.clearing.lastSettled,
  }));
}

/** Leaves in peace: the sequencer writes a snapshot of everything up to here. */
async function snapshot(): Promise<void> {
  await engine.stop();
}

function oneOrder(): Command {
  const [{ accountNo, org }] = furnished.buyers;
  const { instrumentNo } = furnished;
  return {
    kind: 'place-order',
    org,
    accountNo,
    instrumentNo,
    side: 'buy',
    type: 'limit',
    price: 100,
    quantity: 1,
  };
}

async function act(by: string, _org: string, command: Command): Promise<Json> {
  return answerOf(await submit(by, command)).answer;
}

/** All commands wait in one lane, so that they are decided in the order in which they are sent. */
function submit(by: string, command: Command): Promise<Receipt> {
  return engine.submit(SLUG, { by, org: '', key: nextKey(), command });
}

/** `expected`: a refusal that may happen; any other is thrown. */
function placing(command: (i: number) => Command, expected?: string): (i: number) => Promise<void> {
  return async (i) => {
    const receipt = await submit('usr_bench', command(i));
    if (receipt.ok || receipt.rejection.code !== expected) answerOf(receipt);
  };
}

/** As a client's: unique, and of the length of most. */
function nextKey(): string {
  return `${process.pid}-${at}-${++keys}`;
}

function writeJournalOnly(): void {
  const { prototype } = PostgresJournalStore;
  const commit = prototype.commit;
  prototype.commit = function (tenure, batch): Promise<void> {
    return commit.call(this, tenure, batch, []);
  };
}
