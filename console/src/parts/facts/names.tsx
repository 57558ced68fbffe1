import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import { useVenue } from '../../shell/use-venue';
import { instrumentsQuery } from '../market-queries';
import { localName } from '../../words/local-name';
import { ShortText } from './copied-text';

const ALL = 500;
const KEPT_MS = 60_000;
const NOBODY: ReadonlyMap<string, string> = new Map();

const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/people', { params: { query: { limit: ALL } }, signal })),
  staleTime: KEPT_MS,
});

const namesQuery = queryOptions({
  queryKey: ['names'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/names', { params: { query: { limit: ALL } }, signal })),
  staleTime: KEPT_MS,
  select: ({ items }) => new Map(items.map(({ id, name }) => [id, name])),
});

export const accountsQuery = (venue: string) =>
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

/** The instruments of the venue. */
export function useInstruments() {
  return useQuery(instrumentsQuery(useVenue())).data?.items ?? [];
}

/** The accounts that this person may see: the first five hundred, for names and for choosing. */
export function useAccounts() {
  return useQuery({ ...accountsQuery(useVenue()), enabled: usePower('account.read') }).data?.items ?? [];
}

function Named({ name, id }: { name: string | undefined; id: string | null | undefined }): ReactNode {
  if (name === undefined) return <ShortText of={id} />;
  // The reader's half of a name in both languages; the whole of it, and the id, on the pointer.
  return <span title={`${name} · ${id ?? ''}`}>{localName(name)}</span>;
}

/** What organisations and people are called, for whoever may read what they propose: the first five hundred. */
export function useNames(): ReadonlyMap<string, string> {
  return useQuery({ ...namesQuery, enabled: usePower('proposal.read') }).data ?? NOBODY;
}

/** Who it was, by name; the id alone where the reader may not know them. */
export function PersonName({ id }: { id: string | null | undefined }): ReactNode {
  return <Named id={id} name={useNames().get(id ?? '')} />;
}

export function OrganisationName({ id }: { id: string | null | undefined }): ReactNode {
  return <Named id={id} name={useNames().get(id ?? '')} />;
}

export function AccountName({ id }: { id: string | null | undefined }): ReactNode {
  return <Named id={id} name={useAccounts().find(({ accountId }) => accountId === id)?.title} />;
}

export function InstrumentName({ id }: { id: string | null | undefined }): ReactNode {
  return <Named id={id} name={useInstruments().find(({ instrumentId }) => instrumentId === id)?.symbol} />;
}
