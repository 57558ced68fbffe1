import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { Amount, Moment } from '../figures';
import { useDayFilters, useInstrumentFilter, wordFilter } from '../list-filters';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { AuctionState } from './auction-state';
import { type Auction, LOOK_AGAIN_MS } from './queries';
import { words } from './words';

const ANNOUNCED = [
  'ANNOUNCED',
  'OPEN',
  'CLOSED',
  'OPENED',
  'CLEARED',
  'SETTLED',
  'FAILED',
  'CANCELLED',
] as const;

/** Announced auctions for everybody, or the drafts that only offices know; newest first. */
export function AuctionsTable({ drafts = false }: { drafts?: boolean }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const currency = useCurrency();
  const instrument = useInstrumentFilter();
  const days = useDayFilters();
  const states = wordFilter('state', say('state'), ANNOUNCED, (state) => say(`state.${state}`));
  return (
    <PagedTable<Auction>
      name={drafts ? 'auction-drafts' : 'auctions'}
      label={say(drafts ? 'drafts' : 'title')}
      rowKey={({ auctionId }) => auctionId}
      refetchInterval={LOOK_AGAIN_MS}
      load={({ limit, after, filters, signal }) => {
        const asked = {
          params: { path: { venue }, query: { limit, ...(after !== undefined && { after }), ...filters } },
          signal,
        };
        return drafts
          ? answer(api.GET('/api/v1/venues/{venue}/auction-drafts', asked))
          : answer(api.GET('/api/v1/venues/{venue}/auctions', asked));
      }}
      filters={drafts ? [instrument] : [instrument, states, ...days]}
      columns={[
        {
          title: say('name'),
          render: (_, { auctionId, notice: { title } }) => (
            <Link to={`${desk}/auctions/${auctionId}`} aria-label={say('open.named', { title })}>
              {title}
            </Link>
          ),
        },
        { title: say('state'), render: (_, { state }) => <AuctionState state={state} /> },
        { title: say('symbol'), render: (_, { notice }) => notice.symbol },
        { title: say('supply'), align: 'right', render: (_, { notice }) => <Amount of={notice.supply} /> },
        {
          title: `${say('reserve')} (${currency})`,
          align: 'right',
          render: (_, { notice }) => <Amount of={notice.reservePrice} />,
        },
        { title: say('opens'), render: (_, { notice }) => <Moment at={notice.opensAt} style="minute" /> },
        { title: say('closes'), render: (_, { notice }) => <Moment at={notice.closesAt} style="minute" /> },
      ]}
      empty={
        drafts ? (
          <Empty title={say('drafts.none')}>{say('drafts.next')}</Empty>
        ) : (
          <Empty title={say('none')}>{say('none.next')}</Empty>
        )
      }
    />
  );
}
