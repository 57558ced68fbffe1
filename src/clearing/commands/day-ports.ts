import type { TradingDay } from '../../kernel/instant.js';

/** In the order in which each range of a day takes them (rulebook §1.8). */
export const STEPS = ['TRADE_CAPTURED', 'FUNDED', 'DELIVERED', 'CONFIRMED'] as const;
export type Step = (typeof STEPS)[number];
export type StepState = 'PENDING' | 'RUNNING' | 'DONE' | 'FAILED';

export interface SettlementDay {
  readonly venueNo: number;
  readonly day: TradingDay;
}

/** One step of one range of a day. */
export interface DayStep extends SettlementDay {
  readonly step: Step;
  readonly fromTrade: number;
  readonly toTrade: number;
}

/** What a job of the day's flow names: a step, or with no step the day's own confirmation. */
export interface DayJob extends SettlementDay {
  readonly slug: string;
  /** The last trade of the day. */
  readonly lastTrade: number;
  readonly range?: { readonly step: Step; readonly fromTrade: number; readonly toTrade: number };
}

export interface DayAtWork extends SettlementDay {
  readonly toTrade: number;
  /** How often its flow was asked for. */
  readonly asked: number;
  /** Since a step moved, or the flow was asked for. */
  readonly idleMs: number;
}

/** Rows of a day's run. A step that is DONE stays DONE: whoever comes late finds nothing to do. */
export interface SettlementDays {
  /** Makes the rows of the oldest closed day that is not confirmed, once; `after`: the last confirmed. */
  begin(venueNo: number, after: TradingDay, by: string, rangeTrades: number): Promise<void>;
  atWork(venueNo: number): Promise<DayAtWork | undefined>;
  /** Counts that the flow is asked for once more. */
  ask(day: SettlementDay): Promise<number>;
  open(day: SettlementDay): Promise<DayStep[]>;
  stepsOf(day: SettlementDay, fromTrade: number): Promise<ReadonlyMap<Step, StepState>>;
  move(step: DayStep, state: StepState, error?: string): Promise<void>;
  confirmed(day: SettlementDay): Promise<void>;
}

/** What is wrong with a range, in words, or nothing. */
export interface DayChecks {
  captured(step: DayStep): Promise<string | undefined>;
  funded(step: DayStep): Promise<string | undefined>;
  delivered(step: DayStep): Promise<string | undefined>;
}

/** Puts the open steps of a day in the queue, each range's in order and the day's confirmation last. */
export type AskForDay = (job: DayJob, open: readonly DayStep[], asked: number) => Promise<void>;
