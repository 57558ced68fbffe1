/**
 * The conformance port written a second time, from docs/conformance.md alone: text in, text out, one list of orders
 * that is looked through from end to end for every question. Slow on purpose; never optimise.
 */
type Side = 'B' | 'S';

interface Waiting {
  readonly id: number;
  readonly side: Side;
  readonly price: number;
  quantity: number;
  readonly owner: string;
  readonly place: number;
}

interface Purse {
  cash: number;
  units: number;
}

const NEW =
  /^N,(\d{1,16}),([BS]),(\d{1,16}),(-?\d{1,16}),(-?\d{1,16}),(DAY|IOC|FOK|POST|MKT)(?:,(\d{1,16}))?$/;
const CANCEL = /^C,(\d{1,16}),(\d{1,16})$/;
const REPLACE = /^R,(\d{1,16}),(\d{1,16}),(-?\d{1,16}),(-?\d{1,16})$/;
const BOOK = /^Q,(\d{1,16}),(\d{1,16})$/;
const MOST = 2 ** 53 - 1;

export class ReferencePort {
  private orders: Waiting[] = [];
  private places = 0;
  private reports: string[] = [];

  /** Without purses everybody has enough of everything. */
  constructor(private readonly purses?: Map<string, Purse>) {}

  answer(line: string): string[] {
    this.reports = [];
    const [n, c, r, q] = [NEW, CANCEL, REPLACE, BOOK].map((shape) => shape.exec(line));
    if (n !== null) {
      const [seq, id, price, quantity] = [n[1], n[3], n[4], n[5]].map(Number);
      if (this.find(id) !== undefined) this.refuse(seq, id, 'market.client_order_id_taken');
      else this.place(seq, id, n[2] as Side, price, quantity, n[6], n[7] ?? `nobody ${this.places}`);
    } else if (c !== null) {
      this.cancel(Number(c[1]), Number(c[2]));
    } else if (r !== null) {
      const [seq, id, price, quantity] = r.slice(1).map(Number);
      const before = this.find(id);
      this.cancel(seq, id);
      if (before !== undefined) this.place(seq, id, before.side, price, quantity, 'DAY', before.owner);
    } else if (q !== null) {
      this.book(Number(q[1]), Number(q[2]));
    } else if (line !== '') {
      const [seq = 0, orderId = 0] = readable(line).map(Number);
      this.say('J', seq, orderId, 'conformance.malformed');
    }
    return this.reports;
  }

  private place(
    seq: number,
    id: number,
    side: Side,
    price: number,
    quantity: number,
    term: string,
    owner: string,
  ): void {
    if (this.purses !== undefined && !this.purses.has(owner))
      return this.refuse(seq, id, 'market.account_unknown');
    const place = ++this.places;
    let limit = price;
    if (term === 'MKT') {
      const best = this.against(side)[0]?.price;
      if (this.purses === undefined)
        limit = side === 'S' || quantity < 1 ? 1 : Math.min(Math.floor(MOST / quantity), MOST - 1);
      else if (best === undefined) return this.refuse(seq, id, 'market.no_opposite_order');
      else limit = side === 'B' ? Math.floor((best * 105) / 100) : Math.max(1, Math.ceil((best * 95) / 100));
    }
    const code = this.unfit(side, limit, quantity, owner);
    if (code !== '') return this.refuse(seq, id, code);
    const reach = this.against(side).filter((o) => (side === 'B' ? o.price <= limit : o.price >= limit));
    if (term === 'POST' && reach.length > 0) return this.refuse(seq, id, 'market.post_only_would_trade');
    if (term === 'FOK' && this.reachable(reach, owner) < quantity)
      return this.refuse(seq, id, 'market.not_fillable');
    this.say('A', seq, id);
    const taker: Waiting = { id, side, price: limit, quantity, owner, place };
    for (const maker of reach) {
      if (taker.quantity === 0) break;
      if (maker.owner === owner) {
        this.say('X', seq, id, taker.quantity);
        return;
      }
      this.trade(seq, maker, taker);
    }
    if (taker.quantity === 0) return;
    if (term === 'DAY' || term === 'POST') this.orders.push(taker);
    else this.say('X', seq, id, taker.quantity);
  }

  private unfit(side: Side, price: number, quantity: number, owner: string): string {
    if (quantity < 1) return 'market.quantity_too_small';
    if (price < 1) return 'market.price_off_tick';
    if (price > MOST - 1) return 'market.price_out_of_band';
    if (BigInt(price) * BigInt(quantity) > BigInt(MOST)) return 'market.order_value_too_large';
    const purse = this.purses?.get(owner);
    if (purse === undefined) return '';
    const own = this.orders.filter((o) => o.owner === owner && o.side === side);
    if (side === 'S') {
      const promised = own.reduce((sum, o) => sum + o.quantity, 0);
      return quantity > purse.units - promised ? 'market.insufficient_units' : '';
    }
    const promised = own.reduce((sum, o) => sum + o.quantity * o.price, 0);
    return price * quantity > purse.cash - promised ? 'market.insufficient_cash' : '';
  }

  /** What an all-or-nothing order would get before it meets an order of its own owner. */
  private reachable(reach: readonly Waiting[], owner: string): number {
    const own = reach.findIndex((o) => o.owner === owner);
    return reach.slice(0, own < 0 ? reach.length : own).reduce((sum, o) => sum + o.quantity, 0);
  }

  private trade(seq: number, maker: Waiting, taker: Waiting): void {
    const quantity = Math.min(maker.quantity, taker.quantity);
    this.say('T', seq, maker.price, quantity, maker.id, taker.id);
    maker.quantity -= quantity;
    taker.quantity -= quantity;
    this.orders = this.orders.filter((o) => o.quantity > 0);
    const [buyer, seller] = taker.side === 'B' ? [taker, maker] : [maker, taker];
    this.pay(buyer.owner, -quantity * maker.price, quantity);
    this.pay(seller.owner, quantity * maker.price, -quantity);
  }

  private pay(owner: string, cash: number, units: number): void {
    const purse = this.purses?.get(owner);
    if (purse === undefined) return;
    purse.cash += cash;
    purse.units += units;
  }

  private cancel(seq: number, id: number): void {
    const order = this.find(id);
    if (order === undefined) return this.refuse(seq, id, 'market.order_not_open');
    this.orders = this.orders.filter((o) => o !== order);
    this.say('X', seq, id, order.quantity);
  }

  private book(seq: number, levels: number): void {
    for (const side of ['B', 'S'] as const) {
      const orders = this.against(side === 'B' ? 'S' : 'B');
      const prices = [...new Set(orders.map((o) => o.price))].slice(0, levels);
      for (const price of prices) {
        const here = orders.filter((o) => o.price === price);
        const quantity = here.reduce((sum, o) => sum + o.quantity, 0);
        this.say('B', seq, side, price, quantity, here.length);
      }
    }
  }

  /** Everything on the other side, in the order in which it is met. */
  private against(side: Side): Waiting[] {
    const sign = side === 'B' ? 1 : -1;
    return this.orders
      .filter((o) => o.side !== side)
      .sort((a, b) => sign * (a.price - b.price) || a.place - b.place);
  }

  private find(id: number): Waiting | undefined {
    return this.orders.find((o) => o.id === id);
  }

  private refuse(seq: number, id: number, code: string): void {
    this.say('J', seq, id, code);
  }

  private say(...fields: (string | number)[]): void {
    this.reports.push(fields.join(','));
  }
}

/** Sequence number and order id, as far as a malformed line still tells them. */
function readable(line: string): string[] {
  const seq = /^[^,],(\d{1,16})(?:,|$)/.exec(line)?.[1];
  if (seq === undefined) return [];
  const orderId = (/^N,\d+,[^,],(\d{1,16})(?:,|$)/.exec(line) ??
    /^[CR],\d+,(\d{1,16})(?:,|$)/.exec(line))?.[1];
  return orderId === undefined ? [seq] : [seq, orderId];
}
