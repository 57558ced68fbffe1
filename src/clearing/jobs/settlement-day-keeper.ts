import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SETTLE_TRADES_MAX } from '../../kernel/limits.js';
import type { Clock } from '../../platform/clock.js';
import { log } from '../../platform/logger.js';
import type { Queues } from '../../platform/queue.js';
import type { Settings } from '../../platform/settings.js';
import { CLOCK, QUEUES, SETTINGS } from '../../platform/tokens.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { Engine, VenueRow } from '../../sequencer/index.js';
import { askForDay, DayBell } from '../commands/day-bell.js';
import type { AskForDay, DayJob } from '../commands/day-ports.js';
import { runDayJob } from '../commands/day-run.js';
import type { ClearingMachine } from '../domain/handlers.js';
import { DayChecksOfTables } from '../queries/day-checks.js';
import { SettlementDaysStore } from '../store/settlement-days.store.js';
import { SETTLEMENT_QUEUE } from './settlement-doorbell.js';
import { flowOf, SETTLEMENT_DAY_QUEUE } from './settlement-day.flow.js';

/** Rings for a day's run in processes with the engine, and works on it in those with the worker role. */
@Injectable()
export class SettlementDayKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private bell: DayBell | undefined;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine<ClearingMachine>,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(SettlementDaysStore) private readonly days: SettlementDaysStore,
    @Inject(DayChecksOfTables) private readonly checks: DayChecksOfTables,
  ) {}

  onApplicationBootstrap(): void {
    const { engine, days, checks, queues } = this;
    const { ROLE } = this.settings;
    // The desk of jobs sees the queues also before their first job, and in every process.
    for (const name of [SETTLEMENT_QUEUE, SETTLEMENT_DAY_QUEUE]) queues.openQueue(name);
    if (ROLE.includes('worker'))
      queues.openWorker<DayJob>(
        SETTLEMENT_DAY_QUEUE,
        ({ data }) => runDayJob({ engine, days, checks }, data),
        { concurrency: 1 },
      );
    if (!ROLE.includes('engine')) return;
    this.bell = new DayBell({
      ...{ engine, days },
      ask: this.ask,
      nowMicros: () => this.clock.nowMicros(),
      later: (ms, then) => {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
      onError: ({ slug }, error) => log.warn({ venue: slug, err: error }, 'settlement day not asked for'),
    });
    this.bell.start();
  }

  /** By hand: the oldest closed day begins if none is at work, and what is open of the day is asked for. */
  async begin({ slug, venueNo }: VenueRow, day: string, by: string): Promise<void> {
    const confirmed = await this.engine.ask(slug, ({ clearing }) => clearing.lastConfirmed.day);
    await this.days.begin(venueNo, confirmed, by, SETTLE_TRADES_MAX);
    const atWork = await this.days.atWork(venueNo);
    if (atWork?.day === day) await askForDay({ days: this.days, ask: this.ask }, slug, atWork);
  }

  private readonly ask: AskForDay = (job, open, asked) => this.queues.addFlow(flowOf(job, open, asked));

  async onApplicationShutdown(): Promise<void> {
    await this.bell?.stop();
  }
}
