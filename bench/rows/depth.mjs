import { once } from '../lib/ground.mjs';
import { alternate, count, knob, median, pairRatios, range, round, say } from '../lib/measure.mjs';
import { LOAD_CONNECTIONS, loadRounds, loadSeconds } from '../lib/order-rounds.mjs';
import { stopPostgresOf } from '../lib/service.mjs';

const LEVELS = 20;
const SNAPSHOTS = 100_000;

export const depth = {
  no: 9,
  name: 'depth',
  title:
    'depth snapshot of a book with a million resting orders: in memory, and by HTTP ÷ a route with a ready text',
  async run(ground, meter) {
    const resting = knob('BENCH_RESTING', 1_000_000);
    const rounds = loadRounds();
    const core = ground.driver('bench/drivers/depth-driver.ts');
    const measured = await meter.during(() =>
      core.ask('depth', { resting, levels: LEVELS, snapshots: SNAPSHOTS }),
    );
    await core.kill();
    const dataDir = ground.folder();
    ground.later(() => stopPostgresOf(dataDir));
    const service = ground.driver('bench/services/depth-service.ts', {
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
    });
    const { url, text, orders, ...paths } = await service.ask('open', { resting });
    const served = await fetch(url + paths.depth).then((response) => response.text());
    const results = await alternate(rounds, ['depth', 'ready'], async (side, i) => {
      const task = {
        url,
        path: paths[side],
        reads: true,
        connections: LOAD_CONNECTIONS,
        seconds: loadSeconds(),
      };
      const result = await meter.during(() => once(ground, 'bench/lib/closed-loop.mjs', task));
      say(`  round ${i + 1} ${side}: ${count(result.rps)}/s, p99 ${result.p99} ms`);
      return result;
    });
    await service.ask('close');
    const ratios = pairRatios(results.depth, results.ready, ({ rps }) => rps);
    const rate = (side) => count(median(results[side].map(({ rps }) => rps)));
    const refused = [...results.depth, ...results.ready].reduce((sum, { non2xx }) => sum + non2xx, 0);
    return {
      values: [
        { what: 'in memory', value: measured.micros, unit: ' µs', good: 50, ambitious: 10, less: true },
        { what: 'by HTTP', value: median(ratios), unit: '', good: 0.8, ambitious: 0.95 },
      ],
      notes: [
        `${LEVELS} levels a side with decimal text, ${round(measured.micros)} µs at ${count(measured.resting)} resting orders`,
        `depth route ${rate('depth')}/s, ready text of the same ${count(text.length)} bytes ${rate('ready')}/s, rate limit lifted; ratios ${range(ratios)}`,
      ],
      method: `${count(SNAPSHOTS)} snapshots; ${rounds} rounds of ${loadSeconds()} s a side at ${LOAD_CONNECTIONS} connections`,
      gates: [
        {
          what: 'the depth is what all orders add up to',
          ok: measured.isRight && measured.resting === resting,
        },
        {
          what: 'the route gives the same depth',
          ok: served === text && orders === resting && refused === 0,
        },
      ],
    };
  },
};
