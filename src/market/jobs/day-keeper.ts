import { randomInt } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Instant } from '../../kernel/instant.js';
import type { MarketMachine } from '../domain/world.js';
import type { Clock } from '../../platform/clock.js';
import { atEachVenue, Rounds } from '../../platform/rounds.js';
import type { Settings } from '../../platform/settings.js';
import { CLOCK, SETTINGS } from '../../platform/tokens.js';
import type { Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { GatheringCall } from '../domain/call.js';
import { dueCommand } from './due-command.js';

const TICK_MS = 500;
const FAILURE = 'the trading day could not be moved on';

/** Opens and closes trading days by the venue's calendar, also after the service was away. */
@Injectable()
export class DayKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds = new Rounds(TICK_MS, () => this.tick(), FAILURE);
  /** When the call that an instrument has now will end: drawn here, so that no participant can know it. */
  private readonly ends = new Map<string, { callNo: number; at: Instant }>();

  constructor(
    @Inject(ENGINE) private readonly engine: Engine<MarketMachine>,
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
    return atEachVenue(this.engine.venues(), (slug) => this.moveOn(slug), FAILURE);
  }

  /** One thing after the other until nothing is due: many instruments may begin a call in the same moment. */
  private async moveOn(slug: string): Promise<void> {
    for (;;) {
      const due = await this.engine.ask(slug, (machine) =>
        dueCommand(machine, this.clock.nowMicros(), (call, instrumentNo) =>
          this.endOfCall(slug, call, instrumentNo),
        ),
      );
      if (due === undefined) return;
      const { ok } = await this.engine.submit(slug, {
        by: 'system:scheduler',
        org: '',
        command: due,
      });
      if (!ok) return;
    }
  }

  private endOfCall(slug: string, { callNo, to, latest }: GatheringCall, instrumentNo: number): Instant {
    const name = `${slug} ${instrumentNo}`;
    let end = this.ends.get(name);
    if (end?.callNo !== callNo) {
      end = { callNo, at: to + randomInt(latest - to + 1) };
      this.ends.set(name, end);
    }
    return end.at;
  }
}
