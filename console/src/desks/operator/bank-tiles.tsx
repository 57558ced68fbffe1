import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { COUNTED_MAX, LOOK_AGAIN_MS } from './queries';
import { counted, Tile, toneOf } from './tile';
import { words } from './today-words';

export function FilesTile(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['bank-files', venue, 'waiting'],
    queryFn: async ({ signal }) => {
      const params = { path: { venue } };
      const [staged, quarantined, drafts] = await Promise.all([
        answer(
          api.GET('/api/v1/venues/{venue}/bank-statements', {
            params: { ...params, query: { state: 'STAGED', limit: COUNTED_MAX } },
            signal,
          }),
        ),
        answer(
          api.GET('/api/v1/venues/{venue}/bank-statements', {
            params: { ...params, query: { state: 'QUARANTINED', limit: COUNTED_MAX } },
            signal,
          }),
        ),
        answer(
          api.GET('/api/v1/venues/{venue}/payment-files', {
            params: { ...params, query: { state: 'DRAFT', limit: COUNTED_MAX } },
            signal,
          }),
        ),
      ]);
      return { staged, quarantined, drafts };
    },
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <Tile
      name={say('tile.files')}
      to="bank/statements"
      query={query}
      show={({ staged, quarantined, drafts }) => {
        const all = [staged, quarantined, drafts];
        return {
          value: `${all.reduce((sum, { items }) => sum + items.length, 0)}${all.some(({ next }) => next !== undefined) ? '+' : ''}`,
          more: say('tile.files.more', {
            staged: counted(staged),
            quarantined: counted(quarantined),
            drafts: counted(drafts),
          }),
          tone:
            quarantined.items.length > 0
              ? 'bad'
              : all.some(({ items }) => items.length > 0)
                ? 'warn'
                : 'good',
        };
      }}
    />
  );
}

export function SuspenseTile(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['bank-lines', venue, 'suspense'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/bank-lines', {
          params: { path: { venue }, query: { state: 'SUSPENSE', limit: COUNTED_MAX } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <Tile
      name={say('tile.suspense')}
      to="bank/lines?bank-lines.state=SUSPENSE"
      query={query}
      show={(page) => ({
        value: counted(page),
        more: say(page.items.length === 0 ? 'tile.none' : 'tile.suspense.more'),
        tone: toneOf(page, 'warn'),
      })}
    />
  );
}
