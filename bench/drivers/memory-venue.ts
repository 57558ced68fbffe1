import { localTime } from '../../src/kernel/instant.js';
import type { Json } from '../../src/kernel/json.js';
import { VenueMachine } from '../../src/machine.js';
import type { Command, DecidedRecord } from '../../src/sequencer/index.js';
import { furnish, type Furnished } from './furnish.js';

const OFFSET_MINUTES = 480;
const BATCH_COMMANDS = 1_000;
const VENUE_NO = 1;

/** The whole venue machine of the service, driven as the sequencer drives it, without journal and disk. */
export class MemoryVenue {
  readonly machine = new VenueMachine();
  seq = 0;
  private readonly at = Date.now() * 1_000;

  /** `onDecided` hears every command with a key of its own, as if it came through a door. */
  private constructor(private readonly onDecided?: (record: DecidedRecord) => void) {}

  static async furnished(
    accounts: number,
    onDecided?: (record: DecidedRecord) => void,
  ): Promise<{ venue: MemoryVenue; furnished: Furnished }> {
    const venue = new MemoryVenue(onDecided);
    const act = (by: string, org: string, command: Command): Json => {
      const { ok, ans, rej } = venue.decide(command, by, org);
      if (!ok) throw new Error(`${command.kind}: ${JSON.stringify(rej)}`);
      return ans ?? null;
    };
    const furnished = await furnish(act, accounts, localTime(venue.at, OFFSET_MINUTES).day);
    return { venue, furnished };
  }

  decide(cmd: Command, by: string, org: string): DecidedRecord {
    const seq = ++this.seq;
    if (this.onDecided === undefined) return this.machine.decide({ seq, at: this.at, by, org, cmd });
    const decided = this.machine.decide({ seq, at: this.at, by, org, key: `bench-${this.at}-${seq}`, cmd });
    this.onDecided(decided);
    return decided;
  }

  /** After every batch the sequencer takes the changed rows away; here they are only let go. */
  letGo(): void {
    if (this.seq % BATCH_COMMANDS === 0) this.machine.letGo();
  }

  /** Rows of everything up to now: what follows starts clean. */
  drain(): void {
    this.machine.drain(VENUE_NO);
  }
}
