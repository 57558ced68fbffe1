/** Prices that the load moves: each order stands for half a round, so every batch touches levels of its own. */
const RING = 48;
const PAUSE_MS = 15;
/** Orders of one side in a request, at most: what a slow moment left undone is not sent all at once. */
const ORDERS_AT_ONCE = RING / 4;

/**
 * A member's programme that keeps the book moving: places at level after level and cancels what stands there longest,
 * so that the service tells `rate` changed levels a second. Every message is of a real order.
 */
export class DepthLoad {
  /** `sides`: which ones, and from which price (fen) they go away from the middle. `send(path, body)` posts as the member. */
  constructor({ send, accountId, symbol, sides, rate = 500 }) {
    Object.assign(this, { send, accountId, symbol, rate });
    this.sides = sides.map(({ side, from }) => ({ side, from, standing: [], placed: 0 }));
    this.levels = 0;
  }

  start() {
    this.isOver = false;
    this.began = performance.now();
    this.running = this.run();
  }

  /** What was sent is answered when this is; the book is left as it stands. */
  async stop() {
    this.isOver = true;
    await this.running;
    return { levels: this.levels, seconds: (performance.now() - this.began) / 1_000 };
  }

  async run() {
    while (!this.isOver) {
      const due = ((performance.now() - this.began) / 1_000) * this.rate - this.levels;
      // A side of a batch: so many placed, and as many taken away.
      const each = Math.min(ORDERS_AT_ONCE, Math.ceil(due / (2 * this.sides.length)));
      if (each > 0) await this.batch(each);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  async batch(each) {
    const wishes = this.sides.flatMap((one) => {
      const tooMany = Math.max(0, one.standing.length + each - RING / 2);
      const leaving = one.standing.splice(0, tooMany);
      const cancels = leaving.map((orderId) => ({ action: 'cancel', orderId }));
      const places = Array.from({ length: each }, () => ({ action: 'place', order: this.order(one) }));
      return [...places.map((item) => ({ item, one })), ...cancels.map((item) => ({ item }))];
    });
    const { items } = await this.send('/orders:batch', { items: wishes.map(({ item }) => item) });
    items.forEach(({ ok, order, problem }, place) => {
      if (!ok) throw new Error(`the load was refused: ${problem.code}`);
      wishes[place].one?.standing.push(order.orderId);
    });
    this.levels += items.length;
  }

  order(one) {
    // Not in turn: neighbours in time are no neighbours in price, as in a real book.
    const step = (one.placed * 31) % RING;
    one.placed += 1;
    const fen = one.from + (one.side === 'buy' ? -step : step);
    const price = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
    const quantity = String(1 + ((one.placed * 7) % 40));
    return { accountId: this.accountId, symbol: this.symbol, side: one.side, price, quantity };
  }
}
