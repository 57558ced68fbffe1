import { QueryClient } from '@tanstack/react-query';
import { meQuery } from './session';
import { asRefusal } from './refusal';
import { whenSignedOut } from './client';

const TRIES_MAX = 2;

/** A refusal is an answer and is not asked again; silence is asked twice more. */
export function createQueryClient(): QueryClient {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => asRefusal(error).isUnknown && failures < TRIES_MAX,
        staleTime: 2_000,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
  whenSignedOut(() => {
    // `me` itself answers null to a stranger; only others can find out that a session has ended.
    if (queries.getQueryData(meQuery.queryKey)) queries.setQueryData(meQuery.queryKey, null);
  });
  return queries;
}
