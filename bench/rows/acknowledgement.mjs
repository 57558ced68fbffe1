import { build } from 'hdr-histogram-js';
import { once } from '../lib/ground.mjs';
import { alternate, count, median, pairRatios, range, round, say } from '../lib/measure.mjs';
import {
  accepted,
  LOAD_CONNECTIONS,
  loadRounds,
  loadSeconds,
  ordersAtFullSpeed,
} from '../lib/order-rounds.mjs';
import { valueOf } from '../lib/postgres.mjs';
import { BenchService } from '../lib/service.mjs';

const SHARE_OF_MAX = 0.5;
const MICROS = 1_000;

export const acknowledgement = {
  no: 6,
  name: 'acknowledgement',
  title: 'p99 of acknowledgement at 50 % of own maximum, open loop ÷ p99 of one bare INSERT commit',
  async run(ground, meter) {
    const service = await BenchService.start(ground);
    const task = { ...(await service.orderTask()), connections: LOAD_CONNECTIONS, seconds: loadSeconds() };
    const database = await service.database(ground);
    await database.query('CREATE SCHEMA bare; CREATE TABLE bare.commits (id bigint PRIMARY KEY, body text)');
    const fullSpeed = () => ordersAtFullSpeed(ground, task, LOAD_CONNECTIONS, loadSeconds());
    const [warm, most] = [await fullSpeed(), await meter.during(fullSpeed)];
    const rate = Math.floor(most.rps * SHARE_OF_MAX);
    const sides = {
      ours: () => once(ground, 'bench/lib/open-loop.mjs', { ...task, rate }),
      insert: () => bareInserts(database, loadSeconds()),
    };
    const { ours, insert } = await alternate(loadRounds(), Object.keys(sides), async (side, i) => {
      const result = await meter.during(sides[side]);
      say(`  round ${i + 1} ${side}: p50 ${result.p50} ms, p99 ${result.p99} ms, max ${result.max} ms`);
      return result;
    });
    const ratios = pairRatios(ours, insert, ({ p99 }) => p99);
    const [due, ok] = [ours.reduce((sum, one) => sum + one.due, 0), accepted(ours)];
    const kept = (await valueOf(database, 'SELECT count(*) FROM orders')) - accepted(warm, most);
    return {
      values: [
        {
          what: `at ${count(rate)} orders/s`,
          value: median(ratios),
          unit: '×',
          good: 4,
          ambitious: 2,
          less: true,
        },
      ],
      notes: [
        `acknowledged ${latencies(ours)}, each counted from when the order was due`,
        `bare INSERT, one connection: ${latencies(insert)}; ratios ${range(ratios)}`,
      ],
      method: `${loadRounds()} rounds of ${loadSeconds()} s a side; maximum ${count(most.rps)}/s at ${LOAD_CONNECTIONS} connections`,
      gates: [
        {
          what: `${count(due)} orders due, ${count(ok)} acknowledged, ${count(kept)} on record`,
          ok: ok === due && kept === due,
        },
      ],
    };
  },
};

const middle = (results, what) => round(median(results.map((result) => result[what])));

const latencies = (results) =>
  ['p50', 'p90', 'p99', 'p999'].map((what) => `${what} ${middle(results, what)} ms`).join(', ');

let inserted = 0;

/** One connection, one row a commit, one after the other. */
async function bareInserts(database, seconds) {
  const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000 });
  const statement = { name: 'bare', text: 'INSERT INTO bare.commits VALUES ($1, $2)' };
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const begun = performance.now();
    await database.query({ ...statement, values: [++inserted, 'an order'] });
    histogram.recordValue(Math.max(1, Math.round((performance.now() - begun) * MICROS)));
  }
  const at = (percentile) => histogram.getValueAtPercentile(percentile) / MICROS;
  return { p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), max: histogram.maxValue / MICROS };
}
