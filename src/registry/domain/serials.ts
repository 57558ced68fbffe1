import { invariant } from '../../kernel/invariant.js';
import type { Json } from '../../kernel/json.js';
import type { Cause } from '../../ledger/domain/ledger.js';
import { FrozenRuns } from './frozen-runs.js';
import { SERIAL_MAX } from './instrument.js';
import type { SerialRun } from './serial-run.js';

/** A run of serials with one holder; both ends belong to it. */
export interface SerialBlock {
  readonly instrumentNo: number;
  readonly first: number;
  readonly last: number;
  readonly accountNo: number;
}

/** One run that went from one account to another; `from` 0 is its birth. */
export interface SerialMove {
  readonly moveNo: number;
  readonly instrumentNo: number;
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
  readonly cause: Cause;
}

type Run = SerialRun;

interface Shelf {
  nextSerial: number;
  /** By account; each list is sorted and no two runs touch. */
  readonly runs: Map<number, Run[]>;
}

/** Who holds which serials. Every unit of an instrument has exactly one holder, sinks included. */
export class Serials {
  private readonly shelves = new Map<number, Shelf>();
  private moveCount = 0;
  /** Serials that do not leave their holder, whoever asks. */
  frozen = new FrozenRuns();
  /** Changes since the last drain; not part of the state. */
  readonly moves: SerialMove[] = [];
  readonly removed = new Map<number, { readonly instrumentNo: number; readonly first: number }>();
  readonly added = new Map<number, SerialBlock>();

  /** Whether so many serials can still be born. */
  hasRoom(instrumentNo: number, quantity: number): boolean {
    return this.shelf(instrumentNo).nextSerial + quantity - 1 <= SERIAL_MAX;
  }

  birth(instrumentNo: number, quantity: number, accountNo: number, cause: Cause): void {
    invariant(quantity > 0 && this.hasRoom(instrumentNo, quantity), 'new serials fit');
    const shelf = this.shelf(instrumentNo);
    const run = { first: shelf.nextSerial, last: shelf.nextSerial + quantity - 1 };
    shelf.nextSerial += quantity;
    this.place(instrumentNo, shelf, accountNo, run);
    this.record(instrumentNo, run, 0, accountNo, cause);
  }

  /** First in, first out: the lowest serials that are not frozen go first. The source must hold them. */
  move(instrumentNo: number, from: number, to: number, quantity: number, cause: Cause): void {
    invariant(quantity > 0 && from !== to, 'a move of serials changes something');
    if (this.frozen.hasAny(instrumentNo)) return this.moveFree(instrumentNo, from, to, quantity, cause);
    const shelf = this.shelf(instrumentNo);
    const runs = shelf.runs.get(from) ?? [];
    let left = quantity;
    let whole = 0;
    const taken: Run[] = [];
    while (left > 0) {
      const run = runs[whole];
      invariant(run !== undefined, 'an account gives only serials that it holds');
      const size = run.last - run.first + 1;
      this.forget(instrumentNo, run);
      if (size <= left) {
        taken.push(run);
        left -= size;
        whole += 1;
        continue;
      }
      const cut = { first: run.first, last: run.first + left - 1 };
      runs[whole] = { first: cut.last + 1, last: run.last };
      this.show(instrumentNo, runs[whole], from);
      taken.push(cut);
      left = 0;
    }
    runs.splice(0, whole);
    for (const run of taken) {
      this.place(instrumentNo, shelf, to, run);
      this.record(instrumentNo, run, from, to, cause);
    }
  }

  private moveFree(instrumentNo: number, from: number, to: number, quantity: number, cause: Cause): void {
    let left = quantity;
    for (const run of [...(this.shelf(instrumentNo).runs.get(from) ?? [])]) {
      for (const { first, last } of this.frozen.freeOf(instrumentNo, run)) {
        if (left === 0) return;
        const taken = Math.min(left, last - first + 1);
        this.moveRun(instrumentNo, from, to, { first, last: first + taken - 1 }, cause);
        left -= taken;
      }
    }
    invariant(left === 0, 'an account gives only serials that it holds and that are not frozen');
  }

  /** The holders of a run, piece by piece; serials that were never born have none. */
  holdersOf(instrumentNo: number, { first, last }: SerialRun): SerialBlock[] {
    const found: SerialBlock[] = [];
    for (const [accountNo, runs] of this.shelves.get(instrumentNo)?.runs ?? []) {
      for (
        let at = Math.max(0, placeOf(runs, first + 1) - 1);
        at < runs.length && runs[at].first <= last;
        at++
      ) {
        const piece = { first: Math.max(first, runs[at].first), last: Math.min(last, runs[at].last) };
        if (piece.first <= piece.last) found.push({ instrumentNo, accountNo, ...piece });
      }
    }
    return found.sort((a, b) => a.first - b.first);
  }

  /** Whether an account holds all of a run. */
  holds(instrumentNo: number, accountNo: number, { first, last }: SerialRun): boolean {
    const runs = this.shelves.get(instrumentNo)?.runs.get(accountNo) ?? [];
    const run = runs[placeOf(runs, first + 1) - 1];
    return run !== undefined && run.first <= first && last <= run.last;
  }

  /** Moves these very serials. The source must hold them. */
  moveRun(instrumentNo: number, from: number, to: number, run: SerialRun, cause: Cause): void {
    const { first, last } = run;
    invariant(from !== to && first <= last, 'a move of serials changes something');
    invariant(this.holds(instrumentNo, from, run), 'an account gives only serials that it holds');
    invariant(!this.frozen.touches(instrumentNo, run), 'frozen serials stay where they are');
    const shelf = this.shelf(instrumentNo);
    const runs = shelf.runs.get(from)!;
    const at = placeOf(runs, first + 1) - 1;
    const whole = runs[at];
    this.forget(instrumentNo, whole);
    const left: Run[] = [];
    if (whole.first < first) left.push({ first: whole.first, last: first - 1 });
    if (last < whole.last) left.push({ first: last + 1, last: whole.last });
    runs.splice(at, 1, ...left);
    for (const rest of left) this.show(instrumentNo, rest, from);
    this.place(instrumentNo, shelf, to, { first, last });
    this.record(instrumentNo, run, from, to, cause);
  }

  held(instrumentNo: number, accountNo: number): number {
    const runs = this.shelves.get(instrumentNo)?.runs.get(accountNo) ?? [];
    return runs.reduce((sum, run) => sum + run.last - run.first + 1, 0);
  }

  /** Serials ever born. */
  born(instrumentNo: number): number {
    return this.shelf(instrumentNo).nextSerial - 1;
  }

  *blocks(): Generator<SerialBlock> {
    for (const [instrumentNo, shelf] of this.shelves) {
      for (const [accountNo, runs] of shelf.runs) {
        for (const run of runs) yield { instrumentNo, first: run.first, last: run.last, accountNo };
      }
    }
  }

  /** Forgets which rows changed, without writing them. */
  letGo(): void {
    this.moves.length = 0;
    this.removed.clear();
    this.added.clear();
  }

  dump(): Json {
    const shelves = [...this.shelves].sort(([a], [b]) => a - b);
    return {
      moves: this.moveCount,
      ...this.frozen.dump(),
      shelves: shelves.map(([instrumentNo, shelf]) => [
        instrumentNo,
        shelf.nextSerial,
        [...shelf.runs]
          .filter(([, runs]) => runs.length > 0)
          .sort(([a], [b]) => a - b)
          .map(([accountNo, runs]) => [accountNo, runs.map((run) => [run.first, run.last])]),
      ]),
    };
  }

  static restore(state: Json): Serials {
    type Stored = {
      moves: number;
      frozen?: Json;
      shelves: [number, number, [number, [number, number][]][]][];
    };
    const { moves, shelves, frozen } = state as unknown as Stored;
    const serials = new Serials();
    serials.frozen = FrozenRuns.restore(frozen);
    serials.moveCount = moves;
    for (const [instrumentNo, nextSerial, accounts] of shelves) {
      const runs = new Map(
        accounts.map(([no, pairs]) => [no, pairs.map(([first, last]) => ({ first, last }))]),
      );
      serials.shelves.set(instrumentNo, { nextSerial, runs });
    }
    return serials;
  }

  private shelf(instrumentNo: number): Shelf {
    let shelf = this.shelves.get(instrumentNo);
    if (shelf === undefined) {
      shelf = { nextSerial: 1, runs: new Map() };
      this.shelves.set(instrumentNo, shelf);
    }
    return shelf;
  }

  /** Puts a run among an account's runs and joins it with the neighbours that touch it. */
  private place(instrumentNo: number, shelf: Shelf, accountNo: number, run: Run): void {
    let runs = shelf.runs.get(accountNo);
    if (runs === undefined) {
      runs = [];
      shelf.runs.set(accountNo, runs);
    }
    const at = placeOf(runs, run.first);
    const before = runs[at - 1];
    const after = runs[at];
    invariant(before === undefined || before.last < run.first, 'a serial has one holder');
    invariant(after === undefined || run.last < after.first, 'a serial has one holder');
    const joinsBefore = before !== undefined && before.last + 1 === run.first;
    const joinsAfter = after !== undefined && run.last + 1 === after.first;
    if (joinsBefore) this.forget(instrumentNo, before);
    if (joinsAfter) this.forget(instrumentNo, after);
    const joined = {
      first: joinsBefore ? before.first : run.first,
      last: joinsAfter ? after.last : run.last,
    };
    runs.splice(joinsBefore ? at - 1 : at, Number(joinsBefore) + Number(joinsAfter), joined);
    this.show(instrumentNo, joined, accountNo);
  }

  private record(instrumentNo: number, { first, last }: Run, from: number, to: number, cause: Cause): void {
    this.moveCount += 1;
    this.moves.push({ moveNo: this.moveCount, instrumentNo, first, last, from, to, cause });
  }

  // Rows: what was written before is deleted once, what came after it is written once, whatever happened between.
  private forget(instrumentNo: number, { first }: Run): void {
    const name = rowName(instrumentNo, first);
    if (!this.added.delete(name)) this.removed.set(name, { instrumentNo, first });
  }

  private show(instrumentNo: number, { first, last }: Run, accountNo: number): void {
    this.added.set(rowName(instrumentNo, first), { instrumentNo, first, last, accountNo });
  }
}

function rowName(instrumentNo: number, first: number): number {
  return instrumentNo * (SERIAL_MAX + 1) + first;
}

/** Index of the first run that starts after a serial. */
function placeOf(runs: readonly Run[], serial: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (runs[middle].first < serial) low = middle + 1;
    else high = middle;
  }
  return low;
}
