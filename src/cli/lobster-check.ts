import type { Command } from 'commander';
import { ConformancePort } from '../conformance/conformance-port.js';
import { PortCommand } from '../conformance/port-command.js';
import { marketWithoutFunds } from '../conformance/port-market.js';
import { isSameRun, type LobsterMessage, readMessage } from './lobster.js';
import { type RecordedBook, readBook, TapeBook, type TapeOrder } from './lobster-book.js';
import { linesOf, type LobsterDay, lobsterDays } from './lobster-files.js';

export interface Figure {
  good: number;
  of: number;
}

export interface LobsterFigures {
  /** From one recorded row to the next. */
  readonly transitions: Figure;
  /** Visible executions at the best price. */
  readonly bestPrice: Figure;
  /** Incoming orders whose fills are the recorded ones: ids, sizes, prices, order. */
  readonly fills: Figure;
  /** What was not so. */
  readonly exceptions: string[];
}

interface Row {
  readonly line: number;
  readonly message: LobsterMessage;
  readonly book: RecordedBook;
}

type Fill = readonly [orderNo: number, size: number, price: number];

export function registerLobster(program: Command): void {
  program
    .command('lobster')
    .argument('<folder>', 'message and orderbook files in LOBSTER format, plain or .gz, any number of levels')
    .option('--verbose', 'list what is not as recorded')
    .description('recorded days of a real exchange, once more through our book and our matching')
    .action(async (folder: string, { verbose = false }: { verbose?: boolean }) => {
      const figures = await checkFolder(folder);
      process.stdout.write(`${textOf(figures)}\n`);
      if (verbose) for (const exception of figures.exceptions) process.stdout.write(`${exception}\n`);
      process.exitCode = isSound(figures) ? 0 : 1;
    });
}

export function textOf({ transitions, bestPrice, fills }: LobsterFigures): string {
  const of = ({ good, of: all }: Figure): string => `${good}/${all}`;
  return `transitions ${of(transitions)}, best-price ${of(bestPrice)}, exact fills ${of(fills)}`;
}

/** Some recorded fills cannot be explained by what is shown of the book; the other two figures have no excuse. */
export function isSound({ transitions, bestPrice }: LobsterFigures): boolean {
  return transitions.good === transitions.of && bestPrice.good === bestPrice.of;
}

export async function checkFolder(folder: string): Promise<LobsterFigures> {
  const check = new LobsterCheck();
  for (const day of lobsterDays(folder)) await check.day(day);
  return check.figures;
}

class LobsterCheck {
  readonly figures: LobsterFigures = {
    transitions: { good: 0, of: 0 },
    bestPrice: { good: 0, of: 0 },
    fills: { good: 0, of: 0 },
    exceptions: [],
  };
  private readonly matcher = new Matcher();

  async day(day: LobsterDay): Promise<void> {
    let tape: TapeBook | undefined;
    /** Executions of one incoming order, as far as they have been read. */
    let run: Row[] = [];
    for await (const row of rowsOf(day)) {
      if (tape === undefined) {
        tape = new TapeBook(row.book);
        continue;
      }
      if (run.length > 0 && !isSameRun(run[0].message, row.message)) {
        this.incoming(tape, run);
        run = [];
      }
      if (row.message.kind === 'executed') run.push(row);
      else this.step(tape, row);
    }
    if (tape !== undefined && run.length > 0) this.incoming(tape, run);
  }

  private incoming(tape: TapeBook, run: readonly Row[]): void {
    const [{ line, message }] = run;
    const prices = [...new Set(run.map((row) => row.message.price))];
    const makers = prices.map((price) => tape.ordersAt(message.restingSide, price));
    if (makers.every((orders) => orders !== undefined)) {
      const recorded = run.map(({ message: m }): Fill => [Number(m.orderId), m.size, m.price]);
      const made = this.matcher.fillsOf(makers.flat(), recorded);
      this.count(
        'fills',
        sameFills(made, recorded),
        () => `line ${line}: fills ${told(made)}, recorded ${told(recorded)}`,
      );
    }
    for (const row of run) {
      const { price, restingSide } = row.message;
      const best = tape.bestPrice(restingSide);
      this.count(
        'bestPrice',
        best === price,
        () => `line ${row.line}: executed at ${price}, best was ${best}`,
      );
      this.step(tape, row);
    }
  }

  private step(tape: TapeBook, { line, message, book }: Row): void {
    this.count(
      'transitions',
      tape.follow(message, book),
      () => `line ${line}: the book is not the recorded one`,
    );
  }

  private count(
    which: 'transitions' | 'bestPrice' | 'fills',
    isGood: boolean,
    exception: () => string,
  ): void {
    this.figures[which].of += 1;
    if (isGood) this.figures[which].good += 1;
    else this.figures.exceptions.push(exception());
  }
}

/** What the venue makes of resting orders and an incoming one: each time a market that is empty before and after. */
class Matcher {
  private fills: Fill[] = [];
  private readonly port = new ConformancePort(marketWithoutFunds(), {
    accepted: () => undefined,
    cancelled: () => undefined,
    level: () => undefined,
    trade: (_, price, quantity, maker) => void this.fills.push([maker, quantity, price]),
    refused: (_, orderId, code) => {
      // A maker that is filled has nothing to cancel afterwards.
      if (code !== 'market.order_not_open') throw new Error(`order ${orderId}: ${code}`);
    },
  });

  /** The makers rest oldest first; the taker wants as much as was taken, at the worst price that was paid. */
  fillsOf(makers: readonly TapeOrder[], taken: readonly Fill[]): Fill[] {
    this.fills = [];
    for (const { orderNo, side, price, remaining } of makers)
      this.say({ kind: 'new', orderId: orderNo, side, price, quantity: remaining, term: 'DAY' });
    const [prices, side] = [
      taken.map(([, , price]) => price),
      makers[0].side === 'buy' ? 'sell' : 'buy',
    ] as const;
    const price = side === 'buy' ? Math.max(...prices) : Math.min(...prices);
    const quantity = taken.reduce((sum, [, size]) => sum + size, 0);
    this.say({ kind: 'new', orderId: 0, side, price, quantity, term: 'IOC' });
    for (const { orderNo } of makers) this.say({ kind: 'cancel', orderId: orderNo });
    return this.fills;
  }

  private say(command: Partial<PortCommand>): void {
    this.port.handle(Object.assign(new PortCommand(), command));
  }
}

/** Messages and rows side by side; there are as many of the one as of the other. */
async function* rowsOf({ name, messages, book }: LobsterDay): AsyncGenerator<Row> {
  const rows = linesOf(book);
  let line = 0;
  for await (const text of linesOf(messages)) {
    line += 1;
    const { value, done = false } = await rows.next();
    if (done) throw new Error(`${name} has more lines than the book`);
    yield { line, message: readMessage(text), book: readBook(value as string) };
  }
  if ((await rows.next()).done !== true) throw new Error(`${name} has fewer lines than the book`);
}

function sameFills(a: readonly Fill[], b: readonly Fill[]): boolean {
  return a.length === b.length && a.every((fill, i) => fill.every((field, k) => field === b[i][k]));
}

function told(fills: readonly Fill[]): string {
  return fills.map(([orderNo, size, price]) => `${size} of ${orderNo} at ${price}`).join(', ');
}
