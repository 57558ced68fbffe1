import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import { download } from '../../api/download';
import { asRefusal } from '../../api/refusal';
import type { Told } from '../../api/told';
import { todayOf } from '../../format/instant';
import { OrganisationName } from '../../parts/facts/names';
import { useTitleFilter } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { RefusalNote } from '../../parts/refusal-note';
import { Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { language } from '../../words/language';
import { SettlementNav } from './settlement-nav';
import { words } from './settlement-words';

const STATES = ['ACTIVE', 'RESTRICTED', 'FROZEN', 'CLOSED'] as const;
const FORMATS = ['pdf', 'csv', 'xlsx'] as const;
interface Wanted {
  readonly orgId: string;
  readonly format: (typeof FORMATS)[number];
}

/** The settlement statement of each member, as the file that is sent to it. */
export default function MemberStatementsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const id = useId();
  const [period, setPeriod] = useState(() => {
    const today = todayOf(new Date());
    return { from: today, to: today };
  });
  const fetching = useMutation({
    mutationFn: ({ orgId, format }: Wanted) =>
      download(
        `/api/v1/venues/${venue}/statements/file`,
        { ...period, orgId, format, language: language() === 'en' ? 'en' : 'zh' },
        { accept: '*/*', name: `statement.${format}` },
      ),
  });
  return (
    <>
      <div className="screen-head">
        <h1>{say('statements')}</h1>
      </div>
      <SettlementNav />
      <p className="quiet">{say('statements.what')}</p>
      <div className="row">
        {(['from', 'to'] as const).map((end) => (
          <label key={end} htmlFor={`${id}-${end}`}>
            {say(`statements.${end}`)}
            <Input
              id={`${id}-${end}`}
              type="date"
              required
              value={period[end]}
              onChange={({ target }) => target.value !== '' && setPeriod({ ...period, [end]: target.value })}
            />
          </label>
        ))}
      </div>
      {fetching.error !== null && <RefusalNote refusal={asRefusal(fetching.error)} />}
      <PagedTable<Told<'Account'>>
        name="members"
        label={say('statements')}
        rowKey={({ accountId }) => accountId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/accounts', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { title?: string; state?: 'ACTIVE' }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          useTitleFilter(),
          {
            field: 'state',
            label: say('state'),
            options: STATES.map((value) => ({ value, label: say(`account.${value}`) })),
          },
        ]}
        columns={[
          { title: say('account'), dataIndex: 'title' },
          {
            title: say('organisation'),
            render: (_, { organisationId }) => <OrganisationName id={organisationId} />,
          },
          { title: say('state'), render: (_, { state }) => wordOf(say, words, 'account', state) },
          {
            title: say('statements.files'),
            render: (_, { organisationId: orgId, title }) => (
              <div className="row">
                {FORMATS.map((format) => (
                  <Button
                    key={format}
                    size="small"
                    aria-label={say('statements.download', { title, format: format.toUpperCase() })}
                    loading={
                      fetching.isPending &&
                      fetching.variables.orgId === orgId &&
                      fetching.variables.format === format
                    }
                    disabled={fetching.isPending}
                    onClick={() => fetching.mutate({ orgId, format })}
                  >
                    {format.toUpperCase()}
                  </Button>
                ))}
              </div>
            ),
          },
        ]}
        empty={<Empty title={say('members.none')}>{say('members.none.next')}</Empty>}
      />
    </>
  );
}
