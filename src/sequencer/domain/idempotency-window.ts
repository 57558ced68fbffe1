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
const SLOTS_MIN = 1_024;
const EMPTY = -1;

/**
 * Which idempotency keys this venue has answered, and for which body. Part of the state: a replay rebuilds it.
 * A ring of fixed-size entries and a hash table over it: 48 bytes a key and no garbage, because a venue remembers
 * hundreds of thousands.
 */
export class IdempotencyWindow {
  private digests = Buffer.alloc(0);
  private seqs = new Float64Array(0);
  /** Entry number by the first bytes of its name, open addressing. */
  private slots = new Int32Array(0);
  /** Entries ever written; entry `n` lies at `n % capacity`. */
  private written = 0;

  find(caller: string, key: string, body: Buffer): Seen | undefined {
    if (this.written === 0) return undefined;
    const entry = this.slots[this.slotOf(nameOf(caller, key), 0)];
    if (entry === EMPTY) return undefined;
    const at = entry * ENTRY + DIGEST;
    const isSame = this.digests.compare(body, 0, DIGEST, at, at + DIGEST) === 0;
    return { seq: this.seqs[entry], isSame };
  }

  remember(caller: string, key: string, body: Buffer, seq: number): void {
    this.put(nameOf(caller, key), 0, body, seq);
  }

  /** Oldest first. */
  dump(): Json {
    const held = Math.min(this.written, this.seqs.length);
    return Array.from({ length: held }, (_, i) => {
      const entry = (this.written - held + i) % this.seqs.length;
      return [this.seqs[entry], this.digests.toString('base64', entry * ENTRY, (entry + 1) * ENTRY)];
    });
  }

  static restore(state: Json): IdempotencyWindow {
    const window = new IdempotencyWindow();
    for (const [seq, digests] of state as [number, string][]) {
      const both = Buffer.from(digests, 'base64');
      window.put(both, 0, both.subarray(DIGEST), seq);
    }
    return window;
  }

  private put(name: Buffer, offset: number, body: Buffer, seq: number): void {
    if (this.written === this.seqs.length && this.written < IDEMPOTENCY_KEYS_MAX) this.grow();
    const entry = this.written % this.seqs.length;
    if (this.written >= this.seqs.length) this.drop(entry);
    const slot = this.slotOf(name, offset);
    invariant(this.slots[slot] === EMPTY, 'an idempotency key is remembered once');
    name.copy(this.digests, entry * ENTRY, offset, offset + DIGEST);
    body.copy(this.digests, entry * ENTRY + DIGEST, 0, DIGEST);
    this.seqs[entry] = seq;
    this.slots[slot] = entry;
    this.written += 1;
  }

  /** The slot where this name stands or would stand. */
  private slotOf(names: Buffer, offset: number): number {
    const mask = this.slots.length - 1;
    let slot = names.readUInt32LE(offset) & mask;
    for (;;) {
      const entry = this.slots[slot];
      if (entry === EMPTY) return slot;
      const at = entry * ENTRY;
      if (this.digests.compare(names, offset, offset + DIGEST, at, at + DIGEST) === 0) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** Takes an entry out and closes the gap it leaves, so that no search ends too early (Knuth 6.4, algorithm R). */
  private drop(entry: number): void {
    const mask = this.slots.length - 1;
    let hole = this.slotOf(this.digests, entry * ENTRY);
    this.slots[hole] = EMPTY;
    for (let slot = (hole + 1) & mask; this.slots[slot] !== EMPTY; slot = (slot + 1) & mask) {
      const home = this.digests.readUInt32LE(this.slots[slot] * ENTRY) & mask;
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      this.slots[hole] = this.slots[slot];
      this.slots[slot] = EMPTY;
      hole = slot;
    }
  }

  private grow(): void {
    const capacity = Math.min(Math.max(SLOTS_MIN / 2, this.seqs.length * 2), IDEMPOTENCY_KEYS_MAX);
    const digests = Buffer.alloc(capacity * ENTRY);
    this.digests.copy(digests);
    const seqs = new Float64Array(capacity);
    seqs.set(this.seqs);
    [this.digests, this.seqs] = [digests, seqs];
    // Twice as many slots as entries, a power of two: searches stay short.
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(capacity * 2))).fill(EMPTY);
    for (let entry = 0; entry < this.written; entry++)
      this.slots[this.slotOf(this.digests, entry * ENTRY)] = entry;
  }
}

function nameOf(caller: string, key: string): Buffer {
  // Neither holds a space: one text names both.
  return hash('sha256', `${caller} ${key}`, 'buffer');
}
