/** How many requests of one holder are being answered at once. A flood then waits at its own door. */
export class Bulkhead {
  private readonly inside = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** False when the holder is at its limit; true obliges to call `leave`. */
  enter(holder: string): boolean {
    const count = this.inside.get(holder) ?? 0;
    if (count >= this.most) return false;
    this.inside.set(holder, count + 1);
    return true;
  }

  leave(holder: string): void {
    const count = this.inside.get(holder)! - 1;
    if (count === 0) this.inside.delete(holder);
    else this.inside.set(holder, count);
  }
}
