import { NO_ACCOUNT, type PortCommand, TERMS } from './port-command.js';

const NEW_LINE = 10;
const RETURN = 13;
const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const [BUY, SELL, NEW, CANCEL, REPLACE, BOOK] = Buffer.from('BSNCRQ');
const WORDS = TERMS.map((term) => ({ term, bytes: Buffer.from(term) }));
/** No command is longer; what is, is malformed, and its end is not kept. */
export const LINE_BYTES_MAX = 256;

/** Cuts a stream of bytes into commands, by hand: strings and arrays for every line would cost more than matching. */
export class CommandReader {
  private bytes: Uint8Array = new Uint8Array(0);
  /** Where the next line begins. */
  private begin = 0;
  /** Of the line being read: the next byte to look at and the byte after its last. */
  private at = 0;
  private end = 0;

  give(chunk: Uint8Array): void {
    const rest = this.bytes.subarray(this.begin).subarray(0, LINE_BYTES_MAX);
    this.bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.begin = 0;
  }

  /** The next whole line; false when there is none yet. Empty lines say nothing. */
  next(command: PortCommand): boolean {
    for (;;) {
      const newLine = this.bytes.indexOf(NEW_LINE, this.begin);
      if (newLine < 0) return false;
      if (this.read(command, newLine)) return true;
    }
  }

  /** What stands after the last line end. */
  last(command: PortCommand): boolean {
    return this.begin < this.bytes.length && this.read(command, this.bytes.length);
  }

  private read(command: PortCommand, end: number): boolean {
    this.at = this.begin;
    this.end = end > this.begin && this.bytes[end - 1] === RETURN ? end - 1 : end;
    this.begin = end + 1;
    if (this.at === this.end) return false;
    command.seq = command.orderId = 0;
    const isSound = this.end - this.at < LINE_BYTES_MAX && this.fields(command);
    if (!isSound) command.kind = 'malformed';
    return true;
  }

  /** Fills what can be read; false when the line is none of the four. */
  private fields(command: PortCommand): boolean {
    const letter = this.letter();
    const seq = letter === 0 ? -1 : this.count();
    if (seq < 0) return false;
    command.seq = seq;
    if (letter === NEW) return this.newOrder(command);
    if (letter === BOOK) {
      command.kind = 'book';
      command.levels = this.count();
      return command.levels >= 0 && this.isDone;
    }
    if (letter !== CANCEL && letter !== REPLACE) return false;
    command.kind = letter === CANCEL ? 'cancel' : 'replace';
    return this.orderId(command) && (letter === CANCEL || this.wish(command)) && this.isDone;
  }

  private newOrder(command: PortCommand): boolean {
    command.kind = 'new';
    const side = this.letter();
    command.side = side === SELL ? 'sell' : 'buy';
    if (side === 0 || !this.orderId(command) || (side !== BUY && side !== SELL)) return false;
    if (!this.wish(command) || !this.term(command)) return false;
    command.account = NO_ACCOUNT;
    if (this.isDone) return true;
    command.account = this.count();
    return command.account >= 0 && this.isDone;
  }

  private orderId(command: PortCommand): boolean {
    const orderId = this.count();
    if (orderId < 0) return false;
    command.orderId = orderId;
    return true;
  }

  /** Price and quantity may be any whole number here: which ones are allowed is for the market to say. */
  private wish(command: PortCommand): boolean {
    command.price = this.integer();
    command.quantity = this.integer();
    return Number.isSafeInteger(command.price) && Number.isSafeInteger(command.quantity);
  }

  private term(command: PortCommand): boolean {
    const { bytes, at } = this;
    for (const word of WORDS) {
      const after = at + word.bytes.length;
      if (after > this.end || (after < this.end && bytes[after] !== COMMA)) continue;
      if (!word.bytes.every((byte, i) => bytes[at + i] === byte)) continue;
      command.term = word.term;
      this.at = after + 1;
      return true;
    }
    return false;
  }

  /** True when the last field was the line's last; a comma at the end of a line would be one more, empty field. */
  private get isDone(): boolean {
    return this.at === this.end + 1;
  }

  /** One letter and its comma, or 0. */
  private letter(): number {
    const { bytes, at, end } = this;
    if (at + 1 >= end || bytes[at] === COMMA || bytes[at + 1] !== COMMA) return 0;
    this.at = at + 2;
    return bytes[at];
  }

  /** A whole number from zero on, or −1. */
  private count(): number {
    const { at } = this;
    const value = this.integer();
    return Number.isSafeInteger(value) && this.bytes[at] !== MINUS ? value : -1;
  }

  /** A whole number up to a comma or the end of the line, or NaN. One that is not exact is none. */
  private integer(): number {
    const { bytes, end } = this;
    const isNegative = bytes[this.at] === MINUS && this.at < end;
    const first = isNegative ? this.at + 1 : this.at;
    let at = first;
    let value = 0;
    while (at < end && bytes[at] !== COMMA) {
      const digit = bytes[at++] - ZERO;
      if (digit < 0 || digit > 9) return NaN;
      value = value * 10 + digit;
    }
    this.at = at + 1;
    if (at === first || value > Number.MAX_SAFE_INTEGER) return NaN;
    return isNegative ? 0 - value : value;
  }
}
