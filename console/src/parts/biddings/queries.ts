import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';

export type Bidding = Told<'OneWayBidding'>;
export type BiddingWithAwards = Told<'OneWayBiddingWithAwards'>;
export type OwnBid = Told<'OneWayBid'>;

/** The matter that an application is. */
export const APPLICATION = 'open-one-way-bidding';
export const LOOK_AGAIN_MS = 5_000;
const ALL = 500;

const GOING = new Set<Bidding['state']>(['NOTICED', 'OPEN_FOR_DEPOSIT', 'BIDDING', 'CLOSED']);
export const isGoing = ({ state }: Pick<Bidding, 'state'>): boolean => GOING.has(state);

export const biddingQuery = (venue: string, notice: string) =>
  queryOptions({
    queryKey: ['one-way-biddings', venue, 'one', notice],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/one-way-biddings/{notice}', {
          params: { path: { venue, notice } },
          signal,
        }),
      ),
    refetchInterval: ({ state: { data } }) => (data === undefined || isGoing(data) ? LOOK_AGAIN_MS : false),
  });

/** The own registrations and bids in one bidding: one an account. */
export const ownBidsQuery = (venue: string, biddingId: string) =>
  queryOptions({
    queryKey: ['one-way-bids', venue, 'of', biddingId],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/one-way-bids', {
          params: { path: { venue }, query: { biddingId, limit: ALL } },
          signal,
        }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
