import { SNAPSHOT_COMMANDS } from '../kernel/limits.js';

/** How a sequencer waits. The service waits on the event loop; a simulation decides itself when a wait is over. */
export interface Pace {
  /** Lets every request that has already arrived be heard. */
  turn(): Promise<void>;
  pause(ms: number): Promise<void>;
  /** A snapshot is due after this many commands. */
  readonly snapshotCommands: number;
}

export const EVENT_LOOP_PACE: Pace = {
  turn: () => new Promise((resolve) => setImmediate(resolve)),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  snapshotCommands: SNAPSHOT_COMMANDS,
};
