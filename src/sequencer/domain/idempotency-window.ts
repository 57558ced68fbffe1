import { hash } from 'node:crypto';
import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import { IDEMPOTENCY_KEYS_MAX } from '../../kernel/limits.js';

export interface Seen {
  readonly seq: number;
  /** The same command, or another under the same key? */
  readonly isSame: boolean;
}

// Of each key 16 bytes of SHA-256 of its name and 16 of its body: two that collide by chance are not to be met in
// the life of the universe, and whoever made a pair on purpose (2^64 tries) would only fool a key of their own.
const DIGEST = 16;
const ENTRY = 2 * DIGEST;
/** The same in words of four bytes, which are compared faster than bytes. */
const DIGEST_WORDS = DIGEST / 4;
const ENTRY_WORDS = ENTRY / 4;
const SLOTS_MIN = 1_024;
const EMPTY = -1;

/**
 * Which idempotency keys this venue has answered, and for which body. Part of the state: a replay rebuilds it.
 * A ring of fixed-size entries and a hash table over it: 48 bytes a key and no garbage, because a venue remembers
 * hundreds of thousands.
 */
export class IdempotencyWindow {
  private digests = new Uint32Array(0);
  /** One more entry, that what is asked for or written stands in first. */
  private readonly entry = new Uint32Array(ENTRY_WORDS);
  private readonly entryBytes = Buffer.from(this.entry.buffer);
  private seqs = new Float64Array(0);
  /** Entry number by the first bytes of its name, open addressing. */
  private slots = new Int32Array(0);
  /** Entries ever written; entry `n` lies at `n % capacity`. */
  private written = 0;

  /** `body` is hexadecimal, as `bodyHash` gives it. */
  find(caller: string, key: string, body: string): Seen | undefined {
    if (this.written === 0) return undefined;
    this.ask(caller, key, body);
    const entry = this.slots[this.slotOf(this.entry, 0)];
    if (entry === EMPTY) return undefined;
    const isSame = this.areEqual(this.entry, DIGEST_WORDS, entry * ENTRY_WORDS + DIGEST_WORDS);
    return { seq: this.seqs[entry], isSame };
  }

  remember(caller: string, key: string, body: string, seq: number): void {
    this.ask(caller, key, body);
    this.put(seq);
  }

  /** Oldest first. */
  dump(): Json {
    const held = Math.min(this.written, this.seqs.length);
    const bytes = Buffer.from(this.digests.buffer);
    return Array.from({ length: held }, (_, i) => {
      const entry = (this.written - held + i) % this.seqs.length;
      return [this.seqs[entry], bytes.toString('base64', entry * ENTRY, (entry + 1) * ENTRY)];
    });
  }

  static restore(state: Json): IdempotencyWindow {
    const window = new IdempotencyWindow();
    for (const [seq, digests] of state as [number, string][]) {
      window.entryBytes.write(digests, 'base64');
      window.put(seq);
    }
    return window;
  }

  private ask(caller: string, key: string, body: string): void {
    // Neither holds a space: one text names both.
    this.entryBytes.write(hash('sha256', `${caller} ${key}`, 'binary'), 0, DIGEST, 'binary');
    this.entryBytes.write(body, DIGEST, DIGEST, 'hex');
  }

  private put(seq: number): void {
    if (this.written === this.seqs.length && this.written < IDEMPOTENCY_KEYS_MAX) this.grow();
    const entry = this.written % this.seqs.length;
    if (this.written >= this.seqs.length) this.drop(entry);
    const slot = this.slotOf(this.entry, 0);
    invariant(this.slots[slot] === EMPTY, 'an idempotency key is remembered once');
    this.digests.set(this.entry, entry * ENTRY_WORDS);
    this.seqs[entry] = seq;
    this.slots[slot] = entry;
    this.written += 1;
  }

  /** The slot where this name stands or would stand. */
  private slotOf(names: Uint32Array, offset: number): number {
    const mask = this.slots.length - 1;
    let slot = names[offset] & mask;
    for (;;) {
      const entry = this.slots[slot];
      if (entry === EMPTY || this.areEqual(names, offset, entry * ENTRY_WORDS)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private areEqual(words: Uint32Array, offset: number, at: number): boolean {
    for (let i = 0; i < DIGEST_WORDS; i++) if (words[offset + i] !== this.digests[at + i]) return false;
    return true;
  }

  /** Takes an entry out and closes the gap it leaves, so that no search ends too early (Knuth 6.4, algorithm R). */
  private drop(entry: number): void {
    const mask = this.slots.length - 1;
    let hole = this.slotOf(this.digests, entry * ENTRY_WORDS);
    this.slots[hole] = EMPTY;
    for (let slot = (hole + 1) & mask; this.slots[slot] !== EMPTY; slot = (slot + 1) & mask) {
      const home = this.digests[this.slots[slot] * ENTRY_WORDS] & mask;
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      this.slots[hole] = this.slots[slot];
      this.slots[slot] = EMPTY;
      hole = slot;
    }
  }

  private grow(): void {
    const capacity = Math.min(Math.max(SLOTS_MIN / 2, this.seqs.length * 2), IDEMPOTENCY_KEYS_MAX);
    const digests = new Uint32Array(capacity * ENTRY_WORDS);
    digests.set(this.digests);
    const seqs = new Float64Array(capacity);
    seqs.set(this.seqs);
    [this.digests, this.seqs] = [digests, seqs];
    // Twice as many slots as entries, a power of two: searches stay short.
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(capacity * 2))).fill(EMPTY);
    for (let entry = 0; entry < this.written; entry++)
      this.slots[this.slotOf(this.digests, entry * ENTRY_WORDS)] = entry;
  }
}
