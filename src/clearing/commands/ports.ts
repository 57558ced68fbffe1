import type { ClearingMachine } from '../domain/handlers.js';
import type { Engine } from '../../sequencer/index.js';

export interface TradeRange {
  readonly venueNo: number;
  readonly fromTrade: number;
  readonly toTrade: number;
}

export interface SettlementJob extends TradeRange {
  readonly slug: string;
}

export const RUN_STATES = ['PENDING', 'RUNNING', 'DONE', 'FAILED'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** A run that a worker was asked for, or has begun. */
export interface RunInFlight extends TradeRange {
  /** How often a worker has begun it. */
  readonly attempts: number;
  /** Since its state last changed. */
  readonly ageMs: number;
}

/** What people see of settlement work, and what keeps bells few. The truth about each trade is in the venue. */
export interface SettlementRuns {
  /** A worker is asked for the range, from now on; a run in whatever state starts anew. */
  ask(range: TradeRange): Promise<{ readonly attempts: number }>;
  move(range: TradeRange, state: RunState, error?: string): Promise<void>;
  /** The oldest run, PENDING or RUNNING, that this trade belongs to. */
  inFlight(venueNo: number, trade: number): Promise<RunInFlight | undefined>;
  /** Every run that ends at or before a settled trade is done, whoever settled it and whatever became of its worker. */
  settled(venueNo: number, lastSettled: number): Promise<void>;
}

/** A queue may lose, repeat, delay and reorder what it is given. */
export interface SettlementQueue {
  /** A name that still waits in the queue is not added again. */
  add(job: SettlementJob, name: string): Promise<void>;
}

/** Calls back once, later; what it returns calls it off. */
export type Later = (ms: number, then: () => void) => () => void;

export type SettlementEngine = Pick<Engine<ClearingMachine>, 'venues' | 'ask' | 'submit' | 'onCommitted'>;
