import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { sessionQuery } from '../../parts/market-queries';
import { COUNTED_MAX, LOOK_AGAIN_MS } from './queries';
import { counted, Tile, toneOf } from './tile';
import { words } from './today-words';

export function SessionTile(): ReactNode {
  const say = useWords(words);
  const mayRun = usePower('session.run');
  const query = useQuery(sessionQuery(useVenue()));
  return (
    <Tile
      name={say('tile.session')}
      to={mayRun ? 'sessions' : 'days'}
      query={query}
      show={({ tradingDay, status, halts, tradesWaitingForSettlement: count }) => ({
        value: `${tradingDay ?? '—'} ${wordOf(say, words, 'session', status)}`,
        more:
          halts.length > 0
            ? say('tile.session.halts', { count: halts.length })
            : say('tile.waiting', { count }),
        tone: status === 'HALTED' || halts.length > 0 ? 'bad' : 'good',
      })}
    />
  );
}

export function SettlementTile(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['settlement-days', venue, 'newest'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/settlement-days', {
          params: { path: { venue }, query: { limit: 1 } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const day = query.data?.items[0];
  return (
    <Tile
      name={say('tile.settlement')}
      to={day === undefined ? 'settlement' : `settlement/days/${day.day}`}
      query={query}
      show={({ items: [newest] }) =>
        newest === undefined
          ? { value: '—', more: say('tile.settlement.none'), tone: 'quiet' }
          : {
              value: `${newest.day} ${say(`settlement.${newest.state}`)}`,
              more: say('tile.settlement.more', {
                trades: newest.trades,
                undelivered: newest.undelivered ?? '…',
              }),
              tone: newest.state === 'RUNNING' || newest.undelivered !== 0 ? 'warn' : 'good',
            }
      }
    />
  );
}

export function FailuresTile(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['failed-deliveries', venue, 'owed'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/failed-deliveries', {
          params: { path: { venue }, query: { state: 'owed', limit: COUNTED_MAX } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <Tile
      name={say('tile.failures')}
      to="failures"
      query={query}
      show={(page) => ({
        value: counted(page),
        more: say(page.items.length === 0 ? 'tile.none' : 'tile.failures.more'),
        tone: toneOf(page, 'bad'),
      })}
    />
  );
}

export function DisputesTile(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['disputes', venue, 'newest'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/disputes', {
          params: { path: { venue }, query: { limit: COUNTED_MAX } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <Tile
      name={say('tile.disputes')}
      to="failures/disputes"
      query={query}
      show={({ items, next }) => {
        const open = {
          items: items.filter(({ state }) => state === 'OPEN'),
          ...(next !== undefined && { next }),
        };
        return {
          value: counted(open),
          more: say(open.items.length === 0 ? 'tile.none' : 'tile.disputes.more'),
          tone: toneOf(open, 'warn'),
        };
      }}
    />
  );
}
