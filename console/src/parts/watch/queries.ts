import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';

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
