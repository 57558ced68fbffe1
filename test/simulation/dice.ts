import { seeded } from '../support/random.js';

/** The one source of chance of a schedule: who runs next, what strikes, what clients want. */
export class Dice {
  private readonly next: () => number;

  constructor(seed: number, schedule: number) {
    // Neighbouring schedules must not begin alike.
    this.next = seeded(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(schedule + 1, 0xc2b2ae35));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** 0 … n − 1 */
  pick(n: number): number {
    return Math.floor(this.next() * n);
  }

  between(low: number, high: number): number {
    return low + this.pick(high - low + 1);
  }

  one<T>(things: readonly T[]): T {
    return things[this.pick(things.length)];
  }
}
