import { SETTLE_TRADES_MAX } from '../../kernel/limits.js';
import type { VenueRow } from '../../sequencer/index.js';
import type { Later, SettlementEngine, SettlementQueue, SettlementRuns, TradeRange } from './ports.js';

/** Trades of this long share a bell. */
const GATHER_MS = 100;
/** The sweeper looks for trades that wait although a bell was rung. */
const SWEEP_MS = 2_000;
/** A run whose state has not changed for so long has lost its job or its worker. */
const RING_AGAIN_MS = 5_000;

const NEWS = ['TradeExecuted', 'TradesSettled'];

export interface BellParts {
  readonly engine: Omit<SettlementEngine, 'submit'>;
  readonly runs: Omit<SettlementRuns, 'move'>;
  readonly queue: SettlementQueue;
  readonly later: Later;
  readonly onError: (venue: VenueRow, error: unknown) => void;
}

/**
 * Rings for ranges of trades that wait for settlement: soon after they happen, again when nobody came. One range of
 * a venue is in flight at a time; what trades meanwhile is rung for when that range is settled.
 */
export class SettlementBell {
  private readonly gathering = new Map<string, () => void>();
  private readonly ringing = new Map<string, Promise<void>>();
  private callOffSweep: () => void = () => undefined;

  constructor(private readonly parts: BellParts) {}

  start(): void {
    this.parts.engine.onCommitted((venue, records) => {
      if (records.some(({ ev }) => ev.some(({ type }) => NEWS.includes(type)))) this.gather(venue);
    });
    this.sweep();
  }

  async stop(): Promise<void> {
    this.callOffSweep();
    for (const callOff of this.gathering.values()) callOff();
    await Promise.all(this.ringing.values());
  }

  /** Asks a worker for the trades that wait, unless one is on its way. */
  private async ring({ slug, venueNo }: VenueRow): Promise<void> {
    const { engine, runs, queue } = this.parts;
    const { first, last, lastSettled } = await engine.ask(slug, ({ clearing }) => ({
      first: clearing.firstPending,
      last: clearing.lastPending,
      lastSettled: clearing.lastSettled,
    }));
    await runs.settled(venueNo, lastSettled);
    if (first === undefined || last === undefined) return;
    const inFlight = await runs.inFlight(venueNo, first);
    if (inFlight !== undefined && inFlight.ageMs < RING_AGAIN_MS) return;
    const newRange = { venueNo, fromTrade: first, toTrade: Math.min(last, first + SETTLE_TRADES_MAX - 1) };
    const { fromTrade, toTrade }: TradeRange = inFlight ?? newRange;
    const { attempts } = await runs.ask({ venueNo, fromTrade, toTrade });
    // The same run waits only once in the queue; one that a worker has begun and left gets another name.
    await queue.add({ slug, venueNo, fromTrade, toTrade }, `${venueNo}-${fromTrade}-${toTrade}-${attempts}`);
  }

  private gather(venue: VenueRow): void {
    if (this.gathering.has(venue.slug)) return;
    const callOff = this.parts.later(GATHER_MS, () => {
      this.gathering.delete(venue.slug);
      this.ringSafely(venue);
    });
    this.gathering.set(venue.slug, callOff);
  }

  private sweep(): void {
    for (const venue of this.parts.engine.venues()) this.ringSafely(venue);
    this.callOffSweep = this.parts.later(SWEEP_MS, () => this.sweep());
  }

  /** One after the other; a bell that cannot be rung now will be rung by the next sweep. */
  private ringSafely(venue: VenueRow): void {
    const before = this.ringing.get(venue.slug) ?? Promise.resolve();
    const rung = before
      .then(() => this.ring(venue))
      .catch((error: unknown) => this.parts.onError(venue, error));
    this.ringing.set(venue.slug, rung);
  }
}
