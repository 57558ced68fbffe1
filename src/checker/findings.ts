import { BROKEN_SHOWN_MAX, type Verdict, verdict } from './invariant.js';

/** Counts what is looked at, promise by promise, and keeps the first cases that break one. */
export class Findings {
  private readonly found = new Map<string, { checked: number; readonly broken: string[] }>();

  constructor(private readonly promises: Readonly<Record<string, string>>) {
    for (const id of Object.keys(promises)) this.found.set(id, { checked: 0, broken: [] });
  }

  /** `what` is only asked when the promise is broken. */
  check(id: string, holds: boolean, what: () => string): void {
    const finding = this.found.get(id)!;
    finding.checked += 1;
    if (!holds && finding.broken.length < BROKEN_SHOWN_MAX) finding.broken.push(what());
  }

  verdicts(): Verdict[] {
    return [...this.found].map(([id, { checked, broken }]) =>
      verdict(id, this.promises[id], checked, broken),
    );
  }
}
