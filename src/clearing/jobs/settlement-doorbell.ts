import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { ClearingMachine } from '../domain/handlers.js';
import { log } from '../../platform/logger.js';
import type { Queues } from '../../platform/queue.js';
import type { Settings } from '../../platform/settings.js';
import { QUEUES, SETTINGS } from '../../platform/tokens.js';
import type { Engine, VenueRow } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { SETTLE_TRADES_MAX } from '../domain/handlers.js';
import { SettlementRunsStore } from './settlement-runs.store.js';

export const SETTLEMENT_QUEUE = 'settlement';
/** Trades of this long share a doorbell. */
const GATHER_MS = 100;
/** The sweeper rings again for trades that wait although a bell was rung. */
const SWEEP_MS = 2_000;

export interface SettlementJob {
  readonly slug: string;
  readonly venueNo: number;
  readonly fromTrade: number;
  readonly toTrade: number;
}

/** Rings for ranges of trades that wait for settlement: soon after they happen, and again when nobody came. */
@Injectable()
export class SettlementDoorbell implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly gathering = new Map<string, NodeJS.Timeout>();
  private sweeper: NodeJS.Timeout | undefined;
  private queue: Queue<SettlementJob> | undefined;
  private ringing: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(ENGINE) private readonly engine: Engine<ClearingMachine>,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(SettlementRunsStore) private readonly runs: SettlementRunsStore,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.ROLE.includes('engine')) return;
    this.queue = this.queues.openQueue(SETTLEMENT_QUEUE) as unknown as Queue<SettlementJob>;
    this.engine.onCommitted((venue, records) => {
      if (records.some(({ ev }) => ev.some(({ type }) => type === 'TradeExecuted'))) this.gather(venue);
    });
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS);
    this.sweep();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.sweeper);
    for (const timer of this.gathering.values()) clearTimeout(timer);
    await this.ringing;
  }

  /** Puts a job in the queue for what waits now; tells nobody else. */
  async ring(venue: VenueRow): Promise<void> {
    const waiting = await this.engine.ask(venue.slug, ({ clearing }) => ({
      first: clearing.firstPending,
      last: clearing.lastPending,
    }));
    if (waiting.first === undefined || waiting.last === undefined) return;
    const fromTrade = waiting.first;
    const toTrade = Math.min(waiting.last, fromTrade + SETTLE_TRADES_MAX - 1);
    const range = { venueNo: venue.venueNo, fromTrade, toTrade };
    await this.runs.pending(range);
    await this.queue!.add('settle', { slug: venue.slug, ...range });
  }

  private gather(venue: VenueRow): void {
    if (this.gathering.has(venue.slug)) return;
    const timer = setTimeout(() => {
      this.gathering.delete(venue.slug);
      this.ringSafely(venue);
    }, GATHER_MS);
    this.gathering.set(venue.slug, timer);
  }

  private sweep(): void {
    for (const venue of this.engine.venues()) this.ringSafely(venue);
  }

  /** A bell that cannot be rung now will be rung by the next sweep. */
  private ringSafely(venue: VenueRow): void {
    this.ringing = this.ring(venue).catch((error: unknown) =>
      log.warn({ venue: venue.slug, err: error }, 'doorbell not rung'),
    );
  }
}
