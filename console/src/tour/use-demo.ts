import { useQuery } from '@tanstack/react-query';
import type { components } from '../api/generated/schema';
import { venuesQuery } from '../api/session';

export type DemoPerson = components['schemas']['DemoPerson'];

export interface Demo {
  readonly venue: string;
  readonly people: readonly DemoPerson[];
}

/** The demonstration whose people one may be with one press; elsewhere there is no tour. */
export function useDemo(): Demo | undefined {
  const { data } = useQuery(venuesQuery);
  const venue = data?.items.find(({ demo, demoPeople }) => demo && (demoPeople ?? []).length > 0);
  return venue === undefined ? undefined : { venue: venue.venue, people: venue.demoPeople ?? [] };
}
