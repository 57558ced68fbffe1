/** As many requests as the connections can carry: each sends its next one when the last is answered. */
import { answering } from './answering.js';
import { isAccepted, openConnections, OrderRequests, Reads } from './order-connection.mjs';

answering({ run });

async function run(task) {
  const requests = task.reads === true ? new Reads(task) : new OrderRequests(task);
  const stats = { ok: 0, non2xx: 0 };
  const times = [];
  const { all, broken } = await openConnections(task);
  const begun = performance.now();
  const end = begun + task.seconds * 1000;
  await Promise.race([Promise.all(all.map(talk)), broken]);
  const seconds = (performance.now() - begun) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(1));
  return { ...stats, rps: stats.ok / seconds, p50: at(0.5), p99: at(0.99) };

  function talk(connection) {
    return new Promise((resolve) => {
      const send = () => {
        const sentAt = performance.now();
        if (sentAt >= end) {
          connection.close();
          return resolve();
        }
        connection.send(requests.next(connection.no), (answer) => {
          times.push(performance.now() - sentAt);
          stats[isAccepted(answer) ? 'ok' : 'non2xx'] += 1;
          send();
        });
      };
      send();
    });
  }
}
