import type { Instant } from '../kernel/instant.js';

/** The only door to the time of day. Order inside a venue is by sequence number, never by this. */
export interface Clock {
  /** Microseconds since 1970, UTC. */
  nowMicros(): Instant;
}

export class SystemClock implements Clock {
  nowMicros(): Instant {
    // timeOrigin + now keeps sub-millisecond digits; rounding makes it the integer the core wants.
    return Math.round((performance.timeOrigin + performance.now()) * 1000);
  }
}

/** A clock that stands still until it is told; for tests and simulations. */
export class ManualClock implements Clock {
  constructor(public micros: Instant) {}

  nowMicros(): Instant {
    return this.micros;
  }

  advance(micros: number): void {
    this.micros += micros;
  }
}
