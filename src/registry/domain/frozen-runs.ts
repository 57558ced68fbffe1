import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import type { SerialRun } from './serial-run.js';

/** Serials that nobody may move, by instrument: sorted, and no two runs overlap. */
export class FrozenRuns {
  private readonly runs = new Map<number, SerialRun[]>();

  hasAny(instrumentNo: number): boolean {
    return this.runs.has(instrumentNo);
  }

  touches(instrumentNo: number, { first, last }: SerialRun): boolean {
    return (this.runs.get(instrumentNo) ?? []).some((run) => run.first <= last && first <= run.last);
  }

  /** The parts of a run that may move, lowest first. */
  freeOf(instrumentNo: number, { first, last }: SerialRun): SerialRun[] {
    const free: SerialRun[] = [];
    let next = first;
    for (const run of this.runs.get(instrumentNo) ?? []) {
      if (run.last < next) continue;
      if (run.first > last) break;
      if (run.first > next) free.push({ first: next, last: run.first - 1 });
      next = run.last + 1;
    }
    if (next <= last) free.push({ first: next, last });
    return free;
  }

  add(instrumentNo: number, run: SerialRun): void {
    invariant(!this.touches(instrumentNo, run), 'a serial is frozen once');
    const runs = [...(this.runs.get(instrumentNo) ?? []), run].sort((a, b) => a.first - b.first);
    this.runs.set(instrumentNo, runs);
  }

  remove(instrumentNo: number, { first, last }: SerialRun): void {
    const before = this.runs.get(instrumentNo) ?? [];
    const runs = before.filter((run) => run.first !== first || run.last !== last);
    invariant(runs.length === before.length - 1, 'what is released was frozen');
    if (runs.length === 0) this.runs.delete(instrumentNo);
    else this.runs.set(instrumentNo, runs);
  }

  *all(): Generator<SerialRun & { readonly instrumentNo: number }> {
    for (const [instrumentNo, runs] of this.runs) for (const run of runs) yield { instrumentNo, ...run };
  }

  /** Nothing at all where nothing is frozen: a state of an older release is the same state. */
  dump(): { frozen?: Json } {
    if (this.runs.size === 0) return {};
    const sorted = [...this.runs].sort(([a], [b]) => a - b);
    return { frozen: sorted.map(([no, runs]) => [no, runs.map(({ first, last }) => [first, last])]) };
  }

  static restore(state: Json | undefined): FrozenRuns {
    const frozen = new FrozenRuns();
    for (const [no, runs] of (state ?? []) as unknown as [number, [number, number][]][])
      frozen.runs.set(
        no,
        runs.map(([first, last]) => ({ first, last })),
      );
    return frozen;
  }
}
