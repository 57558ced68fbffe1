import { startPeer } from '../lib/peer.mjs';
import { valueOf } from '../lib/postgres.mjs';
import { BenchService } from '../lib/service.mjs';
import { accepted, LOAD_CONNECTIONS, loadRounds, loadSeconds, orderRounds } from '../lib/order-rounds.mjs';
import { count, median, pairRatios, range, residentMb, round } from '../lib/measure.mjs';

const MANY_CONNECTIONS = 256;

export const orders = peerRow({
  no: 1,
  name: 'orders',
  peerName: 'naive transaction-per-order peer',
  file: 'bench/peers/naive-exchange.mjs',
  runs: [
    { connections: LOAD_CONNECTIONS, good: 10, ambitious: 15 },
    { connections: MANY_CONNECTIONS, good: 10, ambitious: 20 },
  ],
});

export const typeorm = peerRow({
  no: 2,
  name: 'typeorm',
  peerName: 'TypeORM transaction-per-order peer',
  file: 'bench/peers/typeorm-exchange.mjs',
  runs: [{ connections: LOAD_CONNECTIONS, good: 25, ambitious: 40 }],
});

/** Authenticated, validated, matched, journalled and on disk before the 201, against a peer on the same PostgreSQL. */
function peerRow({ no, name, peerName, file, runs }) {
  return { no, name, title: `durable orders/s through HTTP ÷ ${peerName}`, run };

  async function run(ground, meter) {
    const service = await BenchService.start(ground);
    const idleMb = residentMb(service.child.pid);
    const tasks = {
      ours: await service.orderTask(Math.max(...runs.map(({ connections }) => connections))),
      peer: await startPeer(ground, file, await service.databaseUrl()),
    };
    const [values, notes, all] = [[], [], { ours: [], peer: [] }];
    for (const { connections, good, ambitious } of runs) {
      const { ours, peer } = await orderRounds(ground, meter, tasks, connections);
      const ratios = pairRatios(ours, peer, ({ rps }) => rps);
      values.push({ what: `${connections} connections`, value: median(ratios), unit: '×', good, ambitious });
      notes.push(
        `${connections} connections: ours ${shown(ours)}; peer ${shown(peer)}; ratios ${range(ratios)}`,
      );
      all.ours.push(...ours);
      all.peer.push(...peer);
    }
    const openMb = residentMb(service.child.pid);
    notes.push(
      `resident ${count(idleMb)} MB idle, ${count(openMb)} MB with ${count(accepted(all.ours))} orders open`,
    );
    return { values, notes, method: method(), gates: await gates(ground, service, all) };
  }
}

export const method = () => `${loadRounds()} rounds of ${loadSeconds()} s a side`;

export const shown = (results) =>
  `${count(median(results.map(({ rps }) => rps)))}/s (p50 ${round(median(results.map(({ p50 }) => p50)))} ms, ` +
  `p99 ${round(median(results.map(({ p99 }) => p99)))} ms)`;

/** What was acknowledged is on record, after kill -9. */
async function gates(ground, service, { ours, peer }) {
  const database = await service.database(ground);
  await service.kill();
  const kept = await valueOf(database, 'SELECT count(*) FROM orders');
  const keptByPeer = await valueOf(database, 'SELECT count(*) FROM peer.orders');
  return [
    {
      what: `${count(accepted(ours))} of ours acknowledged, ${count(kept)} on record after kill -9`,
      ok: kept === accepted(ours),
    },
    {
      what: `${count(accepted(peer))} of the peer's, ${count(keptByPeer)} on record`,
      ok: keptByPeer === accepted(peer),
    },
  ];
}
