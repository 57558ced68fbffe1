import { expect, it } from '@jest/globals';
import { megabytesPerHour, soak, type SoakPlan } from './soak.js';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 0);
/**
 * Half an hour is what the promise is about. In the short version a slow machine is still filling what a feed keeps for
 * those who come back: some hundred bytes of each message, up to 1,000 MB/h.
 */
const PROMISE = { minutes: 30, megabytesPerHour: 1 };
const SHORT: SoakPlan = { capacitySeconds: 2, warmSeconds: 6, seconds: 10, sampleSeconds: 0.5 };
const SHORT_BOUND = 2_500;
const LEAK_BYTES = 16_384;

const plan: SoakPlan =
  MINUTES === 0 ? SHORT : { capacitySeconds: 10, warmSeconds: 60, seconds: MINUTES * 60, sampleSeconds: 5 };
const bound =
  MINUTES === 0 ? SHORT_BOUND : MINUTES >= PROMISE.minutes ? PROMISE.megabytesPerHour : SHORT_BOUND / MINUTES;

it('measures the slope of a line, and of points around it', () => {
  const line = [0, 1, 2, 3].map((no) => ({ atSeconds: no * 10, heapBytes: 5e7 + no * 1_048_576 }));
  expect(megabytesPerHour(line)).toBeCloseTo(360, 6);
  const around = line.map((sample, no) => ({
    ...sample,
    heapBytes: sample.heapBytes + [100, -100, -100, 100][no],
  }));
  expect(megabytesPerHour(around)).toBeCloseTo(360, 6);
  expect(megabytesPerHour(line.map(({ atSeconds }) => ({ atSeconds, heapBytes: 7 })))).toBe(0);
});

it(
  'keeps its heap under a steady load at half of its capacity',
  async () => {
    const { samples, orders, refused, capacity, rate } = await soak(plan);
    const slope = megabytesPerHour(samples);
    const heaps = samples.map(({ heapBytes }) => heapBytes / 1_048_576);
    process.stderr.write(
      `soak: ${plan.seconds} s at ${rate.toFixed(0)} of ${capacity.toFixed(0)} orders/s placed and cancelled, ${orders} acknowledged, ` +
        `${refused} refused; heap after collection ${Math.min(...heaps).toFixed(2)}–${Math.max(...heaps).toFixed(2)} MB ` +
        `in ${samples.length} samples, slope ${slope.toFixed(2)} MB/h\n`,
    );
    expect(samples.length).toBeGreaterThan(5);
    expect(orders).toBeGreaterThan(100);
    expect(refused).toBe(0);
    expect(slope).toBeLessThanOrEqual(bound);
  },
  (plan.seconds + 300) * 1_000,
);

it('would notice a service that keeps something of each command', async () => {
  const { samples, orders } = await soak({ ...SHORT, leakBytes: LEAK_BYTES });
  const slope = megabytesPerHour(samples);
  process.stderr.write(`soak: ${LEAK_BYTES} bytes of each command kept: slope ${slope.toFixed(0)} MB/h\n`);
  expect(orders).toBeGreaterThan(100);
  expect(slope).toBeGreaterThan(SHORT_BOUND);
}, 300_000);
