import { useEffect, useState } from 'react';
import type { Ticker } from './answers';
import {
  LiveBook,
  type LevelMessage,
  type MarketPicture,
  type SnapshotMessage,
  type TapeMessage,
} from './live-book';

/** `lost` until the first message after a broken line; `caught` when what was missed came, `fresh` with a new snapshot. */
export type Line = 'waiting' | 'live' | 'lost' | 'caught' | 'fresh';

export interface LiveMarket extends MarketPicture {
  readonly line: Line;
}

const NOTICE_MS = 4_000;
const RETRY_MS = 2_000;
const NOTHING: LiveMarket = { bids: [], asks: [], ticker: undefined, news: [], line: 'waiting' };

/**
 * Follows one instrument. Messages are taken in as they come and drawn once a frame at most, so that hundreds a second
 * cost one drawing. The browser comes back by itself with the last sequence number and gets what it missed; when that
 * is no longer kept, a new snapshot replaces the book. Both are told.
 */
export function useLiveMarket(venue: string, symbol: string | undefined): LiveMarket {
  const [market, setMarket] = useState(NOTHING);
  useEffect(() => {
    setMarket(NOTHING);
    if (symbol === undefined) return undefined;
    const book = new LiveBook(symbol);
    let line: Line = 'waiting';
    let frame: number | undefined;
    let shown: MarketPicture | undefined;
    let shownLine: Line | undefined;
    let stream: EventSource;
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const later = (ms: number, run: () => void): void => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, ms);
      timers.add(timer);
    };
    const draw = (): void => {
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        const picture = book.picture();
        // Levels that nobody sees moved: nothing to draw.
        if (picture === shown && line === shownLine) return;
        [shown, shownLine] = [picture, line];
        setMarket({ ...picture, line });
      });
    };
    const say = (next: Line): void => {
      line = next;
      draw();
      if (next === 'caught' || next === 'fresh') later(NOTICE_MS, () => line === next && say('live'));
    };
    const heard = <T>(kind: string, take: (data: T) => void): void =>
      stream.addEventListener(kind, ({ data }: MessageEvent<string>) => {
        if (line === 'lost') say(kind === 'snapshot' ? 'fresh' : 'caught');
        else if (line === 'waiting') line = 'live';
        take(JSON.parse(data) as T);
        draw();
      });
    const open = (): void => {
      stream = new EventSource(`/api/v1/venues/${venue}/stream?symbol=${encodeURIComponent(symbol)}`);
      heard<SnapshotMessage>('snapshot', (snapshot) => book.reset(snapshot));
      heard<LevelMessage>('book', (level) => book.level(level));
      heard<Ticker>('ticker', (ticker) => book.tick(ticker));
      heard<TapeMessage>('trades', (trade) => book.trade(trade));
      heard('session', () => undefined);
      stream.addEventListener('open', () => {
        // A quiet market says nothing: an open line with nothing missed is a live one.
        if (line === 'lost') later(NOTICE_MS, () => line === 'lost' && say('caught'));
      });
      stream.addEventListener('error', () => {
        if (line !== 'waiting') say('lost');
        // Refused for good as the browser sees it: too many watchers, or a restart. We ask again with a new stream.
        if (stream.readyState === EventSource.CLOSED && document.visibilityState !== 'hidden')
          later(RETRY_MS, open);
      });
    };
    // A browser keeps six lines to a house for all of its tabs: one that nobody looks at gives its line back.
    const onLook = (): void => {
      if (document.visibilityState === 'hidden') stream.close();
      else if (stream.readyState === EventSource.CLOSED) open();
    };
    open();
    document.addEventListener('visibilitychange', onLook);
    return () => {
      document.removeEventListener('visibilitychange', onLook);
      stream.close();
      for (const timer of timers) clearTimeout(timer);
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [venue, symbol]);
  return market;
}
