import { count, knob, median, range, say } from '../lib/measure.mjs';
import { BenchPostgres } from '../lib/postgres.mjs';
import { newVenue } from '../lib/venue.mjs';

const ACCOUNTS = 1_000;

export const audit = {
  no: 10,
  name: 'audit',
  title:
    'full verification (chain, every command decided again, conservation, holds, tables = journal): rows/s',
  async run(ground, meter) {
    const [commands, rounds] = [knob('BENCH_COMMANDS', 40_000), knob('BENCH_ROUNDS', 3)];
    const postgres = await BenchPostgres.start(ground);
    const database = await postgres.database('bench');
    const owner = await postgres.client(database);
    const { driver } = await newVenue(ground, database, { accounts: ACCOUNTS });
    await driver.ask('orders', { commands, seed: 1 });
    await driver.ask('settleAll');
    const checks = [];
    for (let i = 0; i < rounds; i++) {
      checks.push(await meter.during(() => driver.ask('check')));
      const { rows, seconds } = checks[i];
      say(`  round ${i + 1}: ${count(rows)} rows in ${seconds.toFixed(1)} s`);
    }
    // A checker that finds nothing must be able to find something.
    await owner.query(
      'UPDATE ledger_postings SET amounts[1] = amounts[1] + 1 WHERE (cause, cause_no) = ($1, 1)',
      ['trade'],
    );
    const planted = await driver.ask('check');
    const rates = checks.map(({ rows, seconds }) => rows / seconds);
    const [{ rows, promises }] = checks;
    return {
      values: [{ what: 'rows/s', value: median(rates), unit: '/s', good: 500_000, ambitious: 1_000_000 }],
      notes: [
        `${count(rows)} rows: journal records and the table rows compared with them (${range(rates, 0)} rows/s)`,
      ],
      method: `${rounds} checks of ${count(checks[0].commands)} journalled commands`,
      gates: [
        { what: `${promises} promises held`, ok: checks.every(({ ok }) => ok) },
        { what: `one changed amount was found (${planted.broken.length} promises)`, ok: !planted.ok },
      ],
    };
  },
};
