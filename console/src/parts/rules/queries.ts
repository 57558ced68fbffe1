import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';

export const PACKS_MAX = 500;

export const packsQuery = (venue: string) =>
  queryOptions({
    queryKey: ['rule-packs', venue, 'names'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/rule-packs', {
          params: { path: { venue }, query: { limit: PACKS_MAX } },
          signal,
        }),
      ),
  });

export const packQuery = (venue: string, pack: string) =>
  queryOptions({
    queryKey: ['rule-packs', venue, 'one', pack],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/rule-packs/{pack}', { params: { path: { venue, pack } }, signal }),
      ),
  });

export const draftQuery = (venue: string, draft: string) =>
  queryOptions({
    queryKey: ['rule-drafts', venue, 'one', draft],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/rule-pack-drafts/{draft}', {
          params: { path: { venue, draft } },
          signal,
        }),
      ),
  });

export const changesQuery = (venue: string, draft: string) =>
  queryOptions({
    queryKey: ['rule-drafts', venue, 'changes', draft],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/rule-pack-drafts/{draft}/changes', {
          params: { path: { venue, draft } },
          signal,
        }),
      ),
  });
