import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { Amount } from '../figures';
import { PagedTable } from '../paged-table';
import type { FilterSpec } from '../table-filters';
import { BUCKETS } from './buckets';
import { words } from './words';

type Holding = Told<'Holding'>;

export interface HoldingsListProps {
  /** As `PagedTable` takes it. */
  readonly name: string;
  readonly label: string;
  readonly filters: readonly FilterSpec[];
  readonly account: (accountId: string) => ReactNode;
  readonly empty: ReactNode;
}

/** What every account has that this person may see, and in which bucket. */
export function HoldingsList({ name, label, filters, account, empty }: HoldingsListProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  return (
    <PagedTable<Holding>
      name={name}
      label={label}
      rowKey={({ accountId, asset }) => `${accountId} ${asset}`}
      load={({ limit, after, filters: asked, signal }) =>
        answer(
          api.GET('/api/v1/venues/{venue}/holdings', {
            params: { path: { venue }, query: { limit, ...(after !== undefined && { after }), ...asked } },
            signal,
          }),
        )
      }
      filters={filters}
      columns={[
        { title: say('account'), render: (_, { accountId }) => account(accountId) },
        {
          title: say('asset'),
          render: (_, { asset }) => (
            <strong data-asset={asset}>{asset === 'cash' ? `${say('cash')} (${currency})` : asset}</strong>
          ),
        },
        ...BUCKETS.map((bucket) => ({
          title: say(bucket),
          align: 'right' as const,
          render: (_: unknown, holding: Holding) => <Amount of={holding[bucket]} />,
        })),
      ]}
      empty={empty}
    />
  );
}
