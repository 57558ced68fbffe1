import type { Dice } from './dice.js';

/** Something that runs and can be killed: an engine, a worker, a client. */
export interface Process {
  readonly name: string;
  alive: boolean;
}

interface Parked {
  readonly process: Process;
  readonly label: string;
  /** Not before this instant. */
  readonly due: number;
  readonly go: () => void;
}

const STEP_MICROS_MAX = 2_000;

/**
 * Every wait of every process is parked here and ends when the dice say so. Between two steps all that can run runs
 * out, so a schedule is a sequence of steps and nothing else: the same dice give the same schedule.
 */
export class Scheduler {
  /** Microseconds since 1970, as nobody in the simulation sees them: clocks may be wrong, this is not. */
  now: number;
  steps = 0;
  private parked: Parked[] = [];
  private trace = 0x811c9dc5;

  constructor(
    private readonly dice: Dice,
    startsAt: number,
  ) {
    this.now = startsAt;
  }

  get traceHash(): number {
    return this.trace >>> 0;
  }

  /** Waits for its turn. A dead process waits for ever. */
  gate(process: Process, label: string): Promise<void> {
    return this.sleep(process, label, 0);
  }

  sleep(process: Process, label: string, ms: number): Promise<void> {
    return new Promise((resolve) => void this.later(process, label, ms, resolve));
  }

  later(process: Process, label: string, ms: number, go: () => void): () => void {
    if (!process.alive) return () => undefined;
    const parked = { process, label, due: this.now + ms * 1_000, go };
    this.parked.push(parked);
    return () => void (this.parked = this.parked.filter((other) => other !== parked));
  }

  /** What a process waits for now, the oldest first. */
  waitsOf(process: Process): string[] {
    return this.parked.filter((one) => one.process === process).map(({ label }) => label);
  }

  kill(process: Process): void {
    process.alive = false;
    this.parked = this.parked.filter((one) => one.process !== process);
  }

  /** Lets one of those go that may go now; with none, time passes until one may. False when nobody waits. */
  async step(): Promise<boolean> {
    if (this.parked.length === 0) return false;
    this.now += this.dice.pick(STEP_MICROS_MAX);
    let ready = this.parked.filter(({ due }) => due <= this.now);
    if (ready.length === 0) {
      const next = Math.min(...this.parked.map(({ due }) => due));
      this.now = next;
      ready = this.parked.filter(({ due }) => due <= next);
    }
    const chosen = this.dice.one(ready);
    this.parked.splice(this.parked.indexOf(chosen), 1);
    this.steps += 1;
    this.note(`${chosen.process.name} ${chosen.label} ${this.now}`);
    chosen.go();
    await quiet();
    return true;
  }

  /** Adds to the schedule's trace. */
  note(text: string): void {
    let hash = this.trace;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
    this.trace = hash;
    this.onNote?.(text);
  }

  onNote: ((text: string) => void) | undefined;
}

/**
 * Until no promise has anything left to do: a tick's turn comes when there is none. Nothing in a simulation waits for the
 * outside, so one is enough, and it costs a tenth of a turn of the event loop.
 */
function quiet(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
