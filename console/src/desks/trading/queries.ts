import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';

const ALL = 500;
const TAPE = 40;
const MINUTE_MS = 60_000;

export const tapeQuery = (venue: string, symbol: string) =>
  queryOptions({
    queryKey: ['tape', venue, symbol],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/instruments/{symbol}/trades', {
          params: { path: { venue, symbol }, query: { limit: TAPE } },
          signal,
        }),
      ),
  });

export type Interval = '1m' | '5m' | '15m' | '1h' | '1d';

export const candlesQuery = (venue: string, symbol: string, interval: Interval) =>
  queryOptions({
    queryKey: ['candles', venue, symbol, interval],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/instruments/{symbol}/candles', {
          params: { path: { venue, symbol }, query: { interval, limit: 300 } },
          signal,
        }),
      ),
    refetchInterval: MINUTE_MS,
  });

export const accountsQuery = (venue: string) =>
  queryOptions({
    queryKey: ['accounts', venue],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/accounts', {
          params: { path: { venue }, query: { limit: ALL } },
          signal,
        }),
      ),
    staleTime: MINUTE_MS,
  });

export const holdingsQuery = (venue: string) =>
  queryOptions({
    queryKey: ['holdings', venue],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/holdings', {
          params: { path: { venue }, query: { limit: ALL } },
          signal,
        }),
      ),
  });

export const openOrdersQuery = (venue: string) =>
  queryOptions({
    queryKey: ['orders', venue, 'open'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/orders', {
          params: { path: { venue }, query: { limit: ALL, state: 'open' } },
          signal,
        }),
      ),
  });
