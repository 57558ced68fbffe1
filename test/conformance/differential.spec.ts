import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Book, BookSide, type Resting } from '../../src/market/index.js';
import { ReferencePort } from '../oracle/reference-port.js';
import { seeded } from '../support/random.js';
import { cut, reportsOf } from './port.js';

const LINES = Number(process.env.DIFF_COMMANDS ?? 100_000);
const ACCOUNTS = [1, 2, 3, 4, 5, 6];
const IDS = 120;

/** Any line, and a lot around the best prices; with accounts, most lines name one. */
function linesOf(seed: number, count: number, accounts: boolean): string[] {
  const random = seeded(seed);
  const pick = (n: number): number => Math.floor(random() * n);
  const price = (): number => (pick(200) === 0 ? pick(3) - 1 : 95 + pick(11));
  const quantity = (): number => (pick(200) === 0 ? pick(3) - 1 : 1 + pick(30));
  const account = (): string => (accounts || pick(3) === 0 ? `,${1 + pick(7)}` : '');
  const spoilt = (line: string): string => {
    const at = pick(line.length);
    return line.slice(0, at) + ['', ',', 'x', '-', '99999999999999999'][pick(5)] + line.slice(at + pick(2));
  };
  const line = (seq: number): string => {
    const draw = random();
    if (draw < 0.55) {
      const term = ['DAY', 'DAY', 'DAY', 'DAY', 'IOC', 'FOK', 'POST', 'MKT'][pick(8)];
      return `N,${seq},${'BS'[pick(2)]},${pick(IDS)},${price()},${quantity()},${term}${account()}`;
    }
    if (draw < 0.8) return `C,${seq},${pick(IDS)}`;
    return draw < 0.95 ? `R,${seq},${pick(IDS)},${price()},${quantity()}` : `Q,${seq},${pick(8)}`;
  };
  return Array.from({ length: count }, (_, seq) => (pick(50) === 0 ? spoilt(line(seq)) : line(seq)));
}

/** The first line after which port and reference disagree, or nothing; and how often each report was printed. */
async function compare(
  seed: number,
  count: number,
  accounts: boolean,
): Promise<{ first?: string; kinds: Map<string, number> }> {
  const file = ACCOUNTS.map((no) => `${no},${no * 20_000},${no * 300}`).join('\n');
  const lines = linesOf(seed, count, accounts);
  const random = seeded(seed + 1);
  const text = lines.map((line) => `${line}\n`).join('');
  const made = (
    await reportsOf(
      cut(text, () => 1 + Math.floor(random() * 9_000)),
      accounts ? file : undefined,
    )
  ).split('\n');
  const purses = new Map(ACCOUNTS.map((no) => [String(no), { cash: no * 20_000, units: no * 300 }]));
  const reference = new ReferencePort(accounts ? purses : undefined);
  const kinds = new Map<string, number>();
  let at = 0;
  for (const line of lines) {
    const expected = reference.answer(line);
    for (const report of expected) {
      if (report !== made[at]) return { first: `${line}: ${report} but ${made[at]}`, kinds };
      at += 1;
      const kind = report.startsWith('J') ? report.slice(report.lastIndexOf(',') + 1) : report[0]!;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  }
  return { ...(made.length === at + 1 ? {} : { first: `more: ${made[at]}` }), kinds };
}

describe('the conformance port beside a naive one', () => {
  const OFTEN = ['A', 'T', 'X', 'B', 'market.client_order_id_taken', 'market.order_not_open'];
  const REFUSED = ['market.post_only_would_trade', 'market.not_fillable', 'conformance.malformed'];
  const RARE = ['market.quantity_too_small', 'market.price_off_tick'];
  const FUNDS = ['market.insufficient_cash', 'market.insufficient_units', 'market.account_unknown'];

  it.each([
    [1, false],
    [2, false],
    [3, true],
    [4, true],
  ])(`answers ${LINES} random lines with the same bytes (seed %i, accounts %s)`, async (seed, accounts) => {
    const { first, kinds } = await compare(seed, LINES, accounts);
    expect(first).toBeUndefined();
    const wanted = [...OFTEN, ...REFUSED, ...RARE, ...(accounts ? FUNDS : [])];
    expect(wanted.filter((kind) => (kinds.get(kind) ?? 0) < 20)).toEqual([]);
  });
});

describe('a fault in the book', () => {
  afterEach(() => void jest.restoreAllMocks());
  const sides = BookSide.prototype as BookSide<Resting>;
  const books = Book.prototype as Book<Resting>;
  const { add, reduce } = sides;
  const { bestFor } = books;

  const FAULTS: Record<string, () => void> = {
    'time priority is lost on a busy level': () => {
      jest.spyOn(sides, 'add').mockImplementation(function (this: BookSide<Resting>, order) {
        const first = this.levelAt(order.price)?.first;
        add.call(this, order);
        if (first === undefined || first.next !== order) return;
        const level = this.levelAt(order.price)!;
        [level.first, level.last] = [order, first];
        Object.assign(order, { next: first, previous: undefined });
        Object.assign(first, { next: undefined, previous: order });
      });
    },
    'an equal price does not trade': () => {
      jest.spyOn(books, 'bestFor').mockImplementation(function (this: Book<Resting>, side, limit) {
        return bestFor.call(this, side, side === 'buy' ? limit - 1 : limit + 1);
      });
    },
    'a level counts one unit too many after a partial fill': () => {
      jest.spyOn(sides, 'reduce').mockImplementation(function (this: BookSide<Resting>, order, quantity) {
        reduce.call(this, order, quantity);
        this.levelAt(order.price)!.quantity += 1;
      });
    },
  };

  it.each(Object.keys(FAULTS))('is noticed: %s', async (name) => {
    FAULTS[name]();
    const { first } = await compare(5, 2_000, false);
    expect(first).toBeDefined();
  });
});
