import type { WorkloadCommand, WorkloadOutcome } from './workload.js';

const HASH_START = 0x811c9dc5 | 0;
const mix = (hash: number, value: number): number => Math.imul(hash ^ value, 16777619);

/** A workload in the language of the conformance port, without accounts, and a question for the whole book at its end. */
export function* portLines(commands: Iterable<WorkloadCommand>): Generator<string> {
  let seq = 0;
  for (const { type, id, side, price, quantity } of commands) {
    seq += 1;
    const term = { limit: 'DAY', ioc: 'IOC', market: 'MKT', cancel: '' }[type];
    yield type === 'cancel'
      ? `C,${seq},${id}\n`
      : `N,${seq},${side === 'buy' ? 'B' : 'S'},${id},${price},${quantity},${term}\n`;
  }
  yield `Q,${seq + 1},${Number.MAX_SAFE_INTEGER}\n`;
}

/** What the printed reports say of trades and of the book, in the measures by which workloads are known. */
export class ReportHashes {
  private readonly outcome = { trades: 0, volume: 0, levels: 0 };
  private tradeHash = HASH_START;
  private depthHash = HASH_START;

  add(line: string): void {
    const [letter, ...fields] = line.split(',');
    if (letter === 'T') this.trade(fields.map(Number));
    else if (letter === 'B') this.level(fields.slice(2).map(Number));
  }

  all(): WorkloadOutcome {
    return { ...this.outcome, tradeHash: this.tradeHash >>> 0, depthHash: this.depthHash >>> 0 };
  }

  private trade([, price, quantity, maker, taker]: number[]): void {
    this.tradeHash = mix(mix(mix(mix(this.tradeHash, maker), taker), price), quantity);
    this.outcome.trades += 1;
    this.outcome.volume += quantity;
  }

  private level([price, quantity]: number[]): void {
    this.depthHash = mix(mix(this.depthHash, price), quantity);
    this.outcome.levels += 1;
  }
}
