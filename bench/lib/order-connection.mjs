/**
 * Orders over plain sockets: a load generator that costs little leaves the machine's cores to the two sides. Each
 * order has a key, body and price of its own.
 */
import { connect } from 'node:net';

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: (\d+)/i;

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

/** What all sockets of this process read into, one after the other: a buffer for each read costs more than the read. */
const READ = Buffer.allocUnsafe(65_536);

/** A keep-alive connection that carries one request at a time. */
export class Connection {
  /** Its place among those opened together. */
  no = 0;
  #socket;
  #got = '';
  #answered;
  #isClosing = false;

  /** `onBroken` hears of a connection that ends before it is closed from here. */
  static open(url, no, onBroken) {
    const { hostname, port } = new URL(url);
    const connection = new Connection();
    connection.no = no;
    return new Promise((resolve, reject) => {
      const callback = (bytes) => connection.#hear(READ.latin1Slice(0, bytes));
      const socket = connect({ port: Number(port), host: hostname, onread: { buffer: READ, callback } });
      connection.#socket = socket;
      socket.setNoDelay(true);
      socket.on('connect', () => resolve(connection));
      socket.on('error', reject);
      socket.on('close', () => connection.#isClosing || onBroken(new Error('a connection broke')));
    });
  }

  /** Calls back with the whole answer as text, a character a byte. */
  send(request, answered) {
    this.#answered = answered;
    this.#socket.write(request, 'latin1');
  }

  close() {
    this.#isClosing = true;
    this.#socket.end();
  }

  #hear(text) {
    const got = this.#got === '' ? text : this.#got + text;
    const headEnd = got.indexOf(HEAD_END);
    if (
      headEnd < 0 ||
      got.length < headEnd + HEAD_END.length + Number(LENGTH.exec(got.slice(0, headEnd))?.[1] ?? 0)
    ) {
      this.#got = got;
      return;
    }
    this.#got = '';
    this.#answered(got);
  }
}

export const statusOf = (answer) => Number(answer.slice(9, 12));
export const isAccepted = (answer) => answer.startsWith('HTTP/1.1 2');
