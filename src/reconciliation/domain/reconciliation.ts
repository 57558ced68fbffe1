import { invariant } from '../../kernel/invariant.js';
import type { Instant, TradingDay } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { type Break, breakMayBecome, type BreakState } from './break.js';
import { type Figure, nameOf, type TotalSum } from './figure.js';

/** A difference that a run found, and the case it belongs to. */
export type FoundBreak = Figure & { readonly breakNo: number };

export interface Run {
  readonly runNo: number;
  /** The trading day it closes, or in or after which it was asked for. */
  readonly day: TradingDay;
  readonly isClose: boolean;
  /** The record after which its figures are; `head` is the hash of the journal's batch that ends there. */
  readonly asOfSeq: number;
  readonly head: string;
  readonly fromTrade: number;
  readonly toTrade: number;
  /** How many comparisons, and the hash over all of them. */
  readonly rows: number;
  readonly figuresHash: string;
  readonly totals: readonly TotalSum[];
  readonly found: readonly FoundBreak[];
  readonly seq: number;
  readonly at: Instant;
  readonly by: string;
}

/** The report of a closed day: two texts, one for everybody, and the note in which the log's key signs both hashes. */
export interface DayReport {
  readonly day: TradingDay;
  readonly runNo: number;
  readonly seq: number;
  readonly at: Instant;
  readonly open: string;
  readonly openHash: string;
  readonly full: string;
  readonly fullHash: string;
  readonly note: string;
}

interface Close {
  readonly day: TradingDay;
  readonly runNo: number;
  readonly toTrade: number;
}

interface Stored {
  readonly runCount: number;
  readonly breakCount: number;
  readonly lastAsOf: number;
  readonly lastClose: Close;
  readonly lastReport: TradingDay;
  readonly breaks: Break[];
}

/** Cases that are not closed, and how far the closing of days is. Runs, figures, reports and closed cases are in tables. */
export class Reconciliation {
  private readonly breaks = new Map<number, Break>();
  private readonly byName = new Map<string, Break>();
  private runCount = 0;
  private breakCount = 0;
  lastAsOf = 0;
  lastClose: Close = { day: '', runNo: 0, toTrade: 0 };
  /** The last day with a report. */
  lastReport: TradingDay = '';

  /** Changes since the last drain; not part of the state. */
  readonly newRuns = new Set<Run>();
  readonly dirtyBreaks = new Set<Break>();
  readonly newReports = new Set<DayReport>();

  get nextRunNo(): number {
    return this.runCount + 1;
  }

  get liveCount(): number {
    return this.breaks.size;
  }

  live(): IterableIterator<Break> {
    return this.breaks.values();
  }

  find(breakNo: number): Break | undefined {
    return this.breaks.get(breakNo);
  }

  isClosed(breakNo: number): boolean {
    return breakNo >= 1 && breakNo <= this.breakCount && !this.breaks.has(breakNo);
  }

  named(figure: Omit<Figure, 'one' | 'other'>): Break | undefined {
    return this.byName.get(nameOf(figure));
  }

  open(figure: Figure, sinceDay: TradingDay, at: Instant): Break {
    const breakNo = (this.breakCount += 1);
    const { total, part, accountNo, instrumentNo, subjectNo, one, other } = figure;
    const opened: Break = {
      ...{ breakNo, total, part, accountNo, instrumentNo, subjectNo, one, other, sinceDay },
      ...{ foundRunNo: this.nextRunNo, foundAt: at, lastRunNo: this.nextRunNo, goneRunNo: 0, state: 'OPEN' },
      ...{
        owner: '',
        explanation: '',
        explainedBy: '',
        dueDay: '',
        proposalNo: 0,
        closedRunNo: 0,
        changedAt: at,
      },
    };
    this.breaks.set(breakNo, opened);
    this.byName.set(nameOf(opened), opened);
    this.dirtyBreaks.add(opened);
    return opened;
  }

  change(one: Break, changes: Partial<Break>, at: Instant): void {
    Object.assign(one, changes, { changedAt: at });
    this.dirtyBreaks.add(one);
  }

  move(one: Break, to: BreakState, changes: Partial<Break>, at: Instant): void {
    invariant(breakMayBecome(one.state, to), `a break goes from ${one.state} to ${to}`);
    this.change(one, { ...changes, state: to }, at);
    if (to !== 'CLOSED') return;
    this.breaks.delete(one.breakNo);
    this.byName.delete(nameOf(one));
  }

  record(run: Run): void {
    invariant(run.runNo === this.nextRunNo, 'runs are numbered without gaps');
    this.runCount = run.runNo;
    this.lastAsOf = run.asOfSeq;
    if (run.isClose) this.lastClose = { day: run.day, runNo: run.runNo, toTrade: run.toTrade };
    this.newRuns.add(run);
  }

  publish(report: DayReport): void {
    this.lastReport = report.day;
    this.newReports.add(report);
  }

  letGo(): void {
    this.newRuns.clear();
    this.dirtyBreaks.clear();
    this.newReports.clear();
  }

  /** Nothing while nothing was reconciled: a state from before there was reconciliation keeps its hash. */
  dump(): Json | undefined {
    if (this.runCount === 0) return undefined;
    const { runCount, breakCount, lastAsOf, lastClose, lastReport } = this;
    const breaks = [...this.breaks.values()].map((one) => ({ ...one }));
    const stored: Stored = {
      runCount,
      breakCount,
      lastAsOf,
      lastClose: { ...lastClose },
      lastReport,
      breaks,
    };
    return stored as unknown as Json;
  }

  static restore(state: Json | undefined): Reconciliation {
    const reconciliation = new Reconciliation();
    if (state === undefined) return reconciliation;
    const { breaks, runCount, breakCount, lastAsOf, lastClose, lastReport } = state as unknown as Stored;
    Object.assign(reconciliation, { runCount, breakCount, lastAsOf, lastClose, lastReport });
    for (const one of breaks) {
      const kept = { ...one };
      reconciliation.breaks.set(kept.breakNo, kept);
      reconciliation.byName.set(nameOf(kept), kept);
    }
    return reconciliation;
  }
}
