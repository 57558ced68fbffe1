import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Clock } from '../../platform/clock.js';
import { atEachVenue, Rounds } from '../../platform/rounds.js';
import type { Settings } from '../../platform/settings.js';
import { CLOCK, SETTINGS } from '../../platform/tokens.js';
import type { Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { dueCustody } from '../index.js';
import type { CustodyMachine } from '../custody-machine.js';

const TICK_MS = 1_000;
const FAILURE = 'waiting transfers and freezes could not be ended';

/** Ends what the clock alone ends, also after the service was away: waiting transfers and freezes with an end. */
@Injectable()
export class CustodyKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds = new Rounds(TICK_MS, () => this.tick(), FAILURE);

  constructor(
    @Inject(ENGINE) private readonly engine: Engine<CustodyMachine>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.ROLE.includes('engine')) this.rounds.begin();
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.end();
  }

  /** One look at every venue. */
  tick(): Promise<void> {
    return atEachVenue(this.engine.venues(), (slug) => this.endWhatIsDue(slug), FAILURE);
  }

  private async endWhatIsDue(slug: string): Promise<void> {
    const isDue = await this.engine.ask(slug, (machine) => {
      const { freezes, transfers } = dueCustody(machine, this.clock.nowMicros());
      return freezes.length + transfers.length > 0;
    });
    const command = { kind: 'end-custody-terms' };
    if (isDue) await this.engine.submit(slug, { by: 'system:scheduler', org: '', command });
  }
}
