/**
 * Orders over plain sockets: a load generator that costs little leaves the machine's cores to the two sides. Each
 * order has a key, body and price of its own.
 */
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/** The orders of one run, as bytes of HTTP. Each connection belongs to one member. */
export class OrderRequests {
  sent = 0;
  #run = `${process.pid}-${Date.now()}`;
  #members;
  #path;

  constructor({ url, path, members }) {
    const { host } = new URL(url);
    this.#path = path;
    this.#members = members.map(({ headers, accountIds }) => {
      const lines = Object.entries({ host, ...headers, 'content-type': 'application/json' });
      return { accountIds, head: lines.map(([name, value]) => `${name}: ${value}\r\n`).join('') };
    });
  }

  next(connectionNo) {
    const n = ++this.sent;
    const { accountIds, head } = this.#members[connectionNo % this.#members.length];
    const accountId = accountIds === undefined ? n : accountIds[n % accountIds.length];
    // Bids below every ask: they rest, so that every order is written, held and kept.
    const body = `{"accountId":"${accountId}","symbol":"CEA-2026","side":"buy","price":"70.${10 + (n % 80)}","quantity":"1"}`;
    return `POST ${this.#path} HTTP/1.1\r\n${head}idempotency-key: ${this.#run}-${n}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  }
}

/** The same question again and again. */
export class Reads {
  #text;

  constructor({ url, path }) {
    this.#text = `GET ${path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\n\r\n`;
  }

  next() {
    return this.#text;
  }
}

/** So many connections, and a promise that fails when one of them breaks. */
export async function openConnections({ url, connections }) {
  let onBroken;
  const broken = new Promise((_, reject) => (onBroken = reject));
  broken.catch(() => undefined);
  const all = await Promise.all(
    Array.from({ length: connections }, (_, no) => Connection.open(url, no, onBroken)),
  );
  return { all, broken };
}

/** A keep-alive connection that carries one request at a time. */
class Connection {
  /** Its place among those opened together. */
  no = 0;
  #socket;
  #got = Buffer.alloc(0);
  #answered;
  #isClosing = false;

  /** `onBroken` hears of a connection that ends before it is closed from here. */
  static open(url, no, onBroken) {
    const { hostname, port } = new URL(url);
    const connection = new Connection();
    connection.no = no;
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      connection.#socket = socket;
      socket.setNoDelay(true);
      socket.on('connect', () => resolve(connection));
      socket.on('data', (chunk) => connection.#hear(chunk));
      socket.on('error', reject);
      socket.on('close', () => connection.#isClosing || onBroken(new Error('a connection broke')));
    });
  }

  /** Calls back with whether the answer was 2xx. */
  send(request, answered) {
    this.#answered = answered;
    this.#socket.write(request);
  }

  close() {
    this.#isClosing = true;
    this.#socket.end();
  }

  #hear(chunk) {
    const got = this.#got.length === 0 ? chunk : Buffer.concat([this.#got, chunk]);
    this.#got = got;
    const headEnd = got.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = got.toString('latin1', 0, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (got.length < headEnd + HEAD_END.length + length) return;
    this.#got = Buffer.alloc(0);
    this.#answered(head.startsWith('HTTP/1.1 2'));
  }
}
