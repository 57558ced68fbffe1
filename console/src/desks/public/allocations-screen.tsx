import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import type { components } from '../../api/generated/schema';
import { Amount } from '../../parts/figures';
import { useInstrumentFilter } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { localName } from '../../words/local-name';
import { words } from './words';

/** The list has no ids: two equal lines are two. */
type Allocation = components['schemas']['Allocation'] & { readonly line: string };

/** Who was given how much: public by law. */
export default function AllocationsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <>
      <div className="screen-head">
        <h1>{say('allocations.title')}</h1>
      </div>
      <p>{say('allocations.what')}</p>
      <PagedTable<Allocation>
        name="allocations"
        label={say('allocations.title')}
        rowKey={({ line }) => line}
        filters={[{ field: 'year', label: say('allocations.year') }, useInstrumentFilter()]}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/allocations', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters['year'] !== undefined && { year: Number.parseInt(filters['year'], 10) }),
                  ...(filters['symbol'] !== undefined && { symbol: filters['symbol'] }),
                },
              },
              signal,
            }),
          ).then(({ items, ...page }) => ({
            ...page,
            items: items.map((item, place) => ({ ...item, line: `${after ?? ''} ${place}` })),
          }))
        }
        columns={[
          {
            title: say('allocations.holder'),
            dataIndex: 'holder',
            render: (holder: string) => localName(holder),
          },
          { title: say('overview.symbol'), dataIndex: 'symbol' },
          { title: say('allocations.year'), dataIndex: 'year' },
          {
            title: say('allocations.quantity'),
            align: 'right',
            render: (_, { quantity }) => <Amount of={quantity} />,
          },
          {
            title: say('allocations.recalled'),
            align: 'right',
            render: (_, { recalled }) => <Amount of={recalled} />,
          },
        ]}
        empty={<Empty title={say('allocations.none')}>{say('allocations.none.next')}</Empty>}
      />
    </>
  );
}
