import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { grouped } from '../../format/decimal';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { Amount, Moment } from '../figures';
import { useDayFilters, useInstrumentFilter, wordFilter } from '../list-filters';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { BiddingState } from './bidding-state';
import { type Bidding, LOOK_AGAIN_MS } from './queries';
import { words } from './words';

const STATES = ['NOTICED', 'OPEN_FOR_DEPOSIT', 'BIDDING', 'CLOSED', 'AWARDED', 'FAILED'] as const;

/** Every notice and what became of it, newest first. */
export function BiddingsTable({ actions }: { actions?: ReactNode }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const currency = useCurrency();
  return (
    <PagedTable<Bidding>
      name="one-way-biddings"
      label={say('title')}
      rowKey={({ biddingId }) => biddingId}
      refetchInterval={LOOK_AGAIN_MS}
      load={({ limit, after, filters, signal }) =>
        answer(
          api.GET('/api/v1/venues/{venue}/one-way-biddings', {
            params: {
              path: { venue },
              query: {
                limit,
                ...(after !== undefined && { after }),
                ...(filters as { state?: Bidding['state'] }),
              },
            },
            signal,
          }),
        )
      }
      actions={actions}
      filters={[
        useInstrumentFilter(),
        wordFilter('side', say('kind'), ['sell', 'buy'], (side) => say(`kind.${side}`)),
        wordFilter('state', say('state'), STATES, (state) => say(`state.${state}`)),
        ...useDayFilters(),
      ]}
      columns={[
        { title: say('noticed'), render: (_, { noticedAt }) => <Moment at={noticedAt} style="minute" /> },
        {
          title: say('symbol'),
          render: (_, { biddingId, symbol, quantity }) => (
            <Link
              to={`${desk}/biddings/${biddingId}`}
              aria-label={say('open.named', { symbol, quantity: grouped(quantity) })}
            >
              {symbol}
            </Link>
          ),
        },
        { title: say('state'), render: (_, { state }) => <BiddingState state={state} /> },
        { title: say('kind'), render: (_, { side }) => say(`kind.${side}`) },
        { title: say('quantity'), align: 'right', render: (_, { quantity }) => <Amount of={quantity} /> },
        {
          title: `${say('floor')} (${currency})`,
          align: 'right',
          render: (_, { floorPrice }) => <Amount of={floorPrice} />,
        },
        {
          title: `${say('ceiling')} (${currency})`,
          align: 'right',
          render: (_, { ceilingPrice }) => <Amount of={ceilingPrice} />,
        },
        { title: say('rule'), render: (_, { rule }) => say(`rule.short.${rule}`) },
        { title: say('bidders'), align: 'right', dataIndex: 'bidders' },
        {
          title: `${say('best')} (${currency})`,
          align: 'right',
          render: (_, { bestPrice }) => <Amount of={bestPrice} />,
        },
        { title: say('awarded'), align: 'right', render: (_, { awarded }) => <Amount of={awarded} /> },
      ]}
      empty={<Empty title={say('none')}>{say('none.next')}</Empty>}
    />
  );
}
