import { randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoCredentials } from '../../src/demo/seed-demo.js';
import { localTime } from '../../src/kernel/instant.js';
import type { Json } from '../../src/kernel/json.js';
import { ManualClock } from '../../src/platform/clock.js';
import type { Database } from '../../src/platform/database.js';
import { loadSettings } from '../../src/platform/settings.js';
import { bootstrap, type Service } from '../../src/service.js';
import { freshDatabase } from '../support/database.js';
import { packWith } from '../support/market-world.js';
import { done, VenueClient } from '../api/venue-client.js';
import { ProgramProcess, sleep, steadyPort } from './processes.js';

const DAY_MICROS = 86_400_000_000;
/** The first retry is due by the clock before the house opens that may die. */
const BEFORE_MICROS = 90_000_000;
const [RETRY_MINUTES, TIMEOUT_MS, LOOK_EVERY_MS] = [1, 600_000, 50];
const SYMBOL = 'CEA-2026';
const WHY = { reason: 'order of the people’s court' };

/** A venue in which one delivery of yesterday has failed, and today's trades wait for the close; one of them will fail. */
export class FailingDay {
  private constructor(
    readonly database: Database,
    readonly demo: DemoCredentials,
    readonly env: Record<string, string>,
    readonly failedTrade: string,
    readonly frozenAccount: string,
  ) {}

  static async prepare(): Promise<FailingDay> {
    const database = await freshDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'airshed-failing-'));
    const hex = (): string => randomBytes(32).toString('hex');
    const secrets = { ownerPassword: '', appPassword: '', idSecret: hex(), internalSecret: hex() };
    const clock = new ManualClock(Date.now() * 1_000 - BEFORE_MICROS - 2 * DAY_MICROS);
    const settings = loadSettings({ PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent' });
    const service = await bootstrap({ settings, secrets, database, clock });
    const demo = service.demo!;
    try {
      const { failedTrade, frozenAccount } = await untilToday(service, clock);
      const env = { DATA_DIR: folder, ID_SECRET: secrets.idSecret, INTERNAL_SECRET: secrets.internalSecret };
      return new FailingDay(database, demo, env, failedTrade, frozenAccount);
    } finally {
      await service.close();
    }
  }

  async close(): Promise<void> {
    rmSync(this.env.DATA_DIR, { recursive: true, force: true });
    await this.database.close();
  }
}

/** Rules from yesterday on: delivery after the close, frozen accounts give nothing. */
async function untilToday(
  service: Service,
  clock: ManualClock,
): Promise<{ failedTrade: string; frozenAccount: string }> {
  const tokens = new Map<string, Promise<string>>();
  const venue = new VenueClient({
    address: service.address,
    // Each day anew: a session does not outlive the night.
    tokenOf: (login) => {
      const name = `${localTime(clock.micros, 480).day} ${login}`;
      if (!tokens.has(name)) tokens.set(name, signIn(service.address, service.demo!, login));
      return tokens.get(name)!;
    },
  });
  const nextDay = async (): Promise<void> => {
    clock.advance(DAY_MICROS);
    const { day } = localTime(clock.micros, 480);
    await until(`${day} is open`, () =>
      service.engine.ask('demo', ({ market }) => market.tradingDay === day && market.dayStatus === 'OPEN'),
    );
  };
  const file = packWith(
    {
      ...{ 'settlement.frozen': 'HOLD', 'settlement.delivery': 'UNIFIED' },
      'settlement.retryMinutes': [RETRY_MINUTES],
    },
    'demo',
  );
  const effectiveFrom = localTime(clock.micros + DAY_MICROS, 480).day;
  const pack = { ...file, version: '2.0', effectiveFrom } as unknown as Json;
  const command = { kind: 'load-rule-pack', pack };
  await service.engine.submit('demo', { by: 'system:test', org: '', command });
  await nextDay();
  const account = async (login: string): Promise<string> =>
    done(await venue.get(login, 'accounts')).body.items[0].accountId as string;
  const [first, buyer] = [await account('plant-a'), await account('plant-b')];
  const second = await venue.openAccount('plant-a-manager', 'Second plant');
  const third = await venue.openAccount('plant-a-manager', 'Third plant');
  const lines = [first, second, third].map((accountId) => ({ accountId, quantity: '1000' }));
  await venue.allocate(SYMBOL, lines, '1000000');
  const reserve = await venue.openSeller(SYMBOL, '500', '1000000');
  await venue.agreed('clearing1', ['clearing2'], 'settlement-reserve', { accountId: reserve, ...WHY });
  const trade = async (seller: string, quantity: string): Promise<string> => {
    const order = { symbol: SYMBOL, price: '74.00', quantity };
    done(await venue.post('plant-a', 'orders', { ...order, accountId: seller, side: 'sell' }));
    const bought = await venue.post('plant-b', 'orders', { ...order, accountId: buyer, side: 'buy' });
    return done(bought).body.fills[0].tradeId as string;
  };
  const failedTrade = await trade(first, '40');
  await venue.agreed('issuer', ['approver'], `accounts/${first}/freeze`, WHY);
  await nextDay();
  await until('yesterday is reported', () =>
    service.engine.ask(
      'demo',
      ({ clearing, reconciliation }) =>
        clearing.lastConfirmed.day !== '' && reconciliation.lastReport === clearing.lastConfirmed.day,
    ),
  );
  for (const [seller, quantity] of [
    [second, '10'],
    [third, '20'],
    [second, '30'],
  ] as const)
    await trade(seller, quantity);
  await venue.agreed('issuer', ['approver'], `accounts/${third}/freeze`, WHY);
  return { failedTrade, frozenAccount: first };
}

/** The real program on such a day; it comes back whenever it is killed. */
export class DyingHouse {
  kills = 0;
  private readonly tokens = new Map<string, Promise<string>>();

  private constructor(
    private readonly day: FailingDay,
    private readonly database: Database,
    private readonly program: ProgramProcess,
    private readonly folder: string,
  ) {}

  static async open(day: FailingDay, database: Database): Promise<DyingHouse> {
    // The signer remembers how long the log was: each house has a memory of its own.
    const folder = mkdtempSync(join(tmpdir(), 'airshed-dying-'));
    cpSync(day.env.DATA_DIR, folder, { recursive: true });
    const { ownerUrl: DATABASE_URL, appUrl: APP_DATABASE_URL } = database;
    const env = { ...day.env, DATA_DIR: folder, DATABASE_URL, APP_DATABASE_URL };
    const program = new ProgramProcess('house', await steadyPort(), env);
    program.launch();
    return new DyingHouse(day, database, program, folder);
  }

  async kill(): Promise<void> {
    if (await this.program.kill()) this.kills += 1;
  }

  async close(): Promise<void> {
    await this.program.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The day from its close on: settled, counted, reported; then what had failed, to its end. */
  async live(): Promise<object> {
    const { failedTrade, frozenAccount } = this.day;
    const desk = `failed-deliveries/${failedTrade}`;
    const today = localTime(Date.now() * 1_000, 480).day;
    await this.comesTo(
      'the retry has failed',
      `SELECT count(*) = 1 FROM settlement_failures WHERE state = 'RETRY'`,
    );
    await this.say('exchange', 'trading-days/close', { day: today });
    await this.comesTo(
      'the day is settled',
      `SELECT count(*) = 1 FROM settlement_days WHERE state = 'CONFIRMED' AND day = '${today}'`,
    );
    await this.comesTo('the day is reported', `SELECT count(*) = 1 FROM day_reports WHERE day = '${today}'`);
    await this.comesTo(
      'a checkpoint is over the report',
      `SELECT (SELECT max(size) FROM log_checkpoints WHERE log_no = 1) >= (SELECT max(seq) FROM day_reports)`,
    );
    await this.agree('clearing1', 'clearing2', `${desk}/cover`);
    await this.agree('clearing1', 'clearing2', `${desk}/default`);
    await this.agree('issuer', 'approver', `accounts/${frozenAccount}/release`);
    await this.comesTo(
      'the reserve has it back',
      `SELECT count(*) = 1 FROM settlement_failures WHERE state = 'RECOVERED'`,
    );
    return this.end();
  }

  /** Everything that settlement and close have moved or written, without the times and places of commands. */
  private async end(): Promise<object> {
    const ends: Record<string, unknown> = {};
    for (const [table, columns] of Object.entries(LEFT_BEHIND)) {
      const { rows } = await this.database.pool.query(`SELECT ${columns} FROM ${table} ORDER BY 1, 2, 3`);
      ends[table] = rows;
    }
    return ends;
  }

  private async agree(maker: string, checker: string, path: string): Promise<void> {
    const { proposalId, payloadHash } = await this.say(maker, path, WHY);
    await this.say(checker, `proposals/${proposalId}/approve`, { payloadHash });
  }

  /** A person at the door, who asks again with the same key while there is no answer. */
  private async say(login: string, path: string, body: object): Promise<Record<string, unknown>> {
    const key = randomUUID();
    for (const deadline = performance.now() + TIMEOUT_MS; ; await sleep(LOOK_EVERY_MS)) {
      const answer = await this.once(login, path, body, key).catch(() => undefined);
      if (answer !== undefined && answer.status < 500) return done(answer).body as Record<string, unknown>;
      if (performance.now() > deadline) throw new Error(`no answer to ${path}: ${this.program.said()}`);
    }
  }

  private async once(
    login: string,
    path: string,
    body: object,
    key: string,
  ): ReturnType<VenueClient['post']> {
    const { url } = this.program;
    if (!this.tokens.has(login)) {
      const token = signIn(url, this.day.demo, login);
      token.catch(() => this.tokens.delete(login));
      this.tokens.set(login, token);
    }
    const tokenOf = (): Promise<string> => this.tokens.get(login)!;
    return new VenueClient({ address: url, tokenOf }).post(login, path, body, key);
  }

  private async comesTo(what: string, question: string): Promise<void> {
    await until(
      what,
      async () => Object.values((await this.database.pool.query(question)).rows[0])[0] === true,
      () => this.program.said(),
    );
  }
}

const LEFT_BEHIND: Readonly<Record<string, string>> = {
  balances: '*',
  ledger_postings: '*',
  serial_blocks: '*',
  serial_moves: '*',
  settlements: 'trade_no, 0, 0',
  // The clock alone decides how often one has been tried that nobody has decided.
  settlement_failures: `trade_no, leg, account_no, CASE WHEN state IN ('FAILED_GOODS', 'RETRY') THEN 'WAITS' ELSE state END AS state, obstacle, covered_by, reason`,
  settlement_confirmations: 'day::text, from_trade, to_trade, undelivered',
  settlement_days: 'day::text, from_trade, to_trade, state',
  settlement_steps: 'day::text, step, from_trade, to_trade, state',
  reconciliation_runs: 'day, is_close, from_trade, to_trade, rows, totals, found',
  day_reports: 'day::text, 0, 0',
  accounts: 'account_no, org, state',
};

async function until(what: string, holds: () => Promise<boolean>, said = (): string => ''): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not in time: ${what} ${said()}`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function signIn(address: string, demo: DemoCredentials, login: string): Promise<string> {
  const { password } = demo.people.find((person) => person.login === login)!;
  const response = await fetch(`${address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  return ((await response.json()) as { token: string }).token;
}
