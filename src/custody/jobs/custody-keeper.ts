import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Clock } from '../../platform/clock.js';
import { log } from '../../platform/logger.js';
import type { Settings } from '../../platform/settings.js';
import { CLOCK, SETTINGS } from '../../platform/tokens.js';
import type { Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { dueCustody } from '../index.js';
import type { CustodyMachine } from '../custody-machine.js';

const TICK_MS = 1_000;

/** Ends what the clock alone ends, also after the service was away: waiting transfers and freezes with an end. */
@Injectable()
export class CustodyKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> | undefined;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine<CustodyMachine>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.ROLE.includes('engine')) return;
    this.timer = setInterval(() => {
      this.ticking ??= this.tick().finally(() => (this.ticking = undefined));
    }, TICK_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.ticking;
  }

  /** One look at every venue. */
  async tick(): Promise<void> {
    for (const { slug } of this.engine.venues()) {
      try {
        const isDue = await this.engine.ask(slug, (machine) => {
          const { freezes, transfers } = dueCustody(machine, this.clock.nowMicros());
          return freezes.length + transfers.length > 0;
        });
        const command = { kind: 'end-custody-terms' };
        if (isDue) await this.engine.submit(slug, { by: 'system:scheduler', org: '', command });
      } catch (error) {
        log.warn({ venue: slug, err: error }, 'waiting transfers and freezes could not be ended');
      }
    }
  }
}
