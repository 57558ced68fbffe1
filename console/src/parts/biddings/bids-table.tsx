import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { AccountName } from '../facts/names';
import { Amount, Moment } from '../figures';
import { useAccountFilter, useDayFilters, useInstrumentFilter, wordFilter } from '../list-filters';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { LOOK_AGAIN_MS, type OwnBid } from './queries';
import { words } from './words';

const STATES = ['REGISTERED', 'BID', 'AWARDED', 'LOST', 'BARRED'] as const;

/** Registrations and bids: one's own, or all of them for the exchange, which is not told whose they are. */
export function BidsTable({ biddingId }: { biddingId?: string }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const currency = useCurrency();
  const isOwn = usePower('one-way.bid');
  const instrument = useInstrumentFilter();
  const accounts = useAccountFilter();
  const days = useDayFilters();
  return (
    <PagedTable<OwnBid>
      name={biddingId === undefined ? 'one-way-bids' : `one-way-bids-${biddingId}`}
      label={say(isOwn ? 'own.title' : 'own.office')}
      rowKey={(row) => `${row.biddingId} ${row.accountId ?? row.registeredAt}`}
      refetchInterval={LOOK_AGAIN_MS}
      load={({ limit, after, filters, signal }) =>
        answer(
          api.GET('/api/v1/venues/{venue}/one-way-bids', {
            params: {
              path: { venue },
              query: {
                limit,
                ...(after !== undefined && { after }),
                ...(biddingId !== undefined && { biddingId }),
                ...(filters as { state?: OwnBid['state'] }),
              },
            },
            signal,
          }),
        )
      }
      filters={[
        ...(biddingId === undefined ? [instrument] : []),
        ...(isOwn && accounts.options!.length > 1 ? [accounts] : []),
        wordFilter('state', say('state'), STATES, (state) => say(`own.state.${state}`)),
        ...(biddingId === undefined ? days : []),
      ]}
      columns={[
        {
          title: say('own.at'),
          render: (_, { registeredAt }) => <Moment at={registeredAt} style="minute" />,
        },
        ...(biddingId === undefined
          ? [
              {
                title: say('symbol'),
                render: (_: unknown, row: OwnBid) => (
                  <Link to={`${desk}/biddings/${row.biddingId}`}>{row.symbol}</Link>
                ),
              },
            ]
          : []),
        ...(isOwn
          ? [
              {
                title: say('account'),
                render: (_: unknown, { accountId }: OwnBid) => <AccountName id={accountId} />,
              },
            ]
          : []),
        {
          title: say('register.quantity'),
          align: 'right',
          render: (_, { quantity }) => <Amount of={quantity} />,
        },
        {
          title: `${say('own.deposit')} (${currency})`,
          align: 'right',
          render: (_, { deposit }) => <Amount of={deposit} />,
        },
        {
          title: `${say('own.bid')} (${currency})`,
          align: 'right',
          render: (_, { bid }) => <Amount of={bid?.price} />,
        },
        {
          title: say('bid.quantity'),
          align: 'right',
          render: (_, { bid }) => <Amount of={bid?.quantity} />,
        },
        { title: say('own.awarded'), align: 'right', render: (_, { awarded }) => <Amount of={awarded} /> },
        { title: say('state'), render: (_, { state }) => wordOf(say, words, 'own.state', state) },
      ]}
      empty={
        biddingId === undefined ? (
          <Empty title={say('own.none')}>{say('own.none.next')}</Empty>
        ) : (
          <Empty title={say('own.none.here')} />
        )
      }
    />
  );
}
