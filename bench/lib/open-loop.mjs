/**
 * Orders that arrive at a fixed rate whether the service keeps up or not. An order's time runs from the moment it was
 * due, not from when a connection was free to carry it: a service that stalls is charged for everybody who waited
 * (no coordinated omission). Arrivals are due on whole milliseconds, which is as finely as a timer wakes up.
 */
import { build } from 'hdr-histogram-js';
import { answering } from './answering.js';
import { sleep } from './measure.mjs';
import { isAccepted, openConnections, OrderRequests } from './order-connection.mjs';

const MICROS = 1_000;
const TRAILING_MS_MAX = 10_000;

answering({ run });

async function run(task) {
  const requests = new OrderRequests(task);
  const stats = { due: 0, ok: 0, non2xx: 0 };
  const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000 });
  const { all, broken } = await openConnections(task);
  const free = [...all];
  const waiting = [];
  const begun = performance.now();
  const end = task.seconds * 1000;
  await Promise.race([arrivals(), broken]);
  const last = performance.now() + TRAILING_MS_MAX;
  while (stats.ok + stats.non2xx < stats.due && performance.now() < last) await sleep(5);
  for (const connection of all) connection.close();
  const at = (percentile) => histogram.getValueAtPercentile(percentile) / MICROS;
  return {
    ...stats,
    p50: at(50),
    p90: at(90),
    p99: at(99),
    p999: at(99.9),
    max: histogram.maxValue / MICROS,
  };

  function arrivals() {
    return new Promise((resolve) => {
      const tick = () => {
        const passed = Math.min(Math.floor(performance.now() - begun), end);
        while (stats.due < Math.floor((passed * task.rate) / 1000)) {
          stats.due += 1;
          waiting.push(begun + Math.ceil((stats.due * 1000) / task.rate));
        }
        carry();
        if (passed < end) setTimeout(tick, 1);
        else resolve();
      };
      tick();
    });
  }

  function carry() {
    while (waiting.length > 0 && free.length > 0) {
      const dueAt = waiting.shift();
      const connection = free.pop();
      connection.send(requests.next(connection.no), (answer) => {
        histogram.recordValue(Math.max(1, Math.round((performance.now() - dueAt) * MICROS)));
        stats[isAccepted(answer) ? 'ok' : 'non2xx'] += 1;
        free.push(connection);
        carry();
      });
    }
  }
}
