/**
 * An open loop that goes on whatever the service says: orders fall due at a fixed rate, each is sent as soon as one of
 * its member's connections is free, and an order that is refused is not sent again. What found no connection before the
 * end was never sent; on a machine that carries a tenth of what is due, that is most of it. Every acknowledged order is
 * remembered by its id.
 */
import { answering } from './answering.js';
import { Connection, statusOf } from './order-connection.mjs';

answering({ begin, tell, end });

const ORDER = /"orderId":"([^"]+)"/;
const RETRY = /\r\nretry-after: [1-9]/i;
/** How often what has fallen due is counted. */
const TICK_MS = 5;

const stats = { sent: 0, ok: 0, tooMany: 0, unavailable: 0, other: 0, withoutRetryAfter: 0, broken: 0 };
const acknowledged = [];
let due = () => 0;
let timer;
let members = [];
const run = `${process.pid.toString(36)}${Date.now().toString(36)}`;

async function begin({ url, path, members: who, connections, rate }) {
  const { host } = new URL(url);
  members = who.map(({ headers, accountIds }) => {
    const lines = Object.entries({ host, ...headers, 'content-type': 'application/json' });
    const head = `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}`;
    return { head, accountIds, free: [], sent: 0 };
  });
  const opened = Array.from({ length: connections }, (_, no) => open(members[no % members.length]));
  await Promise.all(opened);
  const begun = performance.now();
  due = () => Math.floor(((performance.now() - begun) * rate) / 1000);
  timer = setInterval(() => members.forEach(carry), TICK_MS);

  async function open(member) {
    member.free.push(await Connection.open(url, 0, () => (stats.broken += 1)));
  }
}

function carry(member) {
  const mine = Math.floor(due() / members.length);
  while (member.sent < mine && member.free.length > 0) send(member, member.free.pop());
}

function send(member, connection) {
  const n = ++stats.sent;
  member.sent += 1;
  const accountId = member.accountIds[n % member.accountIds.length];
  const body = `{"accountId":"${accountId}","symbol":"CEA-2026","side":"buy","price":"70.${10 + (n % 80)}","quantity":"1"}`;
  connection.send(
    `${member.head}idempotency-key: ${run}-${n}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    (answer) => {
      count(answer);
      member.free.push(connection);
      carry(member);
    },
  );
}

function count(answer) {
  const status = statusOf(answer);
  if (status === 201) {
    stats.ok += 1;
    acknowledged.push(ORDER.exec(answer)[1]);
    return;
  }
  stats[status === 429 ? 'tooMany' : status === 503 ? 'unavailable' : 'other'] += 1;
  if (!RETRY.test(answer)) stats.withoutRetryAfter += 1;
}

/** What has happened so far. */
function tell() {
  return { due: due(), at: performance.now(), ...stats };
}

function end() {
  clearInterval(timer);
  return { ...stats, acknowledged };
}
