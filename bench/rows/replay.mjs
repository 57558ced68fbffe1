import { BATCH, DRIVER, rateOf, writeBundle } from '../lib/bundle.mjs';
import { count, knob, median, range, say } from '../lib/measure.mjs';

const MICRO = 1e6;

export const replay = {
  no: 14,
  name: 'replay',
  title: 'auditor’s replay of a bundle: chain checked, every command decided again and compared byte by byte',
  async run(ground, meter) {
    const rounds = knob('BENCH_ROUNDS', 3);
    const { file, spoilt, ...written } = await writeBundle(ground);
    const replays = [];
    for (let i = 0; i < rounds; i++) {
      const reader = ground.driver(DRIVER);
      replays.push(await meter.during(() => reader.ask('replay', { file })));
      await reader.kill();
      say(`  round ${i + 1}: ${rateOf(replays[i].commands, replays[i].seconds)}`);
    }
    const reader = ground.driver(DRIVER);
    const stopped = await reader.ask('replay', { file: spoilt });
    await reader.kill();
    const rates = replays.map(({ commands: all, seconds }) => all / seconds);
    const cpu = replays.map(({ commands: all, cpuMicros }) => (all / cpuMicros) * MICRO);
    return {
      values: [{ what: 'commands/s', value: median(rates), unit: '/s', good: 150_000, ambitious: 300_000 }],
      notes: [
        `${count(replays[0].commands)} commands of W1 and its furnishing, ${count(replays[0].trades)} trades: ${range(rates, 0)}/s, ${range(cpu, 0)} a second of processor time`,
      ],
      method: `${rounds} replays, a new process every time, batches of ${BATCH}`,
      gates: [
        {
          what: 'the published state is met',
          ok: replays.every((one) => one.difference === undefined && one.stateHash === written.stateHash),
        },
        { what: `one changed digit was found (${stopped.difference})`, ok: stopped.difference !== undefined },
      ],
    };
  },
};
