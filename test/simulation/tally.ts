import { FAULTS } from './faults.js';
import type { Interest } from './interests.js';
import { World } from './world.js';

export interface Violation {
  readonly schedule: number;
  readonly id: string;
  readonly broken: string;
}

/** What a number of schedules came to; sums, so that it does not matter who ran which. */
export interface Tally {
  schedules: number;
  steps: number;
  commands: number;
  /** Differs when any step of any schedule differs. */
  trace: number;
  readonly faults: Record<string, number>;
  /** How often each promise was looked at. */
  readonly looked: Record<string, number>;
  readonly violations: Violation[];
}

export const VIOLATIONS_KEPT_MAX = 20;

export function emptyTally(): Tally {
  return {
    ...{ schedules: 0, steps: 0, commands: 0, trace: 0 },
    faults: Object.fromEntries(FAULTS.map((fault) => [fault, 0])),
    looked: {},
    violations: [],
  };
}

/** Runs one schedule and adds what came of it. */
export async function runSchedule(
  tally: Tally,
  seed: number,
  schedule: number,
  { onNote, about }: { onNote?: (text: string) => void; about?: readonly Interest[] } = {},
): Promise<void> {
  const world = await World.of(seed, schedule, about);
  world.scheduler.onNote = onNote;
  const verdicts = await world.run();
  tally.schedules += 1;
  tally.steps += world.scheduler.steps;
  tally.commands += world.commands;
  tally.trace = (tally.trace + Math.imul(world.scheduler.traceHash, 2 * schedule + 1)) >>> 0;
  for (const [fault, times] of world.faults.struck) tally.faults[fault] += times;
  for (const { id, checked, broken } of verdicts) {
    tally.looked[id] = (tally.looked[id] ?? 0) + checked;
    if (broken.length > 0) tally.violations.push({ schedule, id, broken: broken[0] });
  }
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = emptyTally();
  for (const { schedules, steps, commands, trace, faults, looked, violations } of tallies) {
    sum.schedules += schedules;
    sum.steps += steps;
    sum.commands += commands;
    sum.trace = (sum.trace + trace) >>> 0;
    addCounts(sum.faults, faults);
    addCounts(sum.looked, looked);
    sum.violations.push(...violations);
  }
  sum.violations.sort((a, b) => a.schedule - b.schedule || (a.id < b.id ? -1 : 1));
  return sum;
}

function addCounts(sum: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, times] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + times;
}

/** Fault kinds that never struck and promises that were never looked at: a run that proves less than it says. */
export function blindSpots({ faults, looked }: Tally): string[] {
  return [...Object.entries(faults), ...Object.entries(looked)]
    .filter(([, times]) => times === 0)
    .map(([name]) => name);
}
