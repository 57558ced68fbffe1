import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { AccountName } from '../../parts/facts/names';
import { Amount } from '../../parts/figures';
import { useAccountFilter } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './words';

const BUCKETS = ['posted', 'available', 'held', 'outgoing', 'incoming', 'locked', 'frozen'] as const;

/** Every account's money and goods, bucket by bucket. */
export default function BalancesScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const currency = useCurrency();
  return (
    <>
      <div className="screen-head">
        <h1>{say('balances.title')}</h1>
      </div>
      <PagedTable<Told<'Holding'>>
        name="balances"
        label={say('balances.title')}
        rowKey={({ accountId, asset }) => `${accountId} ${asset}`}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/holdings', {
              params: {
                path: { venue },
                query: { limit, ...(after !== undefined && { after }), ...filters },
              },
              signal,
            }),
          )
        }
        filters={[useAccountFilter()]}
        columns={[
          {
            title: say('account'),
            render: (_, { accountId }) => (
              <Link to={`${desk}/accounts/${accountId}`}>
                <AccountName id={accountId} />
              </Link>
            ),
          },
          {
            title: say('asset'),
            render: (_, { asset }) => (asset === 'cash' ? `${say('cash')} (${currency})` : asset),
          },
          ...BUCKETS.map((bucket) => ({
            title: say(bucket),
            align: 'right' as const,
            render: (_: unknown, holding: Told<'Holding'>) => <Amount of={holding[bucket]} />,
          })),
        ]}
        empty={
          <Empty title={say('balances.none')}>
            <p>{say('balances.none.next')}</p>
          </Empty>
        }
      />
    </>
  );
}
