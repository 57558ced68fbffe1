import { marketWithFunds, marketWithoutFunds } from '../../src/conformance/port-market.js';
import { readOpenings } from '../../src/conformance/openings.js';
import { runPort } from '../../src/conformance/run.js';

export type Chunks = Iterable<Uint8Array>;

/** `text` in pieces of the sizes that `next` gives. */
export function* cut(text: string, next: () => number): Generator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length;) {
    const to = from + next();
    yield bytes.subarray(from, to);
    from = to;
  }
}

/** What the port prints. `accounts` is an accounts file; without it funds are off. */
export async function reportsOf(input: string | Chunks, accounts?: string): Promise<string> {
  const market = accounts === undefined ? marketWithoutFunds() : marketWithFunds(readOpenings(accounts));
  const printed: Buffer[] = [];
  const chunks = typeof input === 'string' ? [Buffer.from(input)] : input;
  await runPort(market, stream(chunks), (bytes) => void printed.push(bytes));
  return Buffer.concat(printed).toString('latin1');
}

export async function* stream(chunks: Chunks): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
