import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { ZoneLabel } from '../../parts/figures';
import { useAccountFilter, useDayFilters, useInstrumentFilter, wordFilter } from '../../parts/list-filters';
import { TRADE_STATES, type TradeFilters } from '../../parts/market-queries';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import type { OwnTrade } from './answers';
import { tradeColumns } from './order-columns';
import { words } from './words';

export default function TradesScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const instrument = useInstrumentFilter();
  const accounts = useAccountFilter();
  const days = useDayFilters();
  return (
    <>
      <div className="screen-head">
        <h1>{say('trades.title')}</h1>
        <ZoneLabel />
      </div>
      <PagedTable<OwnTrade>
        name="trades"
        label={say('trades.title')}
        rowKey={({ tradeId, side }) => `${tradeId} ${side}`}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/trades', {
              params: {
                path: { venue },
                query: { limit, ...(after !== undefined && { after }), ...(filters as TradeFilters) },
              },
              signal,
            }),
          )
        }
        filters={[
          instrument,
          ...(accounts.options!.length > 1 ? [accounts] : []),
          wordFilter('side', say('ticket.side'), ['buy', 'sell'], (side) => say(`ticket.${side}`)),
          wordFilter('state', say('trades.state'), TRADE_STATES, (state) => say(`trades.state.${state}`)),
          ...days,
        ]}
        columns={tradeColumns(say, currency)}
        empty={<Empty title={say('trades.none')}>{say('trades.none.next')}</Empty>}
      />
    </>
  );
}
