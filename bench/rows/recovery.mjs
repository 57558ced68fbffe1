import { count, knob, median, range, round, say } from '../lib/measure.mjs';
import { BenchPostgres } from '../lib/postgres.mjs';
import { newVenue, openVenue } from '../lib/venue.mjs';

const MILLION = 1_000_000;
const TAIL = 100_000;
const ACCOUNTS = 1_000;

export const recovery = {
  no: 7,
  name: 'recovery',
  title:
    'recovery after kill -9: seconds to a first new order on disk, chain verified, every command decided again',
  async run(ground, meter) {
    const [commands, rounds] = [knob('BENCH_COMMANDS', 300_000), knob('BENCH_ROUNDS', 3)];
    const postgres = await BenchPostgres.start(ground);
    const database = await postgres.database('bench');
    const owner = await postgres.client(database);
    // Recovery reads the journal and snapshots alone: the tables beside it need not be written for this row.
    const { driver: writer, furnished } = await newVenue(ground, database, {
      accounts: ACCOUNTS,
      journalOnly: true,
    });
    await writer.ask('orders', { commands, seed: 1 });
    const written = await writer.ask('state');
    await writer.kill();
    await owner.query('DELETE FROM venue_snapshots');
    const from = { ground, meter, database, furnished, rounds };
    const whole = await recoveries(from, 'journal');

    const { driver: keeper } = await openVenue(ground, database, { furnished });
    await keeper.ask('snapshot');
    await keeper.kill();
    const { driver: tailWriter } = await openVenue(ground, database, { furnished });
    await tailWriter.ask('orders', { commands: TAIL, seed: 2, journalOnly: true });
    const tailWritten = await tailWriter.ask('state');
    await tailWriter.kill();
    await owner.query('DELETE FROM venue_snapshots WHERE seq > (SELECT min(seq) FROM venue_snapshots)');
    const tail = await recoveries(from, 'snapshot and tail');
    return {
      values: [
        {
          what: 'a million commands',
          value: median(whole.map(({ servingMs, lastSeq }) => (servingMs / 1000 / lastSeq) * MILLION)),
          unit: ' s',
          good: 5,
          ambitious: 1.5,
          less: true,
        },
        {
          what: `snapshot and ${count(TAIL)} commands`,
          value: median(tail.map(({ servingMs }) => servingMs / 1000)),
          unit: ' s',
          good: 2,
          ambitious: 1,
          less: true,
        },
      ],
      notes: [
        `measured over ${count(written.lastSeq)} journalled commands: ${shown(whole)}, scaled to a million`,
        `from a snapshot of ${count(written.lastSeq)} commands and a tail of ${count(TAIL)}: ${shown(tail)}`,
      ],
      method: `${rounds} recoveries each, a new process every time`,
      gates: [
        { what: 'state hash before the kill = after recovery', ok: whole[0].hash === written.hash },
        {
          what: 'the same with snapshot and tail',
          ok: tail[0].hash === tailWritten.hash,
        },
      ],
    };
  },
};

const shown = (results) => {
  const seconds = results.map(({ servingMs }) => servingMs / 1000);
  return `${round(median(seconds))} s (${range(seconds)})`;
};

async function recoveries({ ground, meter, database, furnished, rounds }, what) {
  const results = [];
  for (let i = 0; i < rounds; i++) {
    const { driver, opened: result } = await meter.during(() =>
      openVenue(ground, database, { furnished, proof: true }),
    );
    await driver.kill();
    say(
      `  round ${i + 1} ${what}: rebuilt in ${count(result.rebuildMs)} ms, serving in ${count(result.servingMs)} ms`,
    );
    results.push(result);
  }
  return results;
}
