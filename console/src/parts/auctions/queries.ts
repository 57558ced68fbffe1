import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import { asRefusal } from '../../api/refusal';
import type { Told } from '../../api/told';

export type Auction = Told<'Auction'>;
export type Phase = Auction['state'];
export type OwnBid = Told<'AuctionBid'>;
export type OwnGuarantee = Told<'AuctionOwnGuarantee'>;

export const ANNOUNCEMENT = 'announce-auction';
export const BID_STATES = ['STANDING', 'REPLACED', 'WITHDRAWN', 'COUNTED', 'REJECTED'] as const;
export const LOOK_AGAIN_MS = 5_000;
const ALL = 500;
/** The service's clock and the reader's may differ by a little. */
const SETTLE_MS = 250;

const ENDED = new Set<Phase>(['SETTLED', 'FAILED', 'CANCELLED']);
export const isCleared = ({ state }: Auction): boolean => state === 'CLEARED' || state === 'SETTLED';
/** Bids are published once no more can come. */
export const isClosed = ({ state, announcedAt }: Auction): boolean =>
  announcedAt !== null && !['DRAFT', 'ANNOUNCED', 'OPEN'].includes(state);

/** Not later than the window opens or closes: nobody should wait for what has already begun. */
export function waitFor({ notice }: Auction, now: number): number {
  const next = [notice.opensAt, notice.closesAt].map((at) => Date.parse(at) - now).filter((ms) => ms > 0);
  return Math.min(LOOK_AGAIN_MS, ...next.map((ms) => ms + SETTLE_MS));
}

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
    refetchInterval: ({ state: { data } }) => {
      if (data === undefined) return LOOK_AGAIN_MS;
      return ENDED.has(data.state) ? false : waitFor(data, Date.now());
    },
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
