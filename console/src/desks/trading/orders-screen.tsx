import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { ZoneLabel } from '../../parts/figures';
import { useAccountFilter, useInstrumentFilter, wordFilter } from '../../parts/list-filters';
import type { OrderFilters } from '../../parts/market-queries';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import type { Order } from './answers';
import { CancelAll } from './cancelling';
import { useOrderActs } from './order-acts';
import { orderColumns } from './order-columns';
import { words } from './words';

export default function OrdersScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const acts = useOrderActs();
  const instrument = useInstrumentFilter();
  const accounts = useAccountFilter();
  return (
    <>
      <div className="screen-head">
        <h1>{say('orders.title')}</h1>
        <ZoneLabel />
      </div>
      {acts.above}
      <PagedTable<Order>
        name="orders"
        label={say('orders.title')}
        rowKey={({ orderId }) => orderId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/orders', {
              params: {
                path: { venue },
                query: { limit, ...(after !== undefined && { after }), ...(filters as OrderFilters) },
              },
              signal,
            }),
          )
        }
        filters={[
          instrument,
          ...(accounts.options!.length > 1 ? [accounts] : []),
          wordFilter('side', say('ticket.side'), ['buy', 'sell'], (side) => say(`ticket.${side}`)),
          wordFilter('state', say('orders.state'), ['open', 'done'], (state) => say(`orders.state.${state}`)),
        ]}
        columns={[...orderColumns(say, currency), acts.column]}
        actions={<CancelAll />}
        empty={<Empty title={say('orders.none')}>{say('orders.none.next')}</Empty>}
      />
    </>
  );
}
