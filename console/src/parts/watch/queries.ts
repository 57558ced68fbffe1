import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';

const LOOK_AGAIN_MS = 5_000;

export const sessionQuery = (venue: string) =>
  queryOptions({
    queryKey: ['session', venue],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/venues/{venue}/sessions/current', { params: { path: { venue } }, signal })),
    refetchInterval: LOOK_AGAIN_MS,
  });

export const tickerQuery = (venue: string, symbol: string) =>
  queryOptions({
    queryKey: ['ticker', venue, symbol, 'watch'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/instruments/{symbol}/ticker', {
          params: { path: { venue, symbol } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });

export const holdersQuery = (venue: string, symbol: string) =>
  queryOptions({
    queryKey: ['large-holders', venue, symbol],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/instruments/{symbol}/large-holders', {
          params: { path: { venue, symbol } },
          signal,
        }),
      ),
  });

export const interventionsQuery = (venue: string, symbol: string) =>
  queryOptions({
    queryKey: ['interventions', venue, symbol],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/instruments/{symbol}/interventions', {
          params: { path: { venue, symbol }, query: { limit: 20 } },
          signal,
        }),
      ),
  });
