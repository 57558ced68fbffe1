import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { useMe } from '../../api/session';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { AccountName } from '../facts/names';
import { Amount, Moment } from '../figures';
import { useAccountFilter, useDayFilters, useInstrumentFilter, wordFilter } from '../list-filters';
import { TRADE_STATES, type TradeFilters, TRADING_METHODS } from '../market-queries';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { words } from './words';

const LOOK_AGAIN_MS = 10_000;

/** Every trade that this person may see, one row a side, newest first. */
export function WatchedTrades(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const desk = useDesk();
  const instrument = useInstrumentFilter();
  const accounts = useAccountFilter();
  const days = useDayFilters();
  // The exchange's operator is not told whose trades they are.
  const isMasked = useMe()?.roles.includes('exchange_op') !== false;
  return (
    <section className="sheet stack">
      <h2>{say('trades')}</h2>
      <PagedTable<Told<'Trade'>>
        name="watched-trades"
        label={say('trades')}
        rowKey={({ tradeId, orderId }) => `${tradeId} ${orderId}`}
        refetchInterval={LOOK_AGAIN_MS}
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
          ...(isMasked ? [] : [accounts]),
          wordFilter('side', say('side'), ['buy', 'sell'], (side) => say(`side.${side}`)),
          wordFilter('method', say('method'), TRADING_METHODS, (method) => say(`method.${method}`)),
          wordFilter('state', say('state'), TRADE_STATES, (state) => say(`trade.state.${state}`)),
          ...days,
        ]}
        columns={[
          { title: say('at'), render: (_, { at }) => <Moment at={at} /> },
          { title: say('symbol'), dataIndex: 'symbol' },
          { title: say('account'), render: (_, { accountId }) => <AccountName id={accountId} /> },
          { title: say('side'), render: (_, { side }) => say(`side.${side}`) },
          { title: say('method'), render: (_, { method }) => wordOf(say, words, 'method', method) },
          {
            title: `${say('price')} (${currency})`,
            align: 'right',
            render: (_, { price }) => <Amount of={price} />,
          },
          { title: say('quantity'), align: 'right', render: (_, { quantity }) => <Amount of={quantity} /> },
          {
            title: `${say('value')} (${currency})`,
            align: 'right',
            render: (_, { value }) => <Amount of={value} />,
          },
          { title: say('fee'), align: 'right', render: (_, { fee }) => <Amount of={fee} /> },
          { title: say('state'), render: (_, { state }) => wordOf(say, words, 'trade.state', state) },
          {
            title: say('follow'),
            render: (_, { tradeId }) => (
              <Link to={`${desk}/trail/objects/${tradeId}`} aria-label={say('follow.named')}>
                {say('follow')}
              </Link>
            ),
          },
        ]}
        empty={
          <Empty title={say('trades.none')}>
            <p>{say('trades.none.next')}</p>
          </Empty>
        }
      />
    </section>
  );
}
