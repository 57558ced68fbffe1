import { queryOptions, useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { language } from '../../words/language';

/** What verbs, kinds of object and matters are called: the service's own closed list, in both languages. */
export const trailWordsQuery = queryOptions({
  queryKey: ['trail-words'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/trail/words', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What a matter under four eyes is called. */
export function useActionName(): (action: string) => string {
  const { data } = useQuery(trailWordsQuery);
  const spoken = language() === 'en' ? 'en' : 'zh';
  return (action) => data?.actions.find((one) => one.action === action)?.[spoken] ?? action;
}

export const proposalQuery = (venue: string, proposal: string) =>
  queryOptions({
    queryKey: ['proposals', venue, 'one', proposal],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/proposals/{proposal}', {
          params: { path: { venue, proposal } },
          signal,
        }),
      ),
  });
