import { SETTLE_TRADES_MAX } from '../../kernel/limits.js';
import type { VenueRow } from '../../sequencer/index.js';
import { isDue } from '../domain/delivery.js';
import type { AskForDay, DayAtWork, SettlementDays } from './day-ports.js';
import type { Later, SettlementEngine } from './ports.js';

const SWEEP_MS = 2_000;
/** A day on whose run nothing has moved for so long has lost its jobs or its worker. */
const ASK_AGAIN_MS = 5_000;

export interface DayBellParts {
  readonly engine: SettlementEngine;
  readonly days: SettlementDays;
  readonly ask: AskForDay;
  readonly nowMicros: () => number;
  readonly later: Later;
  readonly onError: (venue: VenueRow, error: unknown) => void;
}

/** Begins a day's run once the day is closed, asks again for what the queue lost, and for failed deliveries in time. */
export class DayBell {
  private readonly ringing = new Map<string, Promise<void>>();
  /** Venues whose day at work this process has asked for, or found in other hands. */
  private readonly asked = new Set<string>();
  private callOffSweep: () => void = () => undefined;

  constructor(private readonly parts: DayBellParts) {}

  start(): void {
    this.parts.engine.onCommitted((venue, records) => {
      if (records.some(({ ev }) => ev.some(({ type }) => type === 'DayClosed'))) this.ringSafely(venue);
    });
    this.sweep();
  }

  async stop(): Promise<void> {
    this.callOffSweep();
    await Promise.all(this.ringing.values());
  }

  /** The run of the last closed day that is not confirmed; `by` whoever asked. */
  async ring({ slug, venueNo }: VenueRow, by = 'system:clearing'): Promise<void> {
    const { engine, days, nowMicros } = this.parts;
    const { confirmed, due } = await engine.ask(slug, (machine) => ({
      confirmed: machine.clearing.lastConfirmed.day,
      due: isDue(machine, nowMicros()),
    }));
    if (due) await engine.submit(slug, { by, org: '', command: { kind: 'retry-deliveries' } });
    await days.begin(venueNo, confirmed, by, SETTLE_TRADES_MAX);
    const atWork = await days.atWork(venueNo);
    if (atWork === undefined) return;
    // Whoever begins here follows somebody who may have died with the jobs in hand: he asks at once.
    const isNew = !this.asked.has(slug);
    if (isNew || atWork.asked === 0 || atWork.idleMs >= ASK_AGAIN_MS)
      await askForDay(this.parts, slug, atWork);
    this.asked.add(slug);
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

/** Puts what is open of a day in the queue, now. */
export async function askForDay(
  { days, ask }: Pick<DayBellParts, 'days' | 'ask'>,
  slug: string,
  { venueNo, day, toTrade }: Pick<DayAtWork, 'venueNo' | 'day' | 'toTrade'>,
): Promise<void> {
  const open = await days.open({ venueNo, day });
  await ask({ slug, venueNo, day, lastTrade: toTrade }, open, await days.ask({ venueNo, day }));
}
