import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { asRefusal } from '../../api/refusal';

export const LOOK_AGAIN_MS = 10_000;
export const WATCH_MS = 2_000;
/** As many as one page has: what is counted beyond it is said as “at least”. */
export const COUNTED_MAX = 100;
const ALL = 500;

const at = (venue: string) => ({ path: { venue } });

export const lastRunQuery = (venue: string) =>
  queryOptions({
    queryKey: ['reconciliations', venue, 'last'],
    queryFn: async ({ signal }) => {
      const { items } = await answer(
        api.GET('/api/v1/venues/{venue}/reconciliations', {
          params: { ...at(venue), query: { limit: 1 } },
          signal,
        }),
      );
      return items[0] ?? null;
    },
    refetchInterval: LOOK_AGAIN_MS,
  });

export const liveBreaksQuery = (venue: string) =>
  queryOptions({
    queryKey: ['breaks', venue, 'live'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/breaks', {
          params: { ...at(venue), query: { state: 'live', limit: COUNTED_MAX } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });

/** Null while there is nothing of that name yet. */
export async function orNothing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (asRefusal(error).problem.status === 404) return null;
    throw error;
  }
}

export const settlementDayQuery = (venue: string, day: string) =>
  queryOptions({
    queryKey: ['settlement-days', venue, 'one', day],
    queryFn: ({ signal }) =>
      orNothing(
        answer(
          api.GET('/api/v1/venues/{venue}/settlement-days/{day}', {
            params: { path: { venue, day } },
            signal,
          }),
        ),
      ),
    refetchInterval: ({ state }) => (state.data?.state === 'CONFIRMED' ? false : WATCH_MS),
  });

export const dayReportQuery = (venue: string, day: string) =>
  queryOptions({
    queryKey: ['day-reports', venue, 'one', day],
    queryFn: ({ signal }) =>
      orNothing(
        answer(
          api.GET('/api/v1/venues/{venue}/day-reports/{day}', { params: { path: { venue, day } }, signal }),
        ),
      ),
    refetchInterval: ({ state }) => (state.data === null || state.data === undefined ? WATCH_MS : false),
  });

export const logsQuery = queryOptions({
  queryKey: ['logs'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/logs', { signal })),
  refetchInterval: LOOK_AGAIN_MS,
});

export const bankAccountsQuery = (venue: string) =>
  queryOptions({
    queryKey: ['bank-accounts', venue],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/bank-accounts', {
          params: { ...at(venue), query: { limit: ALL } },
          signal,
        }),
      ),
  });
