import { Gauge } from 'prom-client';
import type { VenueEngine } from '../engine-of-roles.js';
import { metrics } from '../platform/metrics.js';
import { LocalEngine } from '../sequencer/index.js';

const labelNames = ['venue'] as const;
const gauge = (name: string, help: string): Gauge<'venue'> =>
  new Gauge({ name, help, labelNames, registers: [metrics] });

const commands = gauge('airshed_venue_commands', 'Commands in the venue journal');
const waiting = gauge('airshed_venue_queue_commands', 'Commands waiting for the venue writer');
const open = gauge('airshed_venue_open', '1 while the venue takes commands');
const unsettled = gauge('airshed_trades_unsettled', 'Trades waiting for settlement');
const trades = gauge('airshed_trades', 'Trades ever made');

/** Reads the venues once per scrape; a venue that is loading or halted shows as not open. */
export async function measureVenues(engine: VenueEngine): Promise<void> {
  if (engine instanceof LocalEngine) {
    for (const { row, sequencer } of engine.sequencers()) {
      commands.set({ venue: row.slug }, sequencer.lastSeq);
      waiting.set({ venue: row.slug }, sequencer.queueLength);
      open.set({ venue: row.slug }, sequencer.state === 'open' ? 1 : 0);
    }
  }
  for (const { slug } of engine.venues()) {
    const seen = await engine
      .ask(slug, ({ clearing, market }) => ({ pending: clearing.pendingCount, made: market.tradeCount }))
      .catch(() => undefined);
    if (seen === undefined) continue;
    unsettled.set({ venue: slug }, seen.pending);
    trades.set({ venue: slug }, seen.made);
  }
}
