import { useQuery } from '@tanstack/react-query';
import { useVenue } from '../../shell/use-venue';
import type { Account } from './answers';
import { accountsQuery } from './queries';

/** The accounts of one's own that may trade; the first of them is meant where nobody chose. */
export function useTradingAccounts(): readonly Account[] {
  const { data } = useQuery(accountsQuery(useVenue()));
  return data?.items.filter(({ state }) => state === 'ACTIVE') ?? [];
}
