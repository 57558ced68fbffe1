import { type Command, InvalidArgumentError } from 'commander';
import type pg from 'pg';
import { checkVenue, type CheckReport } from '../checker/check-venue.js';
import { holderOf } from '../platform/data-dir-claim.js';
import { loadSettings } from '../platform/settings.js';
import { ApiClient } from './api-client.js';
import { intentsOf, type LobsterMessage, readMessage } from './lobster.js';
import { linesOf, messageFiles } from './lobster-files.js';
import { type LoadCounts, OrderLoad, type Seat } from './order-load.js';
import { type Clerk, readVenueCredentials, type VenueCredentials, withOwnService } from './own-service.js';
import { print, progress, verdictLines, withDatabase } from './tool.js';

const CASH_EACH = '100000000.00';
const POLL_MS = 200;
const OPEN_WAIT_MS = 10_000;

export interface LoadOptions {
  readonly venue: string;
  readonly symbol: string;
  readonly messages: number;
  /** Messages that are sent together; each trader's part is one request of at most 1,000 items. */
  readonly window: number;
}

export interface Loaded {
  readonly ok: boolean;
  readonly venue: string;
  readonly messages: number;
  readonly counts: LoadCounts;
  readonly trades: number;
  readonly settled: number;
  readonly seconds: number;
  readonly commandsPerSecond: number;
  readonly settlementSeconds: number;
  readonly check: CheckReport;
}

export function registerLoad(program: Command): void {
  const group = program.command('load').description('send recorded activity through the public API');
  group
    .command('orders')
    .argument('<dir>', 'folder with a LOBSTER message file (*message*.csv or .csv.gz)')
    .option('--venue <slug>', 'an imported venue', 'uk-ets')
    .option('--symbol <symbol>', 'what to trade', 'UKA-2021')
    .option('--messages <n>', 'stop after so many messages', whole, Number.MAX_SAFE_INTEGER)
    .option('--window <n>', 'messages sent together', whole, 1_000)
    .option(
      '--url <url>',
      'a running service on the same DATA_DIR; default: the one that runs, or one for the duration',
    )
    .option('--json', 'one JSON object for programs')
    .description(
      'orders, cancels and executions of one recorded day, then settlement, then every promise checked',
    )
    .action(
      async (
        dir: string,
        { url, json = false, ...options }: LoadOptions & { url?: string; json?: boolean },
      ) => {
        const loaded = await load(messageFiles(dir)[0], url, options);
        print(json, loaded, textOf(loaded));
        process.exitCode = loaded.ok ? 0 : 1;
      },
    );
}

async function load(file: string, url: string | undefined, options: LoadOptions): Promise<Loaded> {
  const settings = loadSettings(process.env);
  if (url === undefined && holderOf(settings.DATA_DIR) === undefined) {
    return withOwnService((own) =>
      loadOrders(
        own.platform.database.pool,
        own.address,
        readVenueCredentials(settings.DATA_DIR, options.venue),
        file,
        options,
      ),
    );
  }
  const address = url ?? `http://${settings.HOST}:${settings.PORT}`;
  return withDatabase(({ pool }) =>
    loadOrders(pool, address, readVenueCredentials(settings.DATA_DIR, options.venue), file, options),
  );
}

export async function loadOrders(
  pool: pg.Pool,
  url: string,
  credentials: VenueCredentials,
  file: string,
  options: LoadOptions,
): Promise<Loaded> {
  const { venue, symbol } = options;
  const api = new ApiClient(url, venue);
  const seats = await fundedSeats(api, credentials, symbol);
  await marketOpen(api);
  const before = await tradesOf(pool, venue);
  const tell = progress('messages sent');
  const begun = performance.now();
  const orders = new OrderLoad(api, seats, symbol);
  let messages = 0;
  for await (const window of windowsOf(file, options)) {
    await orders.send(intentsOf(window));
    messages += window.length;
    tell(messages);
  }
  await orders.finish();
  const sentAt = performance.now();
  await settled(api);
  const settledAt = performance.now();
  const { counts } = orders;
  const after = await tradesOf(pool, venue);
  const check = await checkVenue(pool, venue, progress('commands checked'));
  const seconds = (sentAt - begun) / 1000;
  const commands = counts.placed + counts.taken + counts.cancelled + counts.reduced + refusals(counts);
  return {
    ok: check.ok && after.trades === after.settled,
    venue,
    messages,
    counts,
    trades: after.trades - before.trades,
    settled: after.settled - before.settled,
    seconds: Math.round(seconds * 10) / 10,
    commandsPerSecond: Math.round(commands / seconds),
    settlementSeconds: Math.round((settledAt - sentAt) / 100) / 10,
    check,
  };
}

function textOf({
  venue,
  messages,
  counts,
  trades,
  settled: done,
  seconds,
  commandsPerSecond,
  settlementSeconds,
  check,
}: Loaded): string {
  const n = (count: number): string => count.toLocaleString('en');
  const refused = Object.entries(counts.refused).sort(([, a], [, b]) => b - a);
  return [
    `${venue}: ${n(messages)} messages in ${seconds} s, ${n(commandsPerSecond)} commands/s over HTTP, each answered after it was on disk`,
    `accepted  ${n(counts.placed)} resting orders, ${n(counts.taken)} incoming, ${n(counts.cancelled)} cancels, ${n(counts.reduced)} reductions`,
    `refused   ${n(refusals(counts))}`,
    ...refused.map(([code, count]) => `          ${n(count).padStart(8)}  ${code}`),
    `skipped   ${n(counts.withoutOrder)} that name an order from before the file began or one that was refused`,
    `trades    ${n(trades)}, settled ${n(done)}, the last ${settlementSeconds} s after the last order`,
    `${check.ok ? 'every promise holds' : 'A PROMISE IS BROKEN'} after ${n(check.commands)} commands`,
    ...(check.ok ? [] : [verdictLines(check.verdicts.filter(({ ok }) => !ok))]),
  ].join('\n');
}

/** The traders of the import, each with money that one clearing operator entered and another released. */
async function fundedSeats(
  api: ApiClient,
  { people, venue }: VenueCredentials,
  symbol: string,
): Promise<Seat[]> {
  const clerk = (name: string): Clerk => people.find(({ login }) => login === `${venue}-${name}`)!;
  const seats: Seat[] = [];
  for (const trader of people.filter(({ accountNo }) => accountNo !== undefined)) {
    const accountId = await accountWith(api, trader, symbol);
    const deposit = { accountId, amount: CASH_EACH, bankReference: `load ${trader.login}` };
    const { proposalId, payloadHash } = await api.post(clerk('clearing1'), 'deposits', deposit);
    await api.post(clerk('clearing2'), `proposals/${String(proposalId)}/approve`, { payloadHash });
    seats.push({ trader, accountId });
  }
  return seats;
}

/** Of a holder's accounts the one with most units of the symbol. */
async function accountWith(api: ApiClient, trader: Clerk, symbol: string): Promise<string> {
  const { items } = await api.get(trader, 'holdings?limit=500');
  const units = (items as { accountId: string; asset: string; posted: string }[]).filter(
    ({ asset }) => asset === symbol,
  );
  if (units.length === 0) throw new Error(`${trader.login} holds no ${symbol}`);
  return units.sort((a, b) => Number(b.posted) - Number(a.posted))[0].accountId;
}

/** A venue that has just been opened gets its trading day within a second. */
async function marketOpen(api: ApiClient): Promise<void> {
  for (let waited = 0; waited < OPEN_WAIT_MS; waited += POLL_MS) {
    const { status } = await api.get(undefined, 'sessions/current');
    if (status === 'OPEN') return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error('the market is closed or halted');
}

async function settled(api: ApiClient): Promise<void> {
  const tell = progress('trades waiting for settlement');
  for (;;) {
    const { tradesWaitingForSettlement: waiting } = await api.get(undefined, 'sessions/current');
    if (waiting === 0) return;
    tell(waiting as number);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function tradesOf(pool: pg.Pool, venue: string): Promise<{ trades: number; settled: number }> {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*) FROM trades t WHERE t.venue_no = v.venue_no)::int AS trades,
            (SELECT count(*) FROM settlements s WHERE s.venue_no = v.venue_no)::int AS settled FROM venues v WHERE slug = $1`,
    [venue],
  );
  if (rows.length === 0) throw new Error(`there is no venue ${venue}`);
  return rows[0] as { trades: number; settled: number };
}

async function* windowsOf(
  file: string,
  { messages: most, window: size }: LoadOptions,
): AsyncIterable<LobsterMessage[]> {
  let window: LobsterMessage[] = [];
  let read = 0;
  for await (const line of linesOf(file)) {
    window.push(readMessage(line));
    read += 1;
    if (window.length === size) {
      yield window;
      window = [];
    }
    if (read === most) break;
  }
  if (window.length > 0) yield window;
}

function refusals({ refused }: LoadCounts): number {
  return Object.values(refused).reduce((sum, count) => sum + count, 0);
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('a whole number above zero');
  return Number(text);
}
