import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Clock } from '../../platform/clock.js';
import { atEachVenue, Rounds } from '../../platform/rounds.js';
import type { Settings } from '../../platform/settings.js';
import { CLOCK, SETTINGS } from '../../platform/tokens.js';
import type { Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { dueTerms, type PermitsMachine } from '../index.js';

const TICK_MS = 1_000;
const FAILURE = 'the terms of permits could not be ended';

/** Ends what the clock alone ends, also after the service was away: windows, terms to sign and pay, leases, pledges. */
@Injectable()
export class PermitKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds = new Rounds(TICK_MS, () => this.tick(), FAILURE);

  constructor(
    @Inject(ENGINE) private readonly engine: Engine<PermitsMachine>,
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
      const { transfers, encumbrances } = dueTerms(machine, this.clock.nowMicros());
      return transfers.length + encumbrances.length > 0;
    });
    const command = { kind: 'end-permit-terms' };
    if (isDue) await this.engine.submit(slug, { by: 'system:scheduler', org: '', command });
  }
}
