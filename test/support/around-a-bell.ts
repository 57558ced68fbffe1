import type { ClearingMachine } from '../../src/clearing/domain/handlers.js';
import type { CommittedListener, VenueRow } from '../../src/sequencer/index.js';

/** Longer than any chain of promises that a bell has. */
export const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What every bell of settlement has around it, in memory; time passes when it is told to. */
export abstract class AroundABell {
  abstract venues: VenueRow[];
  readonly errors: unknown[][] = [];
  readonly timers: { ms: number; then: () => void; off: boolean }[] = [];
  tell: CommittedListener<ClearingMachine> = () => undefined;
  ask = async (question: (machine: never) => unknown): Promise<unknown> => question(this.machine as never);

  protected abstract get machine(): object;

  protected readonly engine = {
    venues: () => this.venues,
    ask: ((_slug: string, question: (machine: never) => unknown) => this.ask(question)) as never,
    onCommitted: ((listener: CommittedListener<ClearingMachine>) => {
      this.tell = listener;
    }) as never,
  };
  protected readonly later = (ms: number, then: () => void): (() => void) => {
    const timer = { ms, then, off: false };
    this.timers.push(timer);
    return () => void (timer.off = true);
  };
  protected readonly onError = (...facts: unknown[]): void => void this.errors.push(facts);

  commit(venue: VenueRow, ...events: string[][]): void {
    const records = events.map((types) => ({ ev: types.map((type) => ({ type })) }));
    this.tell(venue, records as never, {} as never);
  }
}
