/**
 * One round of orders from a process of its own, over plain sockets: a load generator that costs little leaves the
 * machine's cores to the two sides. Each connection sends its next order when the last is answered; each order has a
 * key, body and price of its own.
 */
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

process.once('message', async (task) => {
  const { hostname, port } = new URL(task.url);
  const run = `${process.pid}-${Date.now()}`;
  const headers = Object.entries({
    host: `${hostname}:${port}`,
    ...task.headers,
    'content-type': 'application/json',
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const stats = { sent: 0, ok: 0, non2xx: 0, errors: 0, times: [] };
  const begun = performance.now();
  const end = begun + task.seconds * 1000;
  await Promise.all(
    Array.from({ length: task.connections }, () =>
      talk(task, Number(port), hostname, headers, run, stats, end),
    ),
  );
  const seconds = (performance.now() - begun) / 1000;
  stats.times.sort((a, b) => a - b);
  const at = (share) => Number((stats.times[Math.floor(stats.times.length * share)] ?? 0).toFixed(1));
  process.send({
    ok: stats.ok,
    rps: stats.ok / seconds,
    p50: at(0.5),
    p99: at(0.99),
    non2xx: stats.non2xx,
    errors: stats.errors,
  });
  process.exit(0);
});

function nextRequest({ path, accountId }, headers, run, stats) {
  const n = ++stats.sent;
  // Bids below every ask: they rest, so that every order is written, held and kept.
  const body = `{"accountId":"${accountId ?? n}","symbol":"CEA-2026","side":"buy","price":"70.${10 + (n % 80)}","quantity":"1"}`;
  return `POST ${path} HTTP/1.1\r\n${headers}idempotency-key: ${run}-${n}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

function talk(task, port, hostname, headers, run, stats, end) {
  return new Promise((resolve) => {
    const socket = connect(port, hostname);
    let sentAt = 0;
    let got = Buffer.alloc(0);
    const send = () => {
      sentAt = performance.now();
      if (sentAt >= end) return socket.end();
      socket.write(nextRequest(task, headers, run, stats));
    };
    socket.setNoDelay(true);
    socket.on('connect', send);
    socket.on('data', (chunk) => {
      got = got.length === 0 ? chunk : Buffer.concat([got, chunk]);
      const headEnd = got.indexOf(HEAD_END);
      if (headEnd < 0) return;
      const head = got.toString('latin1', 0, headEnd);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (got.length < headEnd + 4 + length) return;
      stats.times.push(performance.now() - sentAt);
      if (head.startsWith('HTTP/1.1 2')) stats.ok += 1;
      else stats.non2xx += 1;
      got = Buffer.alloc(0);
      send();
    });
    socket.on('error', () => {
      stats.errors += 1;
      resolve();
    });
    socket.on('close', resolve);
  });
}
