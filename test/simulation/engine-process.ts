import { SettlementBell } from '../../src/clearing/commands/settlement-bell.js';
import type { SettlementQueue, SettlementRuns } from '../../src/clearing/commands/ports.js';
import { VenueMachine } from '../../src/machine.js';
import { DayKeeper } from '../../src/market/jobs/day-keeper.js';
import {
  type CommandRequest,
  type CommittedListener,
  type Engine,
  type JournalStore,
  type Receipt,
  VenueSequencer,
} from '../../src/sequencer/index.js';
import type { Settings } from '../../src/platform/settings.js';
import { VENUE } from './founding.js';
import type { Process, Scheduler } from './scheduler.js';

const DAY_TICK_MS = 500;

export interface EngineParts {
  readonly scheduler: Scheduler;
  readonly store: (process: Process) => JournalStore;
  readonly runs: (process: Process) => SettlementRuns;
  readonly queue: (process: Process) => SettlementQueue;
  /** This machine's clock, which may be wrong. */
  readonly nowMicros: () => number;
  readonly snapshotCommands: number;
  readonly onHalt: (reason: string) => void;
}

/** One process with the engine role: the product's sequencer, bell and day keeper on simulated ports. */
export class EngineProcess implements Process {
  alive = true;
  readonly sequencer: VenueSequencer<VenueMachine>;
  private readonly listeners: CommittedListener<VenueMachine>[] = [];
  private readonly engine: Engine<VenueMachine>;
  private bell: SettlementBell | undefined;

  constructor(
    readonly name: string,
    private readonly parts: EngineParts,
  ) {
    const { scheduler, store, nowMicros, snapshotCommands, onHalt } = parts;
    this.sequencer = new VenueSequencer<VenueMachine>({
      venueNo: VENUE.venueNo,
      owner: name,
      store: store(this),
      newMachine: () => new VenueMachine(),
      nowMicros,
      pace: {
        turn: () => scheduler.gate(this, 'turn'),
        pause: (ms) => scheduler.sleep(this, 'pause', ms),
        snapshotCommands,
      },
      onCommitted: (records, machine) => {
        for (const listener of this.listeners) listener(VENUE, records, machine);
      },
      log: (_level, _message, facts) => {
        const { error } = facts as { error: string };
        if (error.includes('InvariantBroken')) onHalt(error);
      },
    });
    this.engine = {
      venues: () => [VENUE],
      venue: () => VENUE,
      submit: (_slug, request) => this.submit(request),
      ask: (_slug, question) => this.sequencer.ask(question),
      onCommitted: (listener) => void this.listeners.push(listener),
    };
  }

  /** As the service starts: the venue first, then what hangs on it. */
  async start(): Promise<void> {
    await this.sequencer.start();
    const { scheduler, runs, queue } = this.parts;
    this.bell = new SettlementBell({
      engine: this.engine,
      runs: runs(this),
      queue: queue(this),
      later: (ms, then) => scheduler.later(this, 'bell', ms, then),
      onError: () => undefined,
    });
    this.bell.start();
    void this.keepDays();
  }

  submit(request: CommandRequest): Promise<Receipt> {
    if (!this.alive) return Promise.reject(new Error('connection refused'));
    return this.sequencer.submit(request);
  }

  async stop(): Promise<void> {
    await this.bell?.stop();
    await this.sequencer.stop();
  }

  private async keepDays(): Promise<void> {
    const clock = { nowMicros: this.parts.nowMicros };
    const keeper = new DayKeeper(this.engine, clock, { ROLE: ['engine'] } as unknown as Settings);
    while (this.alive) {
      await keeper.tick();
      await this.parts.scheduler.sleep(this, 'day keeper', DAY_TICK_MS);
    }
  }
}
