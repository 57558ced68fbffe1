import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { language } from '../../words/language';

/** What a code of the catalogue says, in the reader's language. */
export function useProblemTitle(): (code: string) => string {
  const { data } = useQuery({
    queryKey: ['problems'],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/problems', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const spoken = language() === 'en' ? 'en' : 'zh';
  return (code) => data?.items.find((entry) => entry.code === code)?.[spoken] ?? code;
}
