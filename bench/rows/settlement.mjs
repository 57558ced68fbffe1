import { alternate, count, knob, median, pairRatios, range, round, say, sleep } from '../lib/measure.mjs';
import { BenchPostgres, valueOf } from '../lib/postgres.mjs';
import { newVenue, openVenue } from '../lib/venue.mjs';

const ACCOUNTS = 1_000;
const WATCH_MS = 5;
const MILLION = 1_000_000;
const SETTLED = 'SELECT count(*) FROM settlements';

export const settlement = {
  no: 8,
  name: 'settlement',
  title:
    'settlement of trades, delivery versus payment in ranges ÷ job-per-trade BullMQ peer; killed once and resumed',
  async run(ground, meter) {
    const [trades, rounds] = [knob('BENCH_TRADES', 20_000), knob('BENCH_ROUNDS', 3)];
    const peerTrades = knob('BENCH_PEER_TRADES', 2_000);
    const postgres = await BenchPostgres.start(ground);
    const database = await postgres.database('bench');
    const { driver, furnished } = await newVenue(ground, database, { accounts: ACCOUNTS });
    const { ownerUrl: PEER_DATABASE_URL } = await postgres.database('peer', { migrated: false });
    const peer = ground.driver('bench/peers/job-per-trade.mjs', { PEER_DATABASE_URL });
    await peer.ask('prepare');
    const { ours, jobs } = await alternate(rounds, ['ours', 'jobs'], async (side, i) => {
      if (side === 'ours') await driver.ask('trades', { trades });
      const work = () =>
        side === 'ours' ? driver.ask('settle') : peer.ask('settle', { trades: peerTrades });
      const { seconds, settled } = await meter.during(work);
      say(`  round ${i + 1} ${side}: ${count(settled)} trades in ${round(seconds)} s`);
      return settled / seconds;
    });
    const killed = await killedOnce(ground, postgres, database, { driver, furnished, trades });
    const { check } = killed;
    const peerCheck = await peer.ask('check');
    const [rate, jobRate] = [median(ours), median(jobs)];
    const ratios = pairRatios(ours, jobs);
    const all = trades * (rounds + 1);
    return {
      values: [
        { what: 'trades/s', value: median(ratios), unit: '×', good: 10, ambitious: 30 },
        { what: 'a million trades', value: MILLION / rate, unit: ' s', good: 90, ambitious: 40, less: true },
      ],
      notes: [
        `ours ${count(rate)} trades/s (${range(ours, 0)}) through bell, queue, worker and sequencer, serial numbers moved too, scaled to a million`,
        `job per trade ${count(jobRate)}/s (${range(jobs, 0)}), ${count(peerTrades)} trades a round; ratios ${range(ratios)}`,
        `kill -9 after ${count(killed.settledBefore)} of the last ${count(trades)} trades; recovered and settled the rest`,
      ],
      method: `${rounds} rounds of ${count(trades)} trades, then one that is killed`,
      gates: [
        {
          what: `${count(killed.settled)} of ${count(all)} trades settled, each once, the kill in the middle of a run`,
          ok: killed.settled === all && killed.settledBefore > 0 && killed.settledBefore < trades,
        },
        {
          what: `every promise held by the checker (${check.promises}): ${check.broken.join(', ') || 'none broken'}`,
          ok: check.ok,
        },
        {
          what: `the peer's entries cancel out, ${count(peerCheck.entries)} of them`,
          ok:
            peerCheck.unsettled === 0 && peerCheck.off === 0 && peerCheck.entries === 4 * peerTrades * rounds,
        },
      ],
    };
  },
};

/** The process dies with a range on its way; the next one recovers and goes on. */
async function killedOnce(ground, postgres, database, { driver, furnished, trades }) {
  const watch = await postgres.client(database);
  const before = await valueOf(watch, SETTLED);
  await driver.ask('trades', { trades });
  const died = driver.ask('settle').catch(() => undefined);
  while ((await valueOf(watch, SETTLED)) === before) await sleep(WATCH_MS);
  await driver.kill();
  await died;
  // What was on its way to PostgreSQL may still be committed.
  const settledBefore = (await valueOf(watch, SETTLED)) - before;
  const { driver: next } = await openVenue(ground, database, { furnished });
  const { pending } = await next.ask('state');
  if (pending > 0) await next.ask('settle');
  const settled = await valueOf(watch, SETTLED);
  say(
    `  killed after ${count(settledBefore)} of ${count(trades)} trades; resumed; now every promise is checked`,
  );
  const check = await next.ask('check');
  say(`  ${count(check.rows)} rows checked in ${round(check.seconds)} s`);
  return { settledBefore, settled, check };
}
