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

  static async furnished(accounts: number): Promise<{ venue: MemoryVenue; furnished: Furnished }> {
    const venue = new MemoryVenue();
    const act = (by: string, org: string, command: Command): Json => {
      const { ok, ans, rej } = venue.decide(command, by, org);
      if (!ok) throw new Error(`${command.kind}: ${JSON.stringify(rej)}`);
      return ans ?? null;
    };
    const furnished = await furnish(act, accounts, localTime(venue.at, OFFSET_MINUTES).day);
    return { venue, furnished };
  }

  decide(cmd: Command, by: string, org: string): DecidedRecord {
    return this.machine.decide({ seq: ++this.seq, at: this.at, by, org, cmd });
  }

  /** After every batch the sequencer takes the changed rows away; here they are only let go. */
  letGo(): void {
    if (this.seq % BATCH_COMMANDS !== 0) return;
    const { market, ledger } = this.machine;
    for (const order of market.dirtyOrders.splice(0)) order.dirty = false;
    for (const balance of ledger.dirty.splice(0)) balance.dirty = false;
    market.newTrades.length = 0;
    ledger.postings.length = 0;
  }

  /** Rows of everything up to now: what follows starts clean. */
  drain(): void {
    this.machine.drain(VENUE_NO);
  }
}
