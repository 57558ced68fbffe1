import { alternate, count, growthExponent, knob, median, pairRatios, range, say } from '../lib/measure.mjs';
import { BenchPostgres, valueOf } from '../lib/postgres.mjs';
import { newVenue } from '../lib/venue.mjs';

const FEW_ACCOUNTS = 1_000;
/** The rounds have seeds 1, 2, 3, …; the round before them has one of its own. */
const WARM_SEED = 1_000;
const TARGET = { unit: '', good: 0.15, ambitious: 0.08, less: true };

export const growth = {
  no: 11,
  name: 'growth',
  title:
    'growth exponents: ns a command over live orders, cost of a durable command over accounts and over history',
  async run(ground, meter) {
    const rounds = knob('BENCH_ROUNDS', 3);
    const parts = [
      await overLiveOrders(ground, meter, rounds),
      ...(await overAccountsAndHistory(ground, meter, rounds)),
    ];
    return {
      values: parts.map(({ what, exponent }) => ({ ...TARGET, what, value: exponent })),
      notes: parts.map(({ note }) => note),
      method: `${rounds} rounds; 0 is no growth, 1 is growth in step with the size`,
      gates: parts.map(({ gate }) => gate),
    };
  },
};

/** The shallow and the deep workload through the whole venue machine. */
async function overLiveOrders(ground, meter, rounds) {
  const commands = knob('BENCH_COMMANDS', 1_000_000);
  const driver = ground.driver('bench/drivers/matching-driver.ts');
  const runs = await alternate(rounds, ['shallow', 'deep'], async (side) => {
    const result = await meter.during(() => driver.ask('ours', { commands, deep: side === 'deep' }));
    say(`  ${side}: ${count(result.nanosEach)} ns a command, ${count(result.live)} live orders`);
    return result;
  });
  const expected = {
    shallow: await driver.ask('expected', { commands, deep: false }),
    deep: await driver.ask('expected', { commands, deep: true }),
  };
  await driver.kill();
  const ratios = pairRatios(runs.deep, runs.shallow, ({ nanosEach }) => nanosEach);
  const [few, many] = [runs.shallow[0].live, runs.deep[0].live];
  const isRight = ['shallow', 'deep'].every((side) =>
    runs[side].every(({ depthHash }) => depthHash === expected[side].depthHash),
  );
  return {
    what: 'live orders',
    exponent: growthExponent(median(ratios), many / few),
    note: `W2 against W1, ${count(few)} → ${count(many)} live orders at the end: cost × ${range(ratios)}`,
    gate: { what: 'depth hashes of W1 and W2', ok: isRight },
  };
}

/** Three databases on one server: a small venue, one with many accounts, one behind long tables. */
async function overAccountsAndHistory(ground, meter, rounds) {
  const [accounts, history] = [knob('BENCH_ACCOUNTS', 20_000), knob('BENCH_HISTORY', 1_000_000)];
  const commands = knob('BENCH_DURABLE_COMMANDS', 20_000);
  const postgres = await BenchPostgres.start(ground);
  const venues = {};
  for (const [name, size] of Object.entries({ small: FEW_ACCOUNTS, accounts, history: FEW_ACCOUNTS })) {
    const database = await postgres.database(name);
    venues[name] = {
      ...(await newVenue(ground, database, { accounts: size })),
      client: await postgres.client(database),
    };
    say(`  ${name}: furnished with ${count(size)} accounts`);
  }
  await writeHistory(venues.history.client, history);
  await alternate(1, Object.keys(venues), (side) => ordersOf(venues[side], commands, WARM_SEED));
  // Both have the rows of the first round by now, so that no size is zero.
  const [before, after] = [await rowsOf(venues.small.client), await rowsOf(venues.history.client)];
  const runs = await alternate(rounds, Object.keys(venues), async (side, i) => {
    const seconds = await meter.during(() => ordersOf(venues[side], commands, i));
    say(`  round ${i + 1} ${side}: ${count(commands / seconds)} commands/s on disk`);
    return seconds;
  });
  const rows = await Promise.all(Object.values(venues).map(({ client }) => placedBy(client)));
  const placed = new Set(rows);
  const rate = (side) => count(commands / median(runs[side]));
  const part = (side, what, sizes, note) => {
    const ratios = pairRatios(runs[side], runs.small);
    return {
      what,
      exponent: growthExponent(median(ratios), sizes),
      note: `${note}: ${rate('small')} → ${rate(side)} commands/s, cost × ${range(ratios)}`,
      gate: {
        what: `${what}: all three venues have the same ${count(rows[0])} orders of the bench`,
        ok: placed.size === 1 && rows[0] > 0,
      },
    };
  };
  return [
    part(
      'accounts',
      'accounts',
      accounts / FEW_ACCOUNTS,
      `${count(FEW_ACCOUNTS)} → ${count(accounts)} accounts`,
    ),
    part(
      'history',
      'history',
      after / before,
      `${count(before)} → ${count(after)} rows in orders, trades and entries`,
    ),
  ];
}

async function ordersOf({ driver }, commands, seed) {
  return (await driver.ask('orders', { commands, seed: seed + 1 })).seconds;
}

const BENCH_VENUE = 1;
const OLD_VENUE = 2_000;
const ROWS = `SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM trades) + (SELECT count(*) FROM ledger_postings)`;
const rowsOf = (client) => valueOf(client, ROWS);
const placedBy = (client) =>
  valueOf(client, 'SELECT count(*) FROM orders WHERE venue_no = $1', [BENCH_VENUE]);

/** Another venue's past, made by SQL: nobody reads it, but every insert meets its indexes. */
async function writeHistory(client, rows) {
  const each = Math.ceil(rows / 4);
  await client.query(
    `INSERT INTO orders SELECT $1::int, g, 100 + g % 1000, 1, 10000, 10, 0, 10, 0, 0, 100000, 5, 1, g, g, g,
       CASE g % 2 WHEN 0 THEN 'buy' ELSE 'sell' END, 'limit', 'DAY', 'FILLED', '', '2026-01-01' FROM generate_series(1, $2::int) g`,
    [OLD_VENUE, each],
  );
  await client.query(
    `INSERT INTO trades SELECT $1::int, g, 1, 10000, 10, 100000, g, g + 1, 100 + g % 500, 1000 + g % 500, 5, 5, g, g, 1, 'buy', '2026-01-01'
       FROM generate_series(1, $2::int) g`,
    [OLD_VENUE, each],
  );
  await client.query(
    `INSERT INTO ledger_postings SELECT $1::int, 'trade', g, ARRAY[100 + g % 1000, 100 + (g + 1) % 1000], ARRAY[1, 1], ARRAY[-10, 10]
       FROM generate_series(1, 2 * $2::int) g`,
    [OLD_VENUE, each],
  );
  await client.query('VACUUM ANALYZE orders, trades, ledger_postings');
}
