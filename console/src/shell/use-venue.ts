import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { venuesQuery } from '../api/session';

/** The venue that the address names. */
export function useVenue(): string {
  const { venue } = useParams();
  return venue ?? '';
}

/** The currency of the venue that the address names, for the heads of tables. */
export function useCurrency(): string {
  const venue = useVenue();
  return useQuery(venuesQuery).data?.items.find((item) => item.venue === venue)?.currency ?? '';
}
