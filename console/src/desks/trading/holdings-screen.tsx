import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { AccountName } from '../../parts/facts/names';
import { Amount } from '../../parts/figures';
import { useAccountFilter, useInstrumentFilter } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import type { Holding } from './answers';
import { BUCKETS } from './holdings-table';
import { useOwnNews } from './use-own-news';
import { words } from './words';

/** What every account of one's own has, and in which bucket. */
export default function HoldingsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const accounts = useAccountFilter();
  const instrument = useInstrumentFilter();
  useOwnNews(venue, true);
  return (
    <>
      <div className="screen-head">
        <h1>{say('holdings.title')}</h1>
      </div>
      <section className="sheet stack">
        <PagedTable<Holding>
          name="holdings"
          label={say('holdings.title')}
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
          filters={[...(accounts.options!.length > 1 ? [accounts] : []), instrument]}
          columns={[
            { title: say('ticket.account'), render: (_, { accountId }) => <AccountName id={accountId} /> },
            {
              title: say('holdings.asset'),
              render: (_, { asset }) => (
                <strong data-asset={asset}>
                  {asset === 'cash' ? `${say('holdings.cash')} (${currency})` : asset}
                </strong>
              ),
            },
            ...BUCKETS.map((bucket) => ({
              title: say(`holdings.${bucket}`),
              align: 'right' as const,
              render: (_: unknown, holding: Holding) => <Amount of={holding[bucket]} />,
            })),
          ]}
          empty={<Empty title={say('holdings.none')}>{say('holdings.none.next')}</Empty>}
        />
        <p className="quiet">{say('holdings.sum')}</p>
      </section>
    </>
  );
}
