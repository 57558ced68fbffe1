import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { asRefusal } from '../../api/refusal';
import type { Told } from '../../api/told';

export type Transfer = Told<'PermitTransfer'>;
export type Notice = Told<'PermitNotice'>;
export type State = Notice['state'];
export const LOOK_AGAIN_MS = 5_000;
const ALL = 500;

/** A transfer as its parties and the offices see it, or its notice for whoever is none of them. */
export interface Seen {
  readonly notice: Notice;
  readonly transfer?: Transfer;
}

export const transferQuery = (venue: string, id: string) =>
  queryOptions({
    queryKey: ['permit-transfers', venue, 'one', id],
    queryFn: async ({ signal }): Promise<Seen> => {
      try {
        const transfer = await answer(
          api.GET('/api/v1/venues/{venue}/permit-transfers/{transfer}', {
            params: { path: { venue, transfer: id } },
            signal,
          }),
        );
        return { notice: transfer, transfer };
      } catch (error) {
        if (asRefusal(error).problem.code !== 'permits.unknown_transfer') throw error;
        const { items } = await answer(
          api.GET('/api/v1/venues/{venue}/permit-notices', {
            params: { path: { venue }, query: { limit: ALL } },
            signal,
          }),
        );
        const notice = items.find(({ transferId }) => transferId === id);
        if (notice === undefined) throw error;
        return { notice };
      }
    },
    refetchInterval: LOOK_AGAIN_MS,
  });

/** The plants of one's own organisation; of all for an office. */
export const plantsQuery = (venue: string) =>
  queryOptions({
    queryKey: ['permit-plants', venue],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/permit-plants', {
          params: { path: { venue }, query: { limit: ALL } },
          signal,
        }),
      ),
  });

export const rightsQuery = (venue: string) =>
  queryOptions({
    queryKey: ['permit-rights', venue, 'all'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/permit-rights', {
          params: { path: { venue }, query: { limit: ALL } },
          signal,
        }),
      ),
  });
