/**
 * `npm run settle-million -- [--trades N] [--accounts A] [--ranges R] [--kills K] [--seed S] [--no-check]`: a day of a
 * million trades is settled and reconciled while its process is killed (kill -9) at seeded random instants and started
 * again; then the same trades once more in peace. Ends with 1 unless both came to the same: state hash, totals, entries,
 * head of settlement. `--no-check`: without the one checker at the end of both.
 */
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { Ground } from './lib/ground.mjs';
import { count, machine, round, say, sleep, StealMeter } from './lib/measure.mjs';
import { BenchPostgres, cpuOf, valueOf } from './lib/postgres.mjs';

const DRIVER = 'bench/drivers/settlement-driver.ts';
const RANGE_TRADES_MAX = 10_000;
const STEPS_OF_A_RANGE = 4;
const WATCH_MS = 5;
/** Kills strike before so much of the work is done. */
const LATEST = 0.9;
const DONE = `SELECT count(*) FROM settlement_steps WHERE state = 'DONE'`;

const { values } = parseArgs({
  options: {
    trades: { type: 'string', default: '1000000' },
    accounts: { type: 'string', default: '1000' },
    ranges: { type: 'string', default: '100' },
    kills: { type: 'string', default: '3' },
    seed: { type: 'string', default: '7' },
    'no-check': { type: 'boolean', default: false },
  },
});
const [trades, accounts, ranges, kills, seed] = ['trades', 'accounts', 'ranges', 'kills', 'seed'].map(
  (name) => Number(values[name]),
);
/** A kill comes up to so long after the step that the dice chose. */
const laterMs = Math.min(250, trades / 400);
const rangeTrades = Math.min(RANGE_TRADES_MAX, Math.ceil(trades / ranges));
const { seeded } = await import(join(process.env.BENCH_COMPILED, 'test', 'support', 'random.js'));
const ground = new Ground();
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void ground.close().finally(() => process.exit(130)));
try {
  process.exitCode = (await run()) ? 0 : 1;
} finally {
  await ground.close();
}

async function run() {
  const postgres = await BenchPostgres.start(ground);
  const database = await postgres.database('day');
  const at = Date.now() * 1_000;
  const maker = await begin(database, at);
  await maker.ask('prepare', { accounts });
  const [made, seconds] = await timed(() => maker.ask('trades', { trades }));
  await maker.ask('close');
  await maker.ask('leave', made);
  await maker.kill();
  say(`${count(trades)} trades made in ${round(seconds, 1)} s, the day is closed`);
  const peaceful = await postgres.copy(database, 'day', 'peaceful');
  const killed = await settled(postgres, database, at, kills);
  const quiet = await settled(postgres, peaceful, at, 0);
  return report(killed, quiet);
}

async function begin(database, at) {
  const driver = ground.driver(DRIVER);
  await driver.ask('open', { ...database, at });
  return driver;
}

async function timed(work) {
  const begun = performance.now();
  const answer = await work();
  return [answer, (performance.now() - begun) / 1_000];
}

/** From the first start of a process on the closed day to the reconciled one, deaths and recoveries included. */
async function settled(postgres, database, at, times) {
  const watch = await postgres.client(database);
  const dice = seeded(seed);
  const steps = Math.ceil(trades / rangeTrades) * STEPS_OF_A_RANGE;
  const plan = Array.from({ length: times }, () => Math.floor(dice() * LATEST * steps)).sort((a, b) => a - b);
  const meter = new StealMeter();
  const service = { cpu: 0 };
  const deaths = [];
  const cpuBefore = postgres.cpuSeconds();
  let driver;
  const [, seconds] = await timed(() =>
    meter.during(async () => {
      for (const step of plan) {
        driver = await begin(database, at);
        const died = driver.ask('settle', { rangeTrades }).then(
          () => true,
          () => false,
        );
        const early = died.then((isDone) => isDone && 'done');
        while ((await valueOf(watch, DONE)) < step)
          if ((await Promise.race([early, sleep(WATCH_MS)])) === 'done') break;
        await sleep(dice() * laterMs);
        service.cpu += cpuOf(driver.child.pid)?.own ?? 0;
        await driver.kill();
        await died;
        deaths.push(await valueOf(watch, DONE));
        say(`  killed with ${deaths.at(-1)} of ${steps} steps done`);
      }
      driver = await begin(database, at);
      await driver.ask('settle', { rangeTrades });
    }),
  );
  service.cpu += cpuOf(driver.child.pid).own;
  const postgresCpu = postgres.cpuSeconds() - cpuBefore;
  const result = await driver.ask('result');
  const check = values['no-check'] ? undefined : await driver.ask('check');
  const died = deaths.filter((done) => done < steps).length;
  say(`  settled and reconciled in ${round(seconds, 1)} s, ${times} kills`);
  return { seconds, service: service.cpu, postgres: postgresCpu, steal: meter.percent, result, check, died };
}

function report(killed, quiet) {
  const line = (name, { seconds, service, postgres, steal }) =>
    `${name}: ${round(seconds, 1)} s; CPU of the service ${round(service, 1)} s, of PostgreSQL ${round(postgres, 1)} s; steal ${steal} %`;
  const isSame = isDeepStrictEqual(killed.result, quiet.result);
  const { lastSettled, tables, reconciliation } = killed.result;
  const [day] = reconciliation;
  const gates = [
    [`the last trade that is settled is ${count(lastSettled)}`, lastSettled === trades],
    [`killed ${killed.died} of ${kills} times with work left`, killed.died === kills],
    ['state hash, totals, entries and head of settlement are those of the undisturbed run', isSame],
    [
      `four totals over trades ${day?.from_trade} to ${day?.to_trade}: ${day?.rows} figures, none different`,
      reconciliation.length === 1 && day.found.length === 0 && day.to_trade === trades,
    ],
    ...[killed, quiet].flatMap(({ check }) =>
      check === undefined
        ? []
        : [
            [
              `${check.promises} promises: ${check.broken.join(', ') || 'none broken'}`,
              check.broken.length === 0,
            ],
          ],
    ),
  ];
  const lines = [
    `${count(trades)} trades of a day settled and reconciled, in ranges of ${count(rangeTrades)}, seed ${seed}; ${machine()}`,
    line(`  killed ${kills} times`, killed),
    line('  undisturbed', quiet),
    `  ${tables.map(({ name, rows }) => `${name} ${count(rows)}`).join(', ')}; state ${killed.result.state}`,
    ...gates.map(([what, ok]) => `  ${ok ? 'held' : 'FAILED'}: ${what}`),
  ];
  if (!isSame)
    lines.push(
      `  killed:      ${JSON.stringify(killed.result)}`,
      `  undisturbed: ${JSON.stringify(quiet.result)}`,
    );
  process.stdout.write(`${lines.join('\n')}\n`);
  return gates.every(([, ok]) => ok);
}
