import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { ShortText } from '../facts/copied-text';
import { OrganisationName } from '../facts/names';
import { Amount, Moment } from '../figures';
import { useInstrumentFilter } from '../list-filters';
import { PagedTable } from '../paged-table';
import { Asked, Empty } from '../states';
import { AccountActs } from './account-acts';
import { words } from './words';

const BUCKETS = ['posted', 'available', 'held', 'outgoing', 'incoming', 'locked', 'frozen'] as const;
const ALL = 500;

/** One account: whose, in which state and why, what it holds, and what can be done about it. */
export default function AccountScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const { accountId = '' } = useParams();
  const seesHoldings = usePower('holding.read');
  const query = useQuery({
    queryKey: ['accounts', venue, 'one', accountId],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/accounts/{account}', {
          params: { path: { venue, account: accountId } },
          signal,
        }),
      ),
  });
  return (
    <Asked query={query}>
      {(account) => (
        <>
          <div className="screen-head">
            <h1>{account.title}</h1>
            <strong data-testid="account-state">{wordOf(say, words, 'state', account.state)}</strong>
            <span className="push" />
            <Link to={`${desk}/accounts`}>{say('back')}</Link>
          </div>
          <div className="columns">
            <section className="sheet stack">
              <dl className="facts">
                <dt>{say('account')}</dt>
                <dd>
                  <ShortText of={account.accountId} />
                </dd>
                <dt>{say('organisation')}</dt>
                <dd>
                  <OrganisationName id={account.organisationId} />
                </dd>
                <dt>{say('kind')}</dt>
                <dd>{wordOf(say, words, 'kind', account.kind)}</dd>
                <dt>{say('group')}</dt>
                <dd>
                  <OrganisationName id={account.ownerGroup} />
                  <p className="quiet">{say('group.what')}</p>
                </dd>
                <dt>{say('reason')}</dt>
                <dd>{account.reason || '—'}</dd>
                <dt>{say('applied')}</dt>
                <dd>
                  <Moment at={account.appliedAt} />
                </dd>
                <dt>{say('changed')}</dt>
                <dd>
                  <Moment at={account.changedAt} />
                </dd>
              </dl>
            </section>
            <section className="sheet stack">
              <AccountActs account={account} />
              <Link to={`${desk}/trail/objects/${account.accountId}`}>{say('timeline')}</Link>
            </section>
          </div>
          {seesHoldings && (
            <>
              <Holdings accountId={accountId} />
              <Serials accountId={accountId} />
            </>
          )}
        </>
      )}
    </Asked>
  );
}

function Holdings({ accountId }: { accountId: string }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const query = useQuery({
    queryKey: ['holdings', venue, accountId],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/holdings', {
          params: { path: { venue }, query: { accountId, limit: ALL } },
          signal,
        }),
      ),
  });
  return (
    <section className="sheet stack">
      <h2>{say('holdings')}</h2>
      <Asked query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('holdings.none')} />
          ) : (
            <div className="scroll" tabIndex={0} role="region" aria-label={say('holdings')}>
              <table className="dense">
                <thead>
                  <tr>
                    <th>{say('asset')}</th>
                    {BUCKETS.map((bucket) => (
                      <th key={bucket} className="number">
                        {say(bucket)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {items.map((holding) => (
                    <tr key={holding.asset}>
                      <th scope="row">
                        {holding.asset === 'cash' ? `${say('cash')} (${currency})` : holding.asset}
                      </th>
                      {BUCKETS.map((bucket) => (
                        <td key={bucket} className="number">
                          <Amount of={holding[bucket]} />
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Asked>
    </section>
  );
}

function Serials({ accountId }: { accountId: string }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <section className="sheet stack">
      <h2>{say('serials')}</h2>
      <PagedTable<{ symbol: string; first: string; last: string }>
        name="serials"
        label={say('serials')}
        rowKey={({ symbol, first }) => `${symbol} ${first}`}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/accounts/{account}/serials', {
              params: {
                path: { venue, account: accountId },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { symbol?: string; serial?: number }),
                },
              },
              signal,
            }),
          )
        }
        filters={[useInstrumentFilter(), { field: 'serial', label: say('serials.with'), type: 'number' }]}
        columns={[
          { title: say('symbol'), dataIndex: 'symbol' },
          { title: say('first'), align: 'right', dataIndex: 'first' },
          { title: say('last'), align: 'right', dataIndex: 'last' },
        ]}
        empty={<Empty title={say('serials.none')} />}
      />
    </section>
  );
}
