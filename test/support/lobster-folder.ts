import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { seeded } from './random.js';

/** Ways in which a generated day is not what an exchange would record; each is seen by one figure of the check. */
export type TapeFault =
  'none' | 'an order vanishes' | 'the second best price trades' | 'the newest trades first';

interface Waiting {
  readonly id: number;
  readonly side: 1 | -1;
  readonly price: number;
  size: number;
}

const MIDDLE = 2_000_000;
const CENT = 100;
const EMPTY = 9_999_999_999;

/** A GENERATED day in LOBSTER format, from a list of orders and nothing of the product. */
class GeneratedDay {
  readonly messages: string[] = [];
  readonly rows: string[] = [];
  private readonly random = seeded(20261124);
  private orders: Waiting[] = [];
  private lastId = 100;
  private millis = 34_200_000;

  constructor(
    private readonly levels: number,
    private readonly fault: TapeFault,
  ) {}

  run(count: number): this {
    while (this.messages.length < count) this.step();
    return this;
  }

  private step(): void {
    this.millis += 1 + this.pick(900);
    const draw = this.random();
    const order = this.orders[this.pick(this.orders.length)];
    if (order === undefined || draw < 0.5) return this.add();
    if (draw < 0.55) return this.record(5, 0, 10, MIDDLE + 50, 1);
    if (draw < 0.56) return this.record(7, 0, 0, -1, -1);
    if (draw < 0.8) return this.take();
    if (draw < 0.85 && order.size > 1) {
      const size = 1 + this.pick(order.size - 1);
      order.size -= size;
      return this.record(2, order.id, size, order.price, order.side);
    }
    this.orders = this.orders.filter((one) => one !== order);
    if (this.fault === 'an order vanishes' && this.messages.length > 2_000)
      this.orders.splice(this.orders.indexOf(this.side(order.side)[0]), 1);
    this.record(3, order.id, order.size, order.price, order.side);
  }

  private add(): void {
    const side = this.random() < 0.5 ? 1 : -1;
    const price = MIDDLE - side * CENT * (1 + this.pick(6));
    const order: Waiting = { id: ++this.lastId, side, price, size: 1 + this.pick(50) };
    this.orders.push(order);
    this.record(1, order.id, order.size, price, side);
  }

  /** An incoming order meets this side. */
  private take(): void {
    const side = this.random() < 0.5 ? 1 : -1;
    let wanted = 1 + this.pick(80);
    while (wanted > 0) {
      let met = this.side(side);
      const others = met.filter(({ price }) => price !== met[0].price);
      if (this.fault === 'the second best price trades' && others.length > 0) {
        met = others;
        wanted = Math.min(wanted, met[0].size);
      }
      if (met.length === 0) return;
      const level = met.filter(({ price }) => price === met[0].price);
      const maker = this.fault === 'the newest trades first' ? level[level.length - 1] : level[0];
      const size = Math.min(wanted, maker.size);
      maker.size -= size;
      wanted -= size;
      this.orders = this.orders.filter((one) => one.size > 0);
      this.record(4, maker.id, size, maker.price, side);
    }
  }

  private record(type: number, id: number, size: number, price: number, side: number): void {
    const time = `${Math.floor(this.millis / 1000)}.${String(this.millis % 1000).padStart(3, '0')}`;
    this.messages.push([time, type, id, size, price, side].join(','));
    const [asks, bids] = [this.shown(-1), this.shown(1)];
    const row = Array.from({ length: this.levels }, (_, i) => [
      ...(asks[i] ?? [EMPTY, 0]),
      ...(bids[i] ?? [-EMPTY, 0]),
    ]);
    this.rows.push(row.flat().join(','));
  }

  private shown(side: 1 | -1): number[][] {
    const sizes = new Map<number, number>();
    for (const { price, size } of this.side(side)) sizes.set(price, (sizes.get(price) ?? 0) + size);
    return [...sizes];
  }

  /** Best first, then oldest: ids grow. */
  private side(side: 1 | -1): Waiting[] {
    return this.orders
      .filter((order) => order.side === side)
      .sort((a, b) => side * (b.price - a.price) || a.id - b.id);
  }

  private pick(n: number): number {
    return Math.floor(this.random() * n);
  }
}

/** A folder with such a day; `unpacked` without gzip. The caller removes it. */
export function lobsterFolder(
  fault: TapeFault = 'none',
  { levels = 3, messages = 3_000, unpacked = false } = {},
): string {
  const day = new GeneratedDay(levels, fault).run(messages);
  const folder = mkdtempSync(join(tmpdir(), 'airshed-lobster-'));
  const write = (what: string, lines: string[]): void => {
    const text = lines.map((line) => `${line}\n`).join('');
    const name = join(folder, `GENERATED_2026-11-24_${what}_${levels}.csv`);
    if (unpacked) writeFileSync(name, text);
    else writeFileSync(`${name}.gz`, gzipSync(text));
  };
  write('message', day.messages);
  write('orderbook', day.rows);
  return folder;
}
