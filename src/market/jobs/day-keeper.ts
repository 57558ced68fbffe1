import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Instant } from '../../kernel/instant.js';
import type { MarketMachine } from '../domain/world.js';
import type { Clock } from '../../platform/clock.js';
import { log } from '../../platform/logger.js';
import type { Settings } from '../../platform/settings.js';
import { CLOCK, SETTINGS } from '../../platform/tokens.js';
import type { Command, Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';

const TICK_MS = 500;

/** Opens and closes trading days by the venue's calendar, also after the service was away. */
@Injectable()
export class DayKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> | undefined;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine<MarketMachine>,
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
        const due = await this.engine.ask(slug, (machine) => dueCommand(machine, this.clock.nowMicros()));
        if (due !== undefined)
          await this.engine.submit(slug, { by: 'system:scheduler', org: '', command: due });
      } catch (error) {
        log.warn({ venue: slug, err: error }, 'the trading day could not be moved on');
      }
    }
  }
}

/** What the calendar asks for at an instant. The venue's first pack keeps its calendar. */
export function dueCommand({ market, rules, clearing }: MarketMachine, at: Instant): Command | undefined {
  const house = rules.all()[0];
  if (house === undefined) return undefined;
  const { day, microsOfDay } = house.localTime(at);
  const pack = rules.inForce(house.name, day) ?? house;
  if (market.dayStatus === 'OPEN') {
    const isOver = day > market.tradingDay || microsOfDay >= pack.dayEnds;
    return isOver ? { kind: 'close-day', day: market.tradingDay } : undefined;
  }
  const isNext = day > market.tradingDay && pack.tradesOn(day) && microsOfDay < pack.dayEnds;
  return isNext && clearing.pendingCount === 0 ? { kind: 'open-day', day } : undefined;
}
