const SMALLEST = 16;
/** 2^32 ÷ the golden ratio: neighbouring keys land far apart. */
const SPREAD = 0x9e3779b1;
const WORD = 2 ** 32;

/**
 * A map from whole numbers to objects, for tables whose entries come and go all the time. A `Map` keeps the place of
 * every entry it has lost and copies itself to be rid of them, which costs as much as all the rest of an order; here a
 * lost entry's place is free at once. Entries have no order.
 */
export class NumberMap<V extends object> {
  size = 0;
  // Open addressing with linear probing, at most half full.
  private keys = new Float64Array(SMALLEST);
  private values: (V | undefined)[] = emptySlots(SMALLEST);
  private mask = SMALLEST - 1;

  get(key: number): V | undefined {
    const { keys, values, mask } = this;
    for (let slot = slotOf(key) & mask; ; slot = (slot + 1) & mask) {
      const value = values[slot];
      if (value === undefined || keys[slot] === key) return value;
    }
  }

  set(key: number, value: V): void {
    const slot = this.slotFor(key);
    if (this.values[slot] === undefined) {
      if ((this.size + 1) * 2 > this.mask + 1) {
        this.grow();
        return this.set(key, value);
      }
      this.keys[slot] = key;
      this.size += 1;
    }
    this.values[slot] = value;
  }

  delete(key: number): void {
    const { keys, values, mask } = this;
    let hole = this.slotFor(key);
    if (values[hole] === undefined) return;
    this.size -= 1;
    // Whatever was pushed beyond its own place by the lost entry moves up, so that no search ends too early.
    for (let slot = (hole + 1) & mask; values[slot] !== undefined; slot = (slot + 1) & mask) {
      const home = slotOf(keys[slot]) & mask;
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      keys[hole] = keys[slot];
      values[hole] = values[slot];
      hole = slot;
    }
    values[hole] = undefined;
  }

  *[Symbol.iterator](): Generator<V> {
    for (const value of this.values) if (value !== undefined) yield value;
  }

  /** Where the key is, or the empty slot where it belongs. */
  private slotFor(key: number): number {
    const { keys, values, mask } = this;
    let slot = slotOf(key) & mask;
    while (values[slot] !== undefined && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { keys, values } = this;
    const slots = keys.length * 2;
    this.keys = new Float64Array(slots);
    this.values = emptySlots(slots);
    this.mask = slots - 1;
    values.forEach((value, slot) => {
      if (value === undefined) return;
      const place = this.slotFor(keys[slot]);
      this.keys[place] = keys[slot];
      this.values[place] = value;
    });
  }
}

function slotOf(key: number): number {
  const hash = Math.imul((key | 0) ^ ((key / WORD) | 0), SPREAD);
  // The low bits decide, so the well mixed high ones are folded into them.
  return hash ^ (hash >>> 15);
}

function emptySlots<V>(count: number): (V | undefined)[] {
  return new Array<V | undefined>(count).fill(undefined);
}
