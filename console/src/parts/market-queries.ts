import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { paths } from '../api/generated/schema';

type Narrowed<Door extends 'orders' | 'trades'> = Omit<
  NonNullable<paths[`/api/v1/venues/{venue}/${Door}`]['get']['parameters']['query']>,
  'limit' | 'after'
>;
/** What these doors can be narrowed by, besides the page. */
export type OrderFilters = Narrowed<'orders'>;
export type TradeFilters = Narrowed<'trades'>;
export const TRADE_STATES = ['EXECUTED', 'SETTLED', 'ANNULLED'] as const;
export const TRADING_METHODS = ['listed', 'block', 'one_way'] as const;

const ALL = 500;
const KEPT_MS = 60_000;
const LOOK_AGAIN_MS = 5_000;

/** What every desk asks about the market: one key, one answer in memory, whichever screens show it. */
export const instrumentsQuery = (venue: string) =>
  queryOptions({
    queryKey: ['instruments', venue],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/instruments', {
          params: { path: { venue }, query: { limit: ALL } },
          signal,
        }),
      ),
    staleTime: KEPT_MS,
  });

export const sessionQuery = (venue: string) =>
  queryOptions({
    queryKey: ['session', venue],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/venues/{venue}/sessions/current', { params: { path: { venue } }, signal })),
    refetchInterval: LOOK_AGAIN_MS,
  });

export const tickerQuery = (venue: string, symbol: string) =>
  queryOptions({
    queryKey: ['ticker', venue, symbol],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/instruments/{symbol}/ticker', {
          params: { path: { venue, symbol } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
