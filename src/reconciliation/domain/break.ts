import type { Instant, TradingDay } from '../../kernel/instant.js';
import type { Figure } from './figure.js';

/**
 * OPEN: nobody has said why. EXPLAINED: somebody has. CORRECTED: new entries under four eyes. ACCEPTED: a difference of
 * timing, under four eyes, until a day. CLOSED: explained, and a later run no longer finds it.
 */
export const BREAK_STATES = ['OPEN', 'EXPLAINED', 'CORRECTED', 'ACCEPTED', 'CLOSED'] as const;
export type BreakState = (typeof BREAK_STATES)[number];

/** A difference of a reconciliation as a case (对账差错). */
export interface Break extends Omit<Figure, 'one' | 'other'> {
  readonly breakNo: number;
  /** As the last run that found it has them. */
  one: number;
  other: number;
  /** The trading day in or after which it was found: it holds every later opening. */
  readonly sinceDay: TradingDay;
  readonly foundRunNo: number;
  readonly foundAt: Instant;
  lastRunNo: number;
  /** The run that no longer found it while nobody had explained it yet; else 0. */
  goneRunNo: number;
  state: BreakState;
  /** The desk or person who works on it; '' at first. */
  owner: string;
  explanation: string;
  explainedBy: string;
  /** The last trading day on which an accepted one may still be there; '' else. */
  dueDay: TradingDay;
  /** The proposal of its correction or acceptance; 0 for none. */
  proposalNo: number;
  closedRunNo: number;
  changedAt: Instant;
}

const NEXT: Readonly<Record<BreakState, readonly BreakState[]>> = {
  OPEN: ['EXPLAINED', 'CORRECTED', 'ACCEPTED'],
  EXPLAINED: ['EXPLAINED', 'CORRECTED', 'ACCEPTED', 'CLOSED'],
  // A correction that did not do it is told as explained again.
  CORRECTED: ['EXPLAINED', 'CLOSED'],
  ACCEPTED: ['ACCEPTED', 'CORRECTED', 'CLOSED'],
  CLOSED: [],
};

export const breakMayBecome = (from: BreakState, to: BreakState): boolean => NEXT[from].includes(to);

/** The last day it leaves alone: what is accepted holds nothing until it is due. */
export const holdsAfter = ({ state, sinceDay, dueDay }: Break): TradingDay =>
  state === 'ACCEPTED' ? dueDay : sinceDay;
