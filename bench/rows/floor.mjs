import { valueOf } from '../lib/postgres.mjs';
import { BenchService } from '../lib/service.mjs';
import { accepted, orderRounds } from '../lib/order-rounds.mjs';
import { count, median, pairRatios, range } from '../lib/measure.mjs';
import { method, shown } from './orders.mjs';

export const floor = {
  no: 3,
  name: 'floor',
  title: 'durable orders/s ÷ our own HTTP floor (same guard, schema and answer; nothing decided or written)',
  async run(ground, meter) {
    const service = await BenchService.start(ground);
    const bare = await BenchService.start(ground, { entry: 'bench/services/floor.mjs' });
    const tasks = { ours: await service.orderTask(), floor: await bare.orderTask() };
    const results = await orderRounds(ground, meter, tasks);
    const ratios = pairRatios(results.ours, results.floor, ({ rps }) => rps);
    const database = await service.database(ground);
    await service.kill();
    const kept = await valueOf(database, 'SELECT count(*) FROM orders');
    const sent = accepted(results.ours);
    return {
      values: [{ what: '64 connections', value: median(ratios), unit: '', good: 0.5, ambitious: 0.75 }],
      notes: [`ours ${shown(results.ours)}; floor ${shown(results.floor)}; ratios ${range(ratios)}`],
      method: method(),
      gates: [
        { what: `${count(sent)} acknowledged, ${count(kept)} on record after kill -9`, ok: kept === sent },
      ],
    };
  },
};
