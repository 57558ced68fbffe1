import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import type { components } from '../../api/generated/schema';
import { Amount, Moment, ZoneLabel } from '../../parts/figures';
import { useDayFilters, useInstrumentFilter } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './words';

type Cancellation = components['schemas']['Cancellation'];

/** Units given up for good: they are never issued again. */
export default function CancellationsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <>
      <div className="screen-head">
        <h1>{say('cancellations.title')}</h1>
        <ZoneLabel />
      </div>
      <p>{say('cancellations.what')}</p>
      <PagedTable<Cancellation>
        name="cancellations"
        label={say('cancellations.title')}
        rowKey={({ at, symbol, quantity }) => `${at} ${symbol} ${quantity}`}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/cancellations', {
              params: {
                path: { venue },
                query: { limit, ...(after !== undefined && { after }), ...filters },
              },
              signal,
            }),
          )
        }
        filters={[useInstrumentFilter(), ...useDayFilters()]}
        columns={[
          { title: say('cancellations.at'), render: (_, { at }) => <Moment at={at} /> },
          { title: say('overview.symbol'), dataIndex: 'symbol' },
          {
            title: say('allocations.quantity'),
            align: 'right',
            render: (_, { quantity }) => <Amount of={quantity} />,
          },
        ]}
        empty={<Empty title={say('cancellations.none')}>{say('cancellations.none.next')}</Empty>}
      />
    </>
  );
}
