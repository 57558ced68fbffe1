import { accepted, LOAD_CONNECTIONS, ordersAtFullSpeed } from '../lib/order-rounds.mjs';
import { alternate, count, knob, median, say, sleep } from '../lib/measure.mjs';
import { startPeer } from '../lib/peer.mjs';
import { BenchPostgres, valueOf } from '../lib/postgres.mjs';
import { BenchService } from '../lib/service.mjs';
import { newVenue } from '../lib/venue.mjs';

const ACCOUNTS = 1_000;
const QUIET_TRIES_MAX = 100;
const QUIET_TRY_MS = 200;

const STORED = `SELECT sum(pg_total_relation_size(c.oid))::bigint AS bytes FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'`;

export const bytes = {
  no: 12,
  name: 'bytes',
  title: 'bytes an order, full audit record included: WAL, and tables with indexes',
  async run(ground, meter) {
    const service = await BenchService.start(ground);
    const url = await service.databaseUrl();
    const database = await service.database(ground);
    await withoutVacuum(database);
    const sides = {
      ours: { task: await service.orderTask(), schema: 'public' },
      peer: { task: await startPeer(ground, 'bench/peers/naive-exchange.mjs', url), schema: 'peer' },
    };
    const seconds = knob('BENCH_SECONDS', 4);
    const [rounds, names] = [knob('BENCH_ROUNDS', 3), Object.keys(sides)];
    for (const name of names) await ordersAtFullSpeed(ground, sides[name].task, LOAD_CONNECTIONS, seconds);
    const results = await alternate(rounds, names, async (name) => {
      const measured = await meter.during(() => bytesOf(ground, database, sides[name], seconds));
      say(`  ${name}: ${count(measured.wal)} B of WAL, ${count(measured.stored)} B stored an order`);
      return measured;
    });
    const traded = await bytesWithTrades(ground, meter);
    const kept = (await database.query('SELECT count(*)::int AS orders FROM orders')).rows[0].orders;
    const middle = (side, what) => median(results[side].map((one) => one[what]));
    const target = { unit: ' B', less: true };
    return {
      values: [
        { ...target, what: 'WAL, traded and settled', value: traded.wal, good: 1500, ambitious: 1100 },
        { ...target, what: 'stored, traded and settled', value: traded.stored, good: 800, ambitious: 550 },
      ],
      notes: [
        `W1 with its cancels, ${traded.trades.toFixed(2)} trades an order, every trade settled with serial numbers: ${count(traded.placed)} orders in the engine's large batches`,
        `resting orders through HTTP: WAL ${count(middle('ours', 'wal'))} B, stored ${count(middle('ours', 'stored'))} B`,
        `naive peer beside them, which only holds and never trades: WAL ${count(middle('peer', 'wal'))} B, stored ${count(middle('peer', 'stored'))} B`,
      ],
      method: `${rounds} rounds of ${seconds} s a side at ${LOAD_CONNECTIONS} connections, after a checkpoint, no vacuum`,
      gates: [
        {
          what: `${count(accepted(results.ours))} measured orders are among ${count(kept)} on record`,
          ok: kept > accepted(results.ours) && middle('ours', 'wal') > 0,
        },
        { what: `every promise of the traded venue held (${traded.check.promises})`, ok: traded.check.ok },
      ],
    };
  },
};

/** The workload of the matching rows on disk, and the settlement of all its trades. */
async function bytesWithTrades(ground, meter) {
  const commands = knob('BENCH_DURABLE_COMMANDS', 30_000);
  const postgres = await BenchPostgres.start(ground);
  const database = await postgres.database('bench');
  const owner = await postgres.client(database);
  await withoutVacuum(owner);
  const { driver } = await newVenue(ground, database, { accounts: ACCOUNTS });
  await owner.query('CHECKPOINT');
  const before = await written(owner, 'public');
  const { placed } = await meter.during(() => driver.ask('orders', { commands, seed: 1 }));
  await driver.ask('settleAll');
  const after = await written(owner, 'public');
  const trades = await valueOf(owner, 'SELECT count(*) FROM trades');
  const check = await driver.ask('check');
  const each = (what) => (after[what] - before[what]) / placed;
  return { wal: each('wal'), stored: each('stored'), trades: trades / placed, placed, check };
}

/** Vacuum beside the run would be counted as ours. */
async function withoutVacuum(database) {
  await database.query('ALTER SYSTEM SET autovacuum = off');
  await database.query('SELECT pg_reload_conf()');
}

/** Everything that was written between two quiet moments, over the orders that caused it. */
async function bytesOf(ground, database, { task, schema }, seconds) {
  await database.query('CHECKPOINT');
  const before = await written(database, schema);
  const { ok } = await ordersAtFullSpeed(ground, task, LOAD_CONNECTIONS, seconds);
  const after = await written(database, schema);
  return { ok, wal: (after.wal - before.wal) / ok, stored: (after.stored - before.stored) / ok };
}

async function written(database, schema) {
  const wal = await quietWal(database);
  const { rows } = await database.query(STORED, [schema]);
  return { wal, stored: Number(rows[0].bytes) };
}

/** The WAL position once nobody has moved it for a while. */
async function quietWal(database) {
  let last = -1;
  for (let tries = 0; tries < QUIET_TRIES_MAX; tries++) {
    const { rows } = await database.query(
      `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint AS at`,
    );
    if (Number(rows[0].at) === last) return last;
    last = Number(rows[0].at);
    await sleep(QUIET_TRY_MS);
  }
  throw new Error('the database is not quiet');
}
