import type { Side } from '../market/index.js';

const NEW_LINE = 10;
const COMMA = 44;
const ZERO = 48;
const [ACCEPTED, TRADE, CANCELLED, REFUSED, LEVEL, BUY, SELL] = Buffer.from('ATXJBBS');
const CHUNK_BYTES = 1 << 17;
/** Longer than any report: a letter, at most five numbers of 16 digits and a sign, a code. */
const LINE_BYTES_MAX = 256;
const INT32 = 2 ** 31;

/** Reports as bytes in big chunks: one write to the system for thousands of lines. */
export class ReportWriter {
  private full: Buffer[] = [];
  private chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  private at = 0;

  accepted(seq: number, orderId: number): void {
    this.begin(ACCEPTED, seq);
    this.number(orderId);
    this.end();
  }

  trade(seq: number, price: number, quantity: number, maker: number, taker: number): void {
    this.begin(TRADE, seq);
    this.number(price);
    this.number(quantity);
    this.number(maker);
    this.number(taker);
    this.end();
  }

  cancelled(seq: number, orderId: number, quantity: number): void {
    this.begin(CANCELLED, seq);
    this.number(orderId);
    this.number(quantity);
    this.end();
  }

  refused(seq: number, orderId: number, code: string): void {
    this.begin(REFUSED, seq);
    this.number(orderId);
    this.text(code);
    this.end();
  }

  level(seq: number, side: Side, price: number, quantity: number, orders: number): void {
    this.begin(LEVEL, seq);
    this.chunk[this.at++] = side === 'buy' ? BUY : SELL;
    this.chunk[this.at++] = COMMA;
    this.number(price);
    this.number(quantity);
    this.number(orders);
    this.end();
  }

  /** More than a chunk waits: who fills this should hand it on before going on. */
  get isFull(): boolean {
    return this.full.length > 0;
  }

  /** Everything written so far; it is the caller's from now on. */
  take(): Buffer[] {
    const taken = this.full;
    this.full = [];
    if (this.at > 0) {
      // The rest of a chunk can go on being filled while its beginning is on its way.
      taken.push(this.chunk.subarray(0, this.at));
      this.chunk = this.chunk.subarray(this.at);
      this.at = 0;
    }
    return taken;
  }

  private begin(letter: number, seq: number): void {
    if (this.chunk.length - this.at < LINE_BYTES_MAX) {
      if (this.at > 0) this.full.push(this.chunk.subarray(0, this.at));
      this.chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
      this.at = 0;
    }
    this.chunk[this.at++] = letter;
    this.chunk[this.at++] = COMMA;
    this.number(seq);
  }

  /** A field and the comma after it. */
  private number(value: number): void {
    if (value >= INT32) return this.text(String(value));
    const { chunk } = this;
    let digits = 1;
    for (let bound = 10; digits < 10 && value >= bound; bound *= 10) digits += 1;
    let rest = value | 0;
    for (let at = this.at + digits - 1; at >= this.at; at--) {
      const tens = (rest / 10) | 0;
      chunk[at] = ZERO + rest - tens * 10;
      rest = tens;
    }
    this.at += digits;
    chunk[this.at++] = COMMA;
  }

  private text(text: string): void {
    this.at += this.chunk.write(text, this.at, 'latin1');
    this.chunk[this.at++] = COMMA;
  }

  /** The comma after the last field becomes the end of the line. */
  private end(): void {
    this.chunk[this.at - 1] = NEW_LINE;
  }
}
