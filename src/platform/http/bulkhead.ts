import { FairQueue } from '../../kernel/fair-queue.js';

/** How many requests of one holder are being answered at once. A flood then waits at its own door. */
export class Bulkhead {
  private readonly inside = new Map<string, number>();
  private full = 0;

  constructor(private readonly most: number) {}

  get isAnyFull(): boolean {
    return this.full > 0;
  }

  isFull(holder: string): boolean {
    return (this.inside.get(holder) ?? 0) >= this.most;
  }

  /** False when the holder is at its limit; true obliges to call `leave`. */
  enter(holder: string): boolean {
    const count = this.inside.get(holder) ?? 0;
    if (count >= this.most) return false;
    if (count + 1 === this.most) this.full += 1;
    this.inside.set(holder, count + 1);
    return true;
  }

  leave(holder: string): void {
    const count = this.inside.get(holder)! - 1;
    if (count + 1 === this.most) this.full -= 1;
    if (count === 0) this.inside.delete(holder);
    else this.inside.set(holder, count);
  }
}

/**
 * How many requests are answered at once, whoever sent them. The others wait, a lane for each holder; a holder who has
 * nothing inside never waits, so that no other can stand in the way.
 */
export class Turns {
  private count = 0;
  private readonly inside = new Map<string, number>();
  private readonly waiting = new FairQueue<{ readonly holder: string; readonly go: () => void }>();

  constructor(private readonly most: number) {}

  get isIdle(): boolean {
    return this.count === 0;
  }

  /** Undefined when there is room; else it is the holder's turn when the promise resolves. Both oblige to call `leave`. */
  enter(holder: string): Promise<void> | undefined {
    if (this.count >= this.most && this.inside.has(holder))
      return new Promise((go) => this.waiting.push(holder, { holder, go }));
    this.admit(holder);
    return undefined;
  }

  leave(holder: string): void {
    const left = this.inside.get(holder)! - 1;
    if (left === 0) this.inside.delete(holder);
    else this.inside.set(holder, left);
    this.count -= 1;
    if (this.count >= this.most) return;
    for (const next of this.waiting.take(1)) {
      this.admit(next.holder);
      next.go();
    }
  }

  private admit(holder: string): void {
    this.inside.set(holder, (this.inside.get(holder) ?? 0) + 1);
    this.count += 1;
  }
}

/** When those who are refused are told so: each after a while, and all together at no more than a steady pace. */
export class RefusalPace {
  private lastAtMs = 0;
  private readonly stepMs: number;

  constructor(
    private readonly waitMs: number,
    perSecond: number,
  ) {
    this.stepMs = 1_000 / perSecond;
  }

  /** Milliseconds that the next one waits. */
  next(nowMs: number): number {
    this.lastAtMs = Math.max(this.lastAtMs + this.stepMs, nowMs + this.waitMs);
    return this.lastAtMs - nowMs;
  }
}
