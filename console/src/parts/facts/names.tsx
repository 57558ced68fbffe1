import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import { useVenue } from '../../shell/use-venue';
import { instrumentsQuery } from '../market-queries';
import { ShortText } from './copied-text';

const ALL = 500;
const KEPT_MS = 60_000;

const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/people', { params: { query: { limit: ALL } }, signal })),
  staleTime: KEPT_MS,
});

const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: ({ signal }) =>
    answer(api.GET('/api/v1/organisations', { params: { query: { limit: ALL } }, signal })),
  staleTime: KEPT_MS,
});

const accountsQuery = (venue: string) =>
  queryOptions({
    queryKey: ['accounts', venue, 'names'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/accounts', {
          params: { path: { venue }, query: { limit: ALL } },
          signal,
        }),
      ),
    staleTime: KEPT_MS,
  });

/** The people that this person may know, for choosing among them. */
export function usePeople(): readonly { readonly personId: string; readonly displayName: string }[] {
  return useQuery({ ...peopleQuery, enabled: usePower('identity.read') }).data?.items ?? [];
}

/** The organisations that this person may know. */
export function useOrganisations(): readonly { readonly orgId: string; readonly title: string }[] {
  return useQuery({ ...organisationsQuery, enabled: usePower('identity.read') }).data?.items ?? [];
}

/** The instruments of the venue. */
export function useInstruments() {
  return useQuery(instrumentsQuery(useVenue())).data?.items ?? [];
}

/** The accounts that this person may see: the first five hundred, for names and for choosing. */
export function useAccounts() {
  return useQuery({ ...accountsQuery(useVenue()), enabled: usePower('account.read') }).data?.items ?? [];
}

function Named({ name, id }: { name: string | undefined; id: string | null | undefined }): ReactNode {
  return name === undefined ? <ShortText of={id} /> : <span title={id ?? ''}>{name}</span>;
}

/** Who it was, by name; the id alone where the reader may not know people. */
export function PersonName({ id }: { id: string | null | undefined }): ReactNode {
  return <Named id={id} name={usePeople().find(({ personId }) => personId === id)?.displayName} />;
}

export function OrganisationName({ id }: { id: string | null | undefined }): ReactNode {
  return <Named id={id} name={useOrganisations().find(({ orgId }) => orgId === id)?.title} />;
}

export function AccountName({ id }: { id: string | null | undefined }): ReactNode {
  return <Named id={id} name={useAccounts().find(({ accountId }) => accountId === id)?.title} />;
}

export function InstrumentName({ id }: { id: string | null | undefined }): ReactNode {
  return <Named id={id} name={useInstruments().find(({ instrumentId }) => instrumentId === id)?.symbol} />;
}
