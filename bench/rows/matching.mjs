import { alternate, count, knob, median, pairRatios, range, say } from '../lib/measure.mjs';

const WORKLOADS = [
  { name: 'W1', deep: false, good: 8, ambitious: 12 },
  { name: 'W2', deep: true, good: 20, ambitious: 40 },
];
const NANOS = 1e9;

export const matching = {
  no: 4,
  name: 'matching',
  title:
    'matching with accounts, holds, fees, self-trade prevention and events ÷ npm nodejs-order-book (none of them)',
  async run(ground, meter) {
    const [commands, rounds] = [knob('BENCH_COMMANDS', 1_000_000), knob('BENCH_ROUNDS', 3)];
    const [values, notes, gates] = [[], [], []];
    for (const { name, deep, good, ambitious } of WORKLOADS) {
      const sides = { ours: matcher(ground), peer: matcher(ground) };
      const expected = await sides.ours.ask('expected', { commands, deep });
      const { ours, peer } = await alternate(rounds, Object.keys(sides), async (side, i) => {
        const result = await meter.during(() => sides[side].ask(side, { commands, deep }));
        say(`  ${name} round ${i + 1} ${side}: ${count(result.nanosEach)} ns a command`);
        return result;
      });
      for (const side of Object.values(sides)) await side.kill();
      const ratios = pairRatios(peer, ours, ({ nanosEach }) => nanosEach);
      const [mine, its] = [ours, peer].map((results) => median(results.map(({ nanosEach }) => nanosEach)));
      values.push({ what: name, value: median(ratios), unit: '×', good, ambitious });
      notes.push(
        `${name}: ours ${count(mine)} ns a command (${count(NANOS / mine)}/s), peer ${count(its)} ns, ratios ${range(ratios)}`,
      );
      gates.push({
        what: `${name}: ${count(expected.trades)} trades, and equal depth ${expected.depthHash} of ours, peer and the bare book`,
        ok:
          ours.every(({ trades }) => trades === expected.trades) &&
          [...ours, ...peer].every(({ depthHash }) => depthHash === expected.depthHash),
      });
    }
    return { values, notes, gates, method: `${rounds} rounds of ${count(commands)} commands a side, seed 1` };
  },
};

const matcher = (ground) => ground.driver('bench/drivers/matching-driver.ts');
