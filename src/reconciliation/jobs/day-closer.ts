import { randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { Pool } from 'pg';
import { PublicIds } from '../../platform/http/index.js';
import { log } from '../../platform/logger.js';
import type { Queues } from '../../platform/queue.js';
import type { Settings } from '../../platform/settings.js';
import { DATABASE_POOL, QUEUES, SETTINGS } from '../../platform/tokens.js';
import { KeyNotHere, LogKeeper } from '../../proof/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { Engine, VenueRow } from '../../sequencer/index.js';
import { closeVenueDay, type CloseParts, owedOf } from '../commands/close-venue-day.js';
import type { ReconciliationMachine } from '../domain/world.js';

const DAY_CLOSE_QUEUE = 'day-close';
const SWEEP_MS = 3_000;
/** What tells that a day may have come further. */
const NEWS: ReadonlySet<string> = new Set(['SettlementConfirmed', 'Reconciled']);

interface CloseJob {
  readonly slug: string;
}

/** Rings when a day is settled, and again while something of it is owed; works on it in processes with the worker role. */
@Injectable()
export class DayCloser implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly parts: CloseParts;
  private sweeping: NodeJS.Timeout | undefined;
  private ringing: Promise<void> = Promise.resolve();
  /** Names are this process's own: the job of one that died is taken for at work until its lock has run out. */
  private readonly ringer = randomBytes(4).toString('hex');

  constructor(
    @Inject(ENGINE) private readonly engine: Engine<ReconciliationMachine>,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(DATABASE_POOL) pool: Pool,
    @Inject(LogKeeper) signer: LogKeeper,
    @Inject(PublicIds) ids: PublicIds,
  ) {
    this.parts = { pool, engine, signer, encode: (kind, venueNo, no) => ids.encode(kind, venueNo, no) };
  }

  onApplicationBootstrap(): void {
    const { ROLE } = this.settings;
    this.queues.openQueue(DAY_CLOSE_QUEUE);
    if (ROLE.includes('worker'))
      this.queues.openWorker<CloseJob>(DAY_CLOSE_QUEUE, ({ data }) => this.work(data.slug), {
        concurrency: 1,
      });
    if (!ROLE.includes('engine')) return;
    this.engine.onCommitted((venue, records) => {
      if (records.some(({ ev }) => ev.some(({ type }) => NEWS.has(type)))) this.ring(venue);
    });
    this.sweeping = setInterval(() => {
      for (const venue of this.engine.venues()) this.ring(venue);
    }, SWEEP_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.sweeping);
    await this.ringing;
  }

  private ring(venue: VenueRow): void {
    this.ringing = this.ringing
      .then(() => this.askFor(venue))
      .catch((error: unknown) => log.warn({ venue: venue.slug, err: error }, 'day close not asked for'));
  }

  private async askFor({ slug }: VenueRow): Promise<void> {
    if ((await this.engine.ask(slug, owedOf)) === undefined) return;
    const queue = this.queues.openQueue(DAY_CLOSE_QUEUE) as unknown as Queue<CloseJob>;
    // A kept job would block its name; what failed is asked for by the next sweep.
    const once = {
      jobId: `close-${slug}-${this.ringer}`,
      attempts: 1,
      removeOnComplete: true,
      removeOnFail: true,
    };
    await queue.add('close', { slug }, once);
  }

  private async work(slug: string): Promise<void> {
    try {
      await closeVenueDay(this.parts, this.engine.venue(slug));
    } catch (error) {
      if (error instanceof KeyNotHere) log.warn({ venue: slug }, error.message);
      else throw error;
    }
  }
}
