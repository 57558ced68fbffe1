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
  /** Behind the last line end: every line before it is whole. */
  private whole = 0;
  /** The next byte to look at. */
  private at = 0;

  give(chunk: Uint8Array): void {
    const rest = this.bytes.subarray(this.begin).subarray(0, LINE_BYTES_MAX);
    this.bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.begin = 0;
    this.whole = this.bytes.lastIndexOf(NEW_LINE) + 1;
  }

  /** The next whole line; false when there is none yet. Empty lines say nothing. */
  next(command: PortCommand): boolean {
    while (this.begin < this.whole) if (this.read(command)) return true;
    return false;
  }

  /** What stands after the last line end. */
  last(command: PortCommand): boolean {
    this.give(Uint8Array.of(NEW_LINE));
    return this.next(command);
  }

  private read(command: PortCommand): boolean {
    const { begin } = this;
    this.at = begin;
    if (this.isDone) {
      this.skipLine();
      return false;
    }
    command.seq = command.orderId = 0;
    if (!this.fields(command) || !this.isDone) command.kind = 'malformed';
    if (this.at - begin >= LINE_BYTES_MAX) {
      command.kind = 'malformed';
      command.seq = command.orderId = 0;
    }
    this.skipLine();
    return true;
  }

  private skipLine(): void {
    const { bytes, at } = this;
    this.begin = (bytes[at] === NEW_LINE ? at : bytes.indexOf(NEW_LINE, at)) + 1;
  }

  /** Fills what can be read; false when the line is none of the four. */
  private fields(command: PortCommand): boolean {
    const letter = this.letter();
    const seq = letter !== 0 && this.comma() ? this.count() : -1;
    if (seq < 0) return false;
    command.seq = seq;
    if (letter === NEW) return this.newOrder(command);
    if (letter === BOOK) {
      command.kind = 'book';
      command.levels = this.comma() ? this.count() : -1;
      return command.levels >= 0;
    }
    if (letter !== CANCEL && letter !== REPLACE) return false;
    command.kind = letter === CANCEL ? 'cancel' : 'replace';
    return this.orderId(command) && (letter === CANCEL || this.wish(command));
  }

  private newOrder(command: PortCommand): boolean {
    command.kind = 'new';
    const side = this.comma() ? this.letter() : 0;
    command.side = side === SELL ? 'sell' : 'buy';
    if (side === 0 || !this.orderId(command) || (side !== BUY && side !== SELL)) return false;
    if (!this.wish(command) || !this.term(command)) return false;
    command.account = NO_ACCOUNT;
    if (this.isDone) return true;
    command.account = this.comma() ? this.count() : -1;
    return command.account >= 0;
  }

  private orderId(command: PortCommand): boolean {
    const orderId = this.comma() ? this.count() : -1;
    if (orderId < 0) return false;
    command.orderId = orderId;
    return true;
  }

  /** Price and quantity may be any whole number here: which ones are allowed is for the market to say. */
  private wish(command: PortCommand): boolean {
    command.price = this.comma() ? this.integer() : NaN;
    command.quantity = this.comma() ? this.integer() : NaN;
    return Number.isSafeInteger(command.price) && Number.isSafeInteger(command.quantity);
  }

  private term(command: PortCommand): boolean {
    if (!this.comma()) return false;
    for (const { term, bytes } of WORDS) {
      if (!this.isWord(bytes)) continue;
      command.term = term;
      this.at += bytes.length;
      return this.isFieldEnd;
    }
    return false;
  }

  private isWord(word: Uint8Array): boolean {
    const { bytes, at } = this;
    for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
    return true;
  }

  private comma(): boolean {
    if (this.bytes[this.at] !== COMMA) return false;
    this.at += 1;
    return true;
  }

  /** The line ends here. A comma before its end would be one more, empty field. */
  private get isDone(): boolean {
    const { bytes, at } = this;
    return bytes[at] === NEW_LINE || (bytes[at] === RETURN && bytes[at + 1] === NEW_LINE);
  }

  private get isFieldEnd(): boolean {
    return this.bytes[this.at] === COMMA || this.isDone;
  }

  /** A field of one letter, or 0. */
  private letter(): number {
    if (this.isFieldEnd) return 0;
    const letter = this.bytes[this.at];
    this.at += 1;
    return this.isFieldEnd ? letter : 0;
  }

  /** A whole number from zero on, or −1. */
  private count(): number {
    const isNegative = this.bytes[this.at] === MINUS;
    const value = this.integer();
    return Number.isSafeInteger(value) && !isNegative ? value : -1;
  }

  /** A field of one whole number, or NaN. One that is not exact is none. */
  private integer(): number {
    const { bytes } = this;
    const isNegative = bytes[this.at] === MINUS;
    const first = isNegative ? this.at + 1 : this.at;
    let at = first;
    let value = 0;
    for (let digit = bytes[at] - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at] - ZERO)
      value = value * 10 + digit;
    this.at = at;
    if (at === first || value > Number.MAX_SAFE_INTEGER || !this.isFieldEnd) return NaN;
    return isNegative ? 0 - value : value;
  }
}
