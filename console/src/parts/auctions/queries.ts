import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { asRefusal } from '../../api/refusal';
import type { Told } from '../../api/told';

export type Auction = Told<'Auction'>;
export type Phase = Auction['state'];
export type OwnBid = Told<'AuctionBid'>;
export type OwnGuarantee = Told<'AuctionOwnGuarantee'>;

export const ANNOUNCEMENT = 'announce-auction';
export const LOOK_AGAIN_MS = 5_000;
const ALL = 500;

const ENDED = new Set<Phase>(['SETTLED', 'FAILED', 'CANCELLED']);
export const isCleared = ({ state }: Auction): boolean => state === 'CLEARED' || state === 'SETTLED';
/** Bids are published once no more can come. */
export const isClosed = ({ state, announcedAt }: Auction): boolean =>
  announcedAt !== null && !['DRAFT', 'ANNOUNCED', 'OPEN'].includes(state);

/** One auction; a draft is known to the offices only, and to the list of drafts only. */
export const auctionQuery = (venue: string, auction: string, readsDrafts: boolean) =>
  queryOptions({
    queryKey: ['auctions', venue, 'one', auction, readsDrafts],
    queryFn: async ({ signal }): Promise<Auction> => {
      try {
        return await answer(
          api.GET('/api/v1/venues/{venue}/auctions/{auction}', {
            params: { path: { venue, auction } },
            signal,
          }),
        );
      } catch (error) {
        if (!readsDrafts || asRefusal(error).problem.code !== 'auctions.unknown_auction') throw error;
        const { items } = await answer(
          api.GET('/api/v1/venues/{venue}/auction-drafts', {
            params: { path: { venue }, query: { limit: ALL } },
            signal,
          }),
        );
        const draft = items.find(({ auctionId }) => auctionId === auction);
        if (draft === undefined) throw error;
        return draft;
      }
    },
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && ENDED.has(data.state) ? false : LOOK_AGAIN_MS,
  });

export const resultQuery = (venue: string, auction: string) =>
  queryOptions({
    queryKey: ['auctions', venue, 'result', auction],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/auctions/{auction}/results', {
          params: { path: { venue, auction } },
          signal,
        }),
      ),
  });

export const guaranteesQuery = (venue: string, auction: string) =>
  queryOptions({
    queryKey: ['auction-guarantees', venue, auction],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/auctions/{auction}/guarantees', {
          params: { path: { venue, auction }, query: { limit: ALL } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
