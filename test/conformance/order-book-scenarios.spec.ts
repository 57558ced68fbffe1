import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { ConformancePort, type Reports } from '../../src/conformance/conformance-port.js';
import { PortCommand } from '../../src/conformance/port-command.js';
import { INSTRUMENT, marketWithoutFunds } from '../../src/conformance/port-market.js';
import { whenPresent } from '../support/when.js';

/**
 * A well-known exercise of fourteen scenarios (matthewp131/orderbook_rust_demo: input_file.csv, output_file.csv), which
 * has no licence and is therefore not shipped: ORDER_BOOK_SCENARIOS names the folder.
 */
const FOLDER = process.env.ORDER_BOOK_SCENARIOS ?? '';
const isPresent = FOLDER !== '' && existsSync(join(FOLDER, 'input_file.csv'));
const itWithData = whenPresent(isPresent, 'order book scenarios: ORDER_BOOK_SCENARIOS names no folder');

/** The lines of each scenario, by its number; where it says so, which scenario's input it uses. */
function scenarios(file: string): Map<number, { lines: string[]; input: number }> {
  const all = new Map<number, { lines: string[]; input: number }>();
  let current: string[] = [];
  for (const line of readFileSync(join(FOLDER, file), 'utf8').split('\n')) {
    const named = /^#name: scenario\s+(\d+)(?: - input scenario\s+(\d+))?/.exec(line);
    if (named !== null) {
      current = [];
      all.set(Number(named[1]), { lines: current, input: Number(named[2] ?? named[1]) });
    } else if (/^[A-Z],/.test(line)) current.push(line.replace(/\s/g, ''));
  }
  return all;
}

/** Our port, speaking the exercise's language. Its users number their orders each for himself. */
class Exercise implements Reports {
  readonly output: string[] = [];
  private readonly market = marketWithoutFunds();
  private readonly port = new ConformancePort(this.market, this);
  private readonly orders: string[] = [];
  private readonly best = { buy: '', sell: '' };
  private taker = '';

  /** `trades`: orders that would cross trade; else they only ever make, and are refused. */
  constructor(private readonly trades: boolean) {}

  hear(line: string): void {
    const [letter, user, ...rest] = line.split(',');
    const command = new PortCommand();
    const name = (userOrderId: string): string => `${user},${userOrderId}`;
    if (letter === 'N') {
      const [, price, quantity, side, userOrderId] = rest;
      Object.assign(command, { kind: 'new', side: side === 'B' ? 'buy' : 'sell' });
      Object.assign(command, { price: Number(price), quantity: Number(quantity) });
      command.term = this.trades ? 'DAY' : 'POST';
      command.orderId = this.orders.push(name(userOrderId)) - 1;
    } else {
      command.kind = 'cancel';
      command.orderId = this.orders.lastIndexOf(name(rest[0]));
    }
    this.taker = this.orders[command.orderId];
    this.port.handle(command);
    this.tellTop();
  }

  accepted(_seq: number, orderId: number): void {
    this.output.push(`A,${this.orders[orderId]}`);
  }

  cancelled(_seq: number, orderId: number): void {
    this.output.push(`A,${this.orders[orderId]}`);
  }

  refused(_seq: number, orderId: number): void {
    this.output.push(`R,${this.orders[orderId]}`);
  }

  /** Buyer first; the taker is whoever spoke last. */
  trade(_seq: number, price: number, quantity: number, maker: number, taker: number): void {
    expect(this.orders[taker]).toBe(this.taker);
    this.output.push(`T,${this.orders[taker]},${this.orders[maker]},${price},${quantity}`);
  }

  level(): void {}

  private tellTop(): void {
    const book = this.market.world.market.find(INSTRUMENT)?.book;
    for (const side of ['buy', 'sell'] as const) {
      const level = book?.sideOf(side).best;
      const top = level === undefined ? '-,-' : `${level.price},${level.quantity}`;
      if (top !== this.best[side] && (top !== '-,-' || this.best[side] !== ''))
        this.output.push(`B,${side === 'buy' ? 'B' : 'S'},${top}`);
      this.best[side] = top === '-,-' && this.best[side] === '' ? '' : top;
    }
  }
}

describe('fourteen scenarios that others agreed on', () => {
  itWithData('acknowledge, refuse, trade and change the top of the book as they say', () => {
    const inputs = scenarios('input_file.csv');
    const outputs = scenarios('output_file.csv');
    expect(outputs.size).toBe(14);
    for (const [number, { lines, input }] of outputs) {
      // The last two use earlier inputs, with trading on; all takers in them buy.
      const exercise = new Exercise(number > 12);
      for (const line of inputs.get(input)!.lines) exercise.hear(line);
      expect([number, exercise.output]).toEqual([number, lines]);
    }
  });
});
