import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { FEED_MESSAGES_MAX } from '../../kernel/limits.js';
import type { Engine, VenueRow } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { MarketMachine } from '../domain/world.js';
import type { FeedMessage } from './feed-message.js';
import { messagesOf } from './feed-messages.js';

/** Receives each committed batch's messages, in order, nothing twice. */
export type Watcher = (messages: readonly FeedMessage[]) => void;

interface VenueFeed {
  readonly kept: FeedMessage[];
  /** Messages after this sequence number are all in `kept`. */
  keptAfter: number;
  readonly watchers: Set<Watcher>;
}

export interface Joined {
  /** What was missed, or undefined when only a snapshot can help. */
  readonly missed: readonly FeedMessage[] | undefined;
  readonly seq: number;
  leave(): void;
}

/** The news of every venue, for streams. */
@Injectable()
export class MarketFeed implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly feeds = new Map<string, VenueFeed>();
  private closers = new Set<() => void>();

  constructor(@Inject(ENGINE) private readonly engine: Engine<MarketMachine>) {}

  onApplicationBootstrap(): void {
    this.engine.onCommitted((venue, records, machine) => this.publish(venue, messagesOf(machine, records)));
  }

  /** Streams never end by themselves, and the server waits for them: they are ended first. */
  onModuleDestroy(): void {
    for (const close of this.closers) close();
  }

  onClose(close: () => void): () => void {
    this.closers.add(close);
    return () => this.closers.delete(close);
  }

  watcherCount(slug: string): number {
    return this.feeds.get(slug)?.watchers.size ?? 0;
  }

  /**
   * Joins the feed between two batches: `snapshot` sees exactly the state that the first message follows.
   * With `after`, what was missed since then is returned instead, as far as it is kept.
   */
  join<T>(
    slug: string,
    after: number | undefined,
    watcher: Watcher,
    snapshot: (machine: MarketMachine) => T,
  ): Promise<Joined & { snapshot: T | undefined }> {
    return this.engine.ask(slug, (machine) => {
      const feed = this.feed(slug, machine.seq);
      feed.watchers.add(watcher);
      const isKept = after !== undefined && after >= feed.keptAfter && after <= machine.seq;
      return {
        missed: isKept ? feed.kept.filter((message) => message.seq > after) : undefined,
        snapshot: isKept ? undefined : snapshot(machine),
        seq: machine.seq,
        leave: () => void feed.watchers.delete(watcher),
      };
    });
  }

  private publish({ slug }: VenueRow, messages: readonly FeedMessage[]): void {
    if (messages.length === 0) return;
    const feed = this.feed(slug, messages[0].seq - 1);
    feed.kept.push(...messages);
    if (feed.kept.length > FEED_MESSAGES_MAX) {
      const dropped = feed.kept.splice(0, feed.kept.length - FEED_MESSAGES_MAX / 2);
      feed.keptAfter = dropped[dropped.length - 1].seq;
    }
    for (const watcher of feed.watchers) watcher(messages);
  }

  private feed(slug: string, seq: number): VenueFeed {
    let feed = this.feeds.get(slug);
    if (feed === undefined) this.feeds.set(slug, (feed = { kept: [], keptAfter: seq, watchers: new Set() }));
    return feed;
  }
}
