/** What every row does with its numbers: alternating rounds, medians of pair ratios, and the kernel's steal counter. */
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
export const round = (value, digits = 2) => Number(value.toFixed(digits));
export const count = (value) => Math.round(value).toLocaleString('en');
export const range = (values, digits = 2) =>
  `${round(Math.min(...values), digits)}–${round(Math.max(...values), digits)}`;

/** A number from the environment; what a row was told is printed with its figures. */
export const knob = (name, normal) => Number(process.env[name] ?? normal);

/** Every side once a round, in turns from the front and from the back, so that a slow drift favours nobody. */
export async function alternate(rounds, sides, run) {
  const results = Object.fromEntries(sides.map((side) => [side, []]));
  for (let i = 0; i < rounds; i++) {
    for (const side of i % 2 === 0 ? sides : sides.toReversed()) results[side].push(await run(side, i));
  }
  return results;
}

/** The ratio a ÷ b of every round. */
export const pairRatios = (a, b, of = (value) => value) => a.map((value, i) => of(value) / of(b[i]));

/** ln of a cost ratio over ln of a size ratio: 0 means that size does not matter, 1 that cost grows with it. */
export const growthExponent = (costRatio, sizeRatio) => Math.log(costRatio) / Math.log(sizeRatio);

/** Share of all CPU time that the hypervisor took while something was measured; setting up is not counted. */
export class StealMeter {
  stolen = 0;
  total = 0;

  async during(work) {
    const before = cpuTicks();
    try {
      return await work();
    } finally {
      const after = cpuTicks();
      this.stolen += after.steal - before.steal;
      this.total += after.total - before.total;
    }
  }

  get percent() {
    return this.total === 0 ? 0 : round((100 * this.stolen) / this.total);
  }
}

function cpuTicks() {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].trim().split(/\s+/).slice(1, 9);
  const ticks = fields.map(Number);
  return { steal: ticks[7], total: ticks.reduce((a, b) => a + b, 0) };
}

export function machine() {
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0].model.trim()}, ${gib} GiB, Node ${process.versions.node}`;
}

export const residentMb = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Progress for whoever waits; figures go to stdout. */
export const say = (text) => process.stderr.write(`${text}\n`);
