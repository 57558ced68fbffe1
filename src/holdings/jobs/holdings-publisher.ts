import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HOLDINGS_LOOK_MS } from '../../kernel/limits.js';
import { SECRETS } from '../../platform/http/index.js';
import { log } from '../../platform/logger.js';
import type { Secrets } from '../../platform/secrets.js';
import type { Settings } from '../../platform/settings.js';
import { SETTINGS } from '../../platform/tokens.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { answerOf, type Engine, type VenueRow } from '../../sequencer/index.js';
import type { HoldingsMachine } from '../domain/handlers.js';
import { dayKey, SumTree } from '../domain/sum-tree.js';
import { suppliesOf } from '../domain/supply.js';
import { HoldingTitlesStore } from '../store/holding-titles.store.js';

const BY = 'system:holdings';
const NEWS = ['DayClosed', 'TradesSettled'];

/** After a day's close and its last settlement, says what everybody has together. */
@Injectable()
export class HoldingsPublisher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly working = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine<HoldingsMachine>,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(SECRETS) private readonly secrets: Secrets,
    @Inject(HoldingTitlesStore) private readonly store: HoldingTitlesStore,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.ROLE.includes('engine')) return;
    this.engine.onCommitted((venue, records) => {
      if (records.some(({ ev }) => ev.some(({ type }) => NEWS.includes(type)))) this.look(venue);
    });
    // A statement that could not be made then is made later; the machine refuses a second one.
    this.timer = setInterval(() => this.lookEverywhere(), HOLDINGS_LOOK_MS);
    this.timer.unref();
    this.lookEverywhere();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await Promise.all(this.working.values());
  }

  private lookEverywhere(): void {
    for (const venue of this.engine.venues()) this.look(venue);
  }

  private look(venue: VenueRow): void {
    const before = this.working.get(venue.slug) ?? Promise.resolve();
    const work = before
      .then(() => (this.isStopped ? undefined : this.publish(venue)))
      .catch((error: unknown) => log.warn({ venue: venue.slug, err: error }, 'holdings not published'));
    this.working.set(venue.slug, work);
  }

  private async publish({ slug, venueNo }: VenueRow): Promise<void> {
    const read = await this.engine.ask(slug, ({ market, holdings, clearing, ledger, seq }) => {
      const { tradingDay: day, dayStatus } = market;
      if (dayStatus !== 'CLOSED' || day === '' || holdings.lastDay === day || clearing.pendingCount > 0)
        return undefined;
      return { day, atSeq: seq, supplies: suppliesOf(ledger) };
    });
    if (read === undefined) return;
    const { day, atSeq, supplies } = read;
    await this.store.keep(venueNo, day, atSeq, supplies);
    const key = dayKey(this.secrets.idSecret, slug, day);
    const assets = [...supplies].map(([asset, { issued, retired, total, titles }]) => {
      const { root, size } = new SumTree(key, asset, titles);
      return { asset, issued, retired, total, size, root: root.hash.toString('hex') };
    });
    const command = { kind: 'publish-holdings', day, atSeq, assets };
    answerOf(await this.engine.submit(slug, { by: BY, org: '', command }));
  }
}
