import { expect, it } from '@jest/globals';
import { floorOf, megabytesPerHour, soak, type SoakPlan } from './soak.js';

const MINUTES = Number(process.env.SOAK_MINUTES ?? 0);
const PROMISE = { minutes: 30, megabytesPerHour: 1 };
const SHORT: SoakPlan = { capacitySeconds: 2, warmSeconds: 6, seconds: 10, sampleSeconds: 0.5 };
/**
 * Half an hour is what the promise is about. A few seconds are still filling what a feed keeps for those who come back,
 * some kilobytes of each order, so there it is counted by the order, however slow the machine is.
 */
const SHORT_BYTES_AN_ORDER = 32_768;
const LEAK_BYTES = 65_536;
const COMMANDS_AN_ORDER = 2;

const plan: SoakPlan =
  MINUTES === 0 ? SHORT : { capacitySeconds: 10, warmSeconds: 60, seconds: MINUTES * 60, sampleSeconds: 5 };
const isPromise = MINUTES >= PROMISE.minutes;

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

it('sees the floor of a heap on which requests come and go, and that it rises', () => {
  const heaps = (mbPerHour: number): { atSeconds: number; heapBytes: number }[] =>
    Array.from({ length: 360 }, (_, no) => ({
      atSeconds: no * 5,
      // Every minute one sample finds nothing in flight; the later, the more the others find.
      heapBytes: 1_048_576 * (70 + (mbPerHour * no * 5) / 3_600 + (no % 12 === 0 ? 0 : (no % 7) + no / 10)),
    }));
  expect(megabytesPerHour(heaps(0))).toBeGreaterThan(50);
  expect(megabytesPerHour(floorOf(heaps(0)))).toBeCloseTo(0, 6);
  expect(megabytesPerHour(floorOf(heaps(12)))).toBeCloseTo(12, 0);
});

it(
  'keeps its heap under a steady load at half of its capacity',
  async () => {
    const { samples, orders, refused, capacity, rate } = await soak(plan);
    const floor = floorOf(samples);
    const slope = megabytesPerHour(floor);
    const code = megabytesPerHour(floor.map((sample) => ({ ...sample, heapBytes: sample.codeBytes })));
    const refusals = [...refused].map(([answer, times]) => `${times} × ${answer}`).join(', ');
    const heaps = samples.map(({ heapBytes }) => heapBytes / 1_048_576);
    process.stderr.write(
      `soak: ${plan.seconds} s at ${rate.toFixed(0)} of ${capacity.toFixed(0)} orders/s placed and cancelled, ${orders} acknowledged, ` +
        `refused: ${refusals === '' ? 'none' : refusals}; heap after collection ${Math.min(...heaps).toFixed(2)}–${Math.max(...heaps).toFixed(2)} MB ` +
        `in ${samples.length} samples, slope ${slope.toFixed(2)} MB/h, ${code.toFixed(2)} of it compiled code\n`,
    );
    expect(samples.length).toBeGreaterThan(3);
    expect(orders).toBeGreaterThan(50);
    expect([...refused]).toEqual([]);
    if (isPromise) expect(slope).toBeLessThanOrEqual(PROMISE.megabytesPerHour);
    else expect(bytesAnOrder(slope, rate)).toBeLessThanOrEqual(SHORT_BYTES_AN_ORDER);
  },
  (plan.seconds + 300) * 1_000,
);

it('would notice a service that keeps something of each command', async () => {
  const { samples, orders, rate } = await soak({ ...SHORT, leakBytes: LEAK_BYTES });
  const slope = megabytesPerHour(floorOf(samples));
  const each = bytesAnOrder(slope, rate);
  process.stderr.write(`soak: ${LEAK_BYTES} bytes of each command kept: ${each.toFixed(0)} bytes an order\n`);
  expect(orders).toBeGreaterThan(50);
  expect(each).toBeGreaterThan(SHORT_BYTES_AN_ORDER);
  expect(each).toBeGreaterThan((LEAK_BYTES * COMMANDS_AN_ORDER) / 2);
}, 300_000);

function bytesAnOrder(slope: number, rate: number): number {
  return (slope * 1_048_576) / 3_600 / rate;
}
