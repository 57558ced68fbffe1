import type { JournalBatch } from '../../audit/domain/journal-batch.js';
import { InvariantBroken } from '../../kernel/invariant.js';
import { canonicalEnd, NOWHERE, textEnd, valueEnd } from '../../kernel/json-bytes.js';
import type { Command, CommandRecord } from './command.js';

/** So much of a payload is text at once: the text of a whole batch is fresh memory, which costs more than the rest. */
const TEXT_BYTES = 1 << 15;

/**
 * Reads of a stored batch what a decision needs — the commands — and passes over what became of them, which the
 * decision gives again. Throws InvariantBroken where the members of a record do not stand in their order.
 */
export class StoredRecords {
  /** Where the command that was read last lies. */
  commandAt = 0;
  commandEnd = 0;
  private place = 0;
  private by = '';
  private org = '';
  private readonly payload: Buffer;
  /** A piece of the payload as text, if every byte there is a character: what is cut out need not be decoded again. */
  private text: string | undefined;
  private textFrom = 0;
  private textTo = 0;

  constructor(batch: JournalBatch) {
    this.payload = batch.payload;
  }

  /** The record whose line begins there. */
  read(line: number): CommandRecord {
    this.place = line;
    if (this.comes('{"ans":')) {
      this.pass();
      this.expect(',"at":');
    } else this.expect('{"at":');
    const at = this.integer();
    this.expect(',"by":');
    this.by = this.textLike(this.by);
    this.expect(',"cmd":');
    this.commandAt = this.place;
    const cmd = this.value() as Command;
    this.commandEnd = this.place;
    this.expect(',"ev":');
    this.pass();
    const key = this.comes(',"key":') ? (this.value() as string) : undefined;
    this.expect(',"ok":');
    this.pass();
    this.expect(',"org":');
    this.org = this.textLike(this.org);
    if (this.comes(',"rej":')) this.pass();
    this.expect(',"seq":');
    return { seq: this.integer(), at, by: this.by, org: this.org, key, cmd };
  }

  private comes(head: string): boolean {
    const end = textEnd(head, this.payload, this.place);
    if (end !== NOWHERE) this.place = end;
    return end !== NOWHERE;
  }

  private expect(head: string): void {
    if (!this.comes(head)) this.fail();
  }

  private pass(): void {
    this.place = valueEnd(this.payload, this.place);
    if (this.place === NOWHERE) this.fail();
  }

  private value(): unknown {
    const { place: from } = this;
    this.pass();
    return JSON.parse(this.textBetween(from, this.place));
  }

  private textBetween(from: number, to: number): string {
    if (to > this.textTo) this.takeText(from);
    return to > this.textTo || this.text === undefined
      ? this.payload.toString('utf8', from, to)
      : this.text.slice(from - this.textFrom, to - this.textFrom);
  }

  private takeText(from: number): void {
    // Taken for Latin-1 it costs a copy; where that means the same, it is as long in UTF-8.
    const text = this.payload.toString('latin1', from, from + TEXT_BYTES);
    this.text = Buffer.byteLength(text) === text.length ? text : undefined;
    [this.textFrom, this.textTo] = [from, from + text.length];
  }

  private integer(): number {
    let value = 0;
    const from = this.place;
    for (let digit = this.digit(); digit >= 0 && digit <= 9; digit = this.digit()) {
      value = value * 10 + digit;
      this.place += 1;
    }
    if (this.place === from) this.fail();
    return value;
  }

  private digit(): number {
    return this.payload[this.place] - 0x30;
  }

  /** Callers come in runs: the text before this one is nearly always the same. */
  private textLike(last: string): string {
    const end = canonicalEnd(last, this.payload, this.place);
    if (end === NOWHERE) return this.value() as string;
    this.place = end;
    return last;
  }

  private fail(): never {
    throw new InvariantBroken('a stored record has its members in their places');
  }
}
