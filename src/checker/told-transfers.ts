import type { VenueEvent } from '../sequencer/index.js';

interface ToldDelay {
  readonly transferNo: number;
  readonly dueAt: number;
  readonly cancelUntil: number;
}

/** Waiting transfers as their events tell them: when each may leave, and until when it may be called off. */
export class ToldTransfers {
  private readonly waiting = new Map<number, ToldDelay>();

  /** What is wrong with an event at its instant; undefined when nothing is. */
  hear(event: VenueEvent, at: number): string | undefined {
    const told = event as unknown as ToldDelay;
    const { transferNo } = told;
    if (event.type === 'TransferDelayed') {
      if (this.waiting.has(transferNo)) return `transfer ${transferNo} waits twice`;
      this.waiting.set(transferNo, told);
      return undefined;
    }
    const known = this.waiting.get(transferNo);
    this.waiting.delete(transferNo);
    if (known === undefined) return `transfer ${transferNo} ends that does not wait`;
    if (event.type === 'TransferLeft' && at < known.dueAt)
      return `transfer ${transferNo} left at ${at}, due was ${known.dueAt}`;
    if (event.type === 'TransferCancelled' && at >= known.cancelUntil)
      return `transfer ${transferNo} was called off at ${at}, allowed until ${known.cancelUntil}`;
    return undefined;
  }
}
