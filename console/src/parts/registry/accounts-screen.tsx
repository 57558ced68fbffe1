import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { OrganisationName } from '../facts/names';
import { Moment, ZoneLabel } from '../figures';
import { useTitleFilter } from '../list-filters';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { words } from './words';

type Account = Told<'Account'>;
const KINDS: readonly Account['kind'][] = ['compliance', 'institution', 'government'];
const STATES: readonly Account['state'][] = [
  'APPLIED',
  'UNDER_REVIEW',
  'ACTIVE',
  'RESTRICTED',
  'FROZEN',
  'CLOSED',
];

export default function AccountsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  return (
    <>
      <div className="screen-head">
        <h1>{say('accounts.title')}</h1>
        <ZoneLabel />
      </div>
      <PagedTable<Account>
        name="accounts"
        label={say('accounts.title')}
        rowKey={({ accountId }) => accountId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/accounts', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { state?: Account['state']; kind?: Account['kind']; title?: string }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          useTitleFilter(),
          {
            field: 'kind',
            label: say('kind'),
            options: KINDS.map((value) => ({ value, label: wordOf(say, words, 'kind', value) })),
          },
          {
            field: 'state',
            label: say('state'),
            options: STATES.map((value) => ({ value, label: wordOf(say, words, 'state', value) })),
          },
        ]}
        columns={[
          {
            title: say('account'),
            render: (_, { accountId, title }) => <Link to={`${desk}/accounts/${accountId}`}>{title}</Link>,
          },
          {
            title: say('organisation'),
            render: (_, { organisationId }) => <OrganisationName id={organisationId} />,
          },
          { title: say('kind'), render: (_, { kind }) => wordOf(say, words, 'kind', kind) },
          { title: say('state'), render: (_, { state }) => wordOf(say, words, 'state', state) },
          {
            title: say('reason'),
            render: (_, { reason }) => (
              <div style={{ maxWidth: 260, whiteSpace: 'normal' }}>{reason || '—'}</div>
            ),
          },
          { title: say('changed'), render: (_, { changedAt }) => <Moment at={changedAt} style="minute" /> },
        ]}
        empty={
          <Empty title={say('accounts.none')}>
            <p>{say('accounts.none.next')}</p>
          </Empty>
        }
      />
    </>
  );
}
