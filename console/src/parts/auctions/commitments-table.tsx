import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { ShortText } from '../facts/copied-text';
import { Amount } from '../figures';
import { wordFilter } from '../list-filters';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { BID_STATES, LOOK_AGAIN_MS } from './queries';
import { words } from './words';

type Commitment = Told<'AuctionCommitment'>;

/** Every bid as it was sealed and committed to; once opened, with what was in it. */
export function CommitmentsTable({ auctionId }: { auctionId: string }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  return (
    <PagedTable<Commitment>
      name={`sealed-${auctionId}`}
      refetchInterval={LOOK_AGAIN_MS}
      label={say('bids')}
      rowKey={({ bid }) => bid}
      load={({ limit, after, filters, signal }) =>
        answer(
          api.GET('/api/v1/venues/{venue}/auctions/{auction}/commitments', {
            params: {
              path: { venue, auction: auctionId },
              query: {
                limit,
                ...(after !== undefined && { after }),
                ...(filters as { state?: Commitment['state'] }),
              },
            },
            signal,
          }),
        )
      }
      filters={[wordFilter('state', say('bid.state'), BID_STATES, (one) => say(`bid.${one}`))]}
      columns={[
        { title: say('bid'), dataIndex: 'bid' },
        { title: say('group'), dataIndex: 'group' },
        { title: say('bid.state'), render: (_, { state }) => wordOf(say, words, 'bid', state) },
        {
          title: `${say('bid.price')} (${currency})`,
          align: 'right',
          render: (_, { price, quantity }) =>
            price === null && quantity !== undefined ? say('any.price') : <Amount of={price} />,
        },
        { title: say('quantity'), align: 'right', render: (_, { quantity }) => <Amount of={quantity} /> },
        { title: say('awarded'), align: 'right', render: (_, { awarded }) => <Amount of={awarded} /> },
        {
          title: say('fault'),
          render: (_, { fault }) => (fault === undefined ? '—' : wordOf(say, words, 'fault', fault)),
        },
        { title: say('commitment'), render: (_, { commitment }) => <ShortText of={commitment} /> },
      ]}
      empty={<Empty title={say('bids.none')}>{say('bids.none.next')}</Empty>}
    />
  );
}
