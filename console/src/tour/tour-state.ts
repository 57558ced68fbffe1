import { useSyncExternalStore } from 'react';
import type { Judgement } from '../proof/verifier';

/** From the list of the authority to a proof that nobody has to be believed. */
export const STEPS = ['issue', 'approve', 'distribute', 'sell', 'buy', 'settle', 'verify'] as const;
export type StepKey = (typeof STEPS)[number];

/** What this browser worked out about the tour's own trade. */
export interface ShownProof {
  readonly judgement: Judgement;
  readonly told: string;
}

/** What the tour has done so far, as the service answered it. */
export interface TourFacts {
  readonly symbol?: string;
  readonly unit?: string;
  readonly plantTitle?: string;
  readonly fileHash?: string;
  readonly batchId?: string;
  readonly issuedSeq?: number;
  readonly submittedHash?: string;
  readonly approvedSeq?: number;
  readonly serials?: string;
  readonly price?: string;
  readonly sellOrderId?: string;
  readonly sellSeq?: number;
  readonly sellStatus?: string;
  readonly buyOrderId?: string;
  readonly buySeq?: number;
  readonly tradeIds?: readonly string[];
  readonly paid?: string;
  readonly bought?: string;
  readonly settled?: number;
  readonly proof?: ShownProof;
}

export interface Tour {
  readonly venue: string;
  /** Place in STEPS; their number when the tour is over. */
  readonly place: number;
  /** The step at this place has happened: the service said so. */
  readonly isDone: boolean;
  /** The panel is shown; a tour that was left keeps its place. */
  readonly isOpen: boolean;
  readonly facts: TourFacts;
}

const KEPT = 'airshed.tour';
const listeners = new Set<() => void>();
let current: Tour | undefined = read();

function read(): Tour | undefined {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') ?? undefined;
  } catch {
    // What another version or a person wrote there is no reason not to start.
    return undefined;
  }
}

function write(next: Tour | undefined): void {
  current = next;
  if (next === undefined) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, JSON.stringify(next));
  for (const listener of listeners) listener();
}

export function useTour(): Tour | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

export function beginTour(venue: string): void {
  write({ venue, place: 0, isDone: false, isOpen: true, facts: {} });
}

export function showTour(isOpen: boolean): void {
  if (current !== undefined) write({ ...current, isOpen });
}

/** What was learnt; `isDone` when the service has shown that the step happened. */
export function noteTour(facts: TourFacts, isDone = false): void {
  if (current !== undefined)
    write({ ...current, facts: { ...current.facts, ...facts }, isDone: current.isDone || isDone });
}

export function nextStep(): void {
  if (current !== undefined && current.isDone)
    write({ ...current, place: Math.min(current.place + 1, STEPS.length), isDone: false });
}

export function endTour(): void {
  write(undefined);
}
