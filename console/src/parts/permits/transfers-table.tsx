import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { grouped } from '../../format/decimal';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { Amount, Moment } from '../figures';
import { useDayFilters, useInstrumentFilter, wordFilter } from '../list-filters';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { LOOK_AGAIN_MS, type Notice, type Transfer } from './queries';
import { TransferState } from './transfer-state';
import { words } from './words';

const PUBLISHED = [
  ...(['LISTED', 'NO_BID', 'RELISTED', 'WITHDRAWN', 'TRADED', 'CONTRACTED', 'DEFAULTED', 'VOIDED'] as const),
  ...(['PAID', 'CERTIFIED', 'PERMIT_CHANGING', 'COMPLETED'] as const),
];
const STATES = [
  ...(['DRAFT', 'SUBMITTED', 'QUANTITY_REVIEW', 'ELIGIBLE', 'INELIGIBLE'] as const),
  ...PUBLISHED,
];
const METHODS = ['BIDDING', 'FIXED_PRICE', 'AGREEMENT'] as const;

function Opened({ of }: { of: Notice }): ReactNode {
  const say = useWords(words);
  const desk = useDesk();
  return (
    <Link
      to={`${desk}/permits/${of.transferId}`}
      aria-label={say('open.named', { symbol: of.symbol, quantity: grouped(of.quantity) })}
    >
      {of.symbol}
    </Link>
  );
}

/** Those one is a party to, or all for an office. */
export function TransfersTable({ label }: { label: string }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  return (
    <PagedTable<Transfer>
      name="permit-transfers"
      label={label}
      rowKey={({ transferId }) => transferId}
      refetchInterval={LOOK_AGAIN_MS}
      load={({ limit, after, filters, signal }) =>
        answer(
          api.GET('/api/v1/venues/{venue}/permit-transfers', {
            params: {
              path: { venue },
              query: {
                limit,
                ...(after !== undefined && { after }),
                ...(filters as { state?: Transfer['state'] }),
              },
            },
            signal,
          }),
        )
      }
      filters={[
        useInstrumentFilter(),
        wordFilter('state', say('state'), STATES, (state) => say(`state.${state}`)),
        ...useDayFilters(),
      ]}
      columns={[
        { title: say('symbol'), render: (_, transfer) => <Opened of={transfer} /> },
        { title: say('state'), render: (_, { state }) => <TransferState state={state} /> },
        { title: say('quantity'), align: 'right', render: (_, { quantity }) => <Amount of={quantity} /> },
        {
          title: say('seller'),
          render: (_, { seller, sellerId }) => (sellerId === null ? say('reserve') : seller),
        },
        { title: say('buyer'), render: (_, { buyer }) => buyer ?? '—' },
        {
          title: `${say('value')} (${currency})`,
          align: 'right',
          render: (_, { value }) => <Amount of={value} />,
        },
        { title: say('due'), render: (_, { dueDay }) => dueDay ?? '—' },
        { title: say('changed'), render: (_, { changedAt }) => <Moment at={changedAt} style="minute" /> },
      ]}
      empty={<Empty title={say('transfers.none')}>{say('transfers.next')}</Empty>}
    />
  );
}

/** What the law makes public of transfers. */
export function NoticesTable(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  return (
    <PagedTable<Notice>
      name="permit-notices"
      label={say('notices')}
      rowKey={({ transferId }) => transferId}
      refetchInterval={LOOK_AGAIN_MS}
      load={({ limit, after, filters, signal }) =>
        answer(
          api.GET('/api/v1/venues/{venue}/permit-notices', {
            params: {
              path: { venue },
              query: {
                limit,
                ...(after !== undefined && { after }),
                ...(filters as { state?: Notice['state'] }),
              },
            },
            signal,
          }),
        )
      }
      filters={[
        useInstrumentFilter(),
        wordFilter('state', say('state'), PUBLISHED, (state) => say(`state.${state}`)),
        wordFilter('method', say('method'), METHODS, (method) => say(`method.${method}`)),
      ]}
      columns={[
        { title: say('symbol'), render: (_, notice) => <Opened of={notice} /> },
        { title: say('state'), render: (_, { state }) => <TransferState state={state} /> },
        { title: say('quantity'), align: 'right', render: (_, { quantity }) => <Amount of={quantity} /> },
        { title: say('seller'), dataIndex: 'seller' },
        { title: say('district'), dataIndex: 'district' },
        {
          title: say('method'),
          render: (_, { method }) => (method === undefined ? '—' : wordOf(say, words, 'method', method)),
        },
        {
          title: `${say('price')} (${currency})`,
          align: 'right',
          render: (_, { price }) => <Amount of={price} />,
        },
        { title: say('closes'), render: (_, { closesAt }) => <Moment at={closesAt} style="minute" /> },
      ]}
      empty={<Empty title={say('notices.none')}>{say('notices.next')}</Empty>}
    />
  );
}
