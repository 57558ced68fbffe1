import { hash } from 'node:crypto';

const START_SLOTS = 1_024;

/**
 * Remembers each nonce for at least one period, in 8 bytes: an open-addressing table of 64-bit hashes, two
 * generations of it. A stranger's nonce collides once in 2^40 at the fullest; the cost is one refused request.
 */
export class NonceWindow {
  private current = new HashTable();
  private previous = new HashTable();
  private turnedAtMs: number | undefined;

  constructor(
    private readonly periodMs: number,
    private readonly perGenerationMax: number,
  ) {}

  /** 'new' remembers the nonce; 'full' remembers nothing and must be answered with a refusal. */
  take(keyId: string, nonce: string, nowMs: number): 'new' | 'used' | 'full' {
    this.turn(nowMs);
    const digest = hash('sha256', `${keyId}\n${nonce}`, 'buffer');
    const high = digest.readUInt32LE(0);
    // A zero low half would look like an empty slot.
    const low = digest.readUInt32LE(4) || 1;
    if (this.current.has(high, low) || this.previous.has(high, low)) return 'used';
    if (this.current.size >= this.perGenerationMax) return 'full';
    this.current.add(high, low);
    return 'new';
  }

  private turn(nowMs: number): void {
    this.turnedAtMs ??= nowMs;
    const elapsed = nowMs - this.turnedAtMs;
    if (elapsed < this.periodMs) return;
    // After a long silence both generations are older than a period.
    this.previous = elapsed < 2 * this.periodMs ? this.current : new HashTable();
    this.current = new HashTable();
    this.turnedAtMs = nowMs;
  }
}

class HashTable {
  size = 0;
  private slots = START_SLOTS;
  private table = new Uint32Array(START_SLOTS * 2);

  has(high: number, low: number): boolean {
    return this.table[this.find(high, low) * 2 + 1] !== 0;
  }

  add(high: number, low: number): void {
    if (this.size * 2 >= this.slots) this.grow();
    const slot = this.find(high, low);
    this.table[slot * 2] = high;
    this.table[slot * 2 + 1] = low;
    this.size++;
  }

  /** The slot of the hash, or the empty one where it belongs. */
  private find(high: number, low: number): number {
    const mask = this.slots - 1;
    let slot = high & mask;
    while (
      this.table[slot * 2 + 1] !== 0 &&
      (this.table[slot * 2] !== high || this.table[slot * 2 + 1] !== low)
    )
      slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const old = this.table;
    this.slots *= 2;
    this.table = new Uint32Array(this.slots * 2);
    this.size = 0;
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) this.add(old[i]!, old[i + 1]!);
  }
}
