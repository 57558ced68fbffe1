import { describe, expect, it } from '@jest/globals';
import { Book, BookSide, type Resting } from '../../src/market/index.js';

interface Plain extends Resting {
  previous: this | undefined;
  next: this | undefined;
}

let count = 0;
function order(side: 'buy' | 'sell', price: number, remaining: number): Plain {
  return { orderNo: ++count, side, price, remaining, resting: false, previous: undefined, next: undefined };
}

function bookOf(...levels: ['buy' | 'sell', number, number][]): Book<Plain> {
  const book = new Book<Plain>();
  for (const [side, price, quantity] of levels) book.sideOf(side).add(order(side, price, quantity));
  return book;
}

describe('a side of a book', () => {
  it.each([
    ['buy', [12, 11, 10]],
    ['sell', [10, 11, 12]],
  ] as const)('of %s orders shows its best levels first', (name, prices) => {
    const side = new BookSide<Plain>(name);
    expect([side.best, side.depth(5), [...side.iterate()]]).toEqual([undefined, [], []]);
    for (const price of [11, 10, 12, 11]) side.add(order(name, price, price));
    const levels = prices.map((price) =>
      price === 11 ? { price, quantity: 22, orders: 2 } : { price, quantity: price, orders: 1 },
    );
    for (const most of [0, 1, 2, 3, 9]) expect(side.depth(most)).toEqual(levels.slice(0, most));
    expect(side.best?.price).toBe(prices[0]);
    expect(side.levelAt(11)?.quantity).toBe(22);
    for (const none of [9, 13]) expect(side.levelAt(none)).toBeUndefined();
    expect(new BookSide<Plain>(name).levelAt(11)).toBeUndefined();
  });

  it('takes an order out of the middle of its level', () => {
    const side = new BookSide<Plain>('buy');
    const [a, b, c] = [1, 2, 4].map((quantity) => order('buy', 10, quantity));
    for (const each of [a, b, c]) side.add(each);
    side.remove(b);
    expect([a.next, c.previous, b.next, b.previous, b.resting]).toEqual([c, a, undefined, undefined, false]);
    expect(side.depth(1)).toEqual([{ price: 10, quantity: 5, orders: 2 }]);
    side.remove(c);
    side.remove(a);
    expect(side.best).toBeUndefined();
  });

  it('knows when it is asked for an order that does not stand in it', () => {
    const side = new BookSide<Plain>('buy');
    expect(() => side.remove(order('buy', 10, 1))).toThrow('a resting order has a level');
    expect(() => side.reduce(order('buy', 10, 2), 1)).toThrow('a reduced order keeps something');
    side.add(order('buy', 11, 5));
    expect(() => side.remove(order('buy', 10, 1))).toThrow('a resting order has a level');
    expect(() => side.reduce(order('buy', 10, 2), 1)).toThrow('a reduced order keeps something');
    expect(side.depth(9)).toEqual([{ price: 11, quantity: 5, orders: 1 }]);
  });

  it('never reduces an order to nothing', () => {
    const side = new BookSide<Plain>('sell');
    const one = order('sell', 10, 3);
    side.add(one);
    expect(() => side.reduce(one, 3)).toThrow('a reduced order keeps something');
    side.reduce(one, 2);
    expect([one.remaining, side.best?.quantity]).toEqual([1, 1]);
  });
});

describe('a book', () => {
  it('has two sides that know which they are', () => {
    const book = new Book<Plain>();
    expect([book.bids.side, book.asks.side]).toEqual(['buy', 'sell']);
    expect([book.opposite('buy'), book.opposite('sell')]).toEqual([book.asks, book.bids]);
  });

  it('counts what a limit could get, and stops at enough', () => {
    const book = bookOf(['sell', 10, 1], ['sell', 11, 2], ['sell', 12, 4], ['buy', 9, 8], ['buy', 8, 16]);
    const buys = [9, 10, 11, 12, 13].map((limit) => book.quantityWithin('buy', limit, 100));
    expect(buys).toEqual([0, 1, 3, 7, 7]);
    expect([10, 9, 8, 7].map((limit) => book.quantityWithin('sell', limit, 100))).toEqual([0, 8, 24, 24]);
    expect([1, 2, 3, 4].map((enough) => book.quantityWithin('buy', 12, enough))).toEqual([1, 3, 3, 7]);
  });
});
