import { Button } from 'antd';
import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { useMe } from '../../api/session';
import type { Told } from '../../api/told';
import { useAct } from '../../api/use-act';
import { Facts } from '../../parts/facts/facts';
import { AccountName, PersonName } from '../../parts/facts/names';
import { Moment, ZoneLabel } from '../../parts/figures';
import { useAccountFilter, useDayFilters } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { RefusalNote } from '../../parts/refusal-note';
import { Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { words } from './words';

type Notice = Told<'Notice'>;

const KINDS = [
  'TRANSFER_DELAYED',
  'TRANSFER_CANCELLED',
  'TRANSFER_STOPPED',
  'FIRST_BENEFICIARY',
  'ALLOCATION_ADJUSTED',
  'ACCOUNT_TRUSTED',
  'ACCOUNT_DISTRUSTED',
] as const;

/** What has columns of its own; the rest is what the notice is about. */
const OWN_COLUMN = new Set([
  'noticeId',
  'kind',
  'accountId',
  'causedBy',
  'at',
  'delivered',
  'acknowledgedAt',
]);

/** What others did to the accounts of one's organisation: told to everybody but the one who did it. */
export default function NoticesScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <>
      <div className="screen-head">
        <h1>{say('notices.title')}</h1>
        <ZoneLabel />
      </div>
      <p className="quiet">{say('notices.why')}</p>
      <PagedTable<Notice>
        name="notices"
        label={say('notices.title')}
        rowKey={({ noticeId }) => noticeId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/notices', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as {
                    kind?: 'ACCOUNT_TRUSTED';
                    acknowledged?: 'true';
                    accountId?: string;
                    from?: string;
                    to?: string;
                  }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          {
            field: 'kind',
            label: say('notices.what'),
            options: KINDS.map((value) => ({ value, label: say(`notice.${value}`) })),
          },
          {
            field: 'acknowledged',
            label: say('notices.read'),
            options: (['false', 'true'] as const).map((value) => ({
              value,
              label: say(`notices.read.${value}`),
            })),
          },
          useAccountFilter(),
          ...useDayFilters(),
        ]}
        columns={[
          { title: say('notices.at'), render: (_, { at }) => <Moment at={at} style="minute" /> },
          { title: say('notices.what'), render: (_, { kind }) => wordOf(say, words, 'notice', kind) },
          { title: say('notices.account'), render: (_, { accountId }) => <AccountName id={accountId} /> },
          { title: say('notices.facts'), render: (_, notice) => <Facts of={aboutOf(notice)} /> },
          {
            title: say('notices.by'),
            render: (_, { causedBy }) =>
              causedBy === '' ? say('notices.clock') : <PersonName id={causedBy} />,
          },
          {
            title: say('notices.read'),
            render: (_, notice) => <Acknowledged key={notice.noticeId} notice={notice} />,
          },
        ]}
        empty={<Empty title={say('notices.none')}>{say('notices.none.next')}</Empty>}
      />
    </>
  );
}

function aboutOf(notice: Notice): Record<string, unknown> {
  return Object.fromEntries(Object.entries(notice).filter(([field]) => !OWN_COLUMN.has(field)));
}

function Acknowledged({ notice: { noticeId, causedBy, acknowledgedAt } }: { notice: Notice }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const me = useMe();
  const reading = useAct<string, unknown>({
    act: (id) =>
      answer(
        api.POST('/api/v1/venues/{venue}/notices/{noticeId}/acknowledgement', {
          params: { path: { venue, noticeId: id } },
        }),
      ),
    refresh: [
      ['notices', venue],
      ['tasks', venue],
    ],
  });
  if (acknowledgedAt !== null) return <Moment at={acknowledgedAt} style="minute" />;
  // Nobody hears of a deed from the one who did it.
  if (causedBy === me?.personId) return <span className="quiet">{say('notices.own')}</span>;
  return (
    <>
      <Button size="small" loading={reading.isRunning} onClick={() => reading.run(noticeId)}>
        {say('notices.acknowledge')}
      </Button>
      <RefusalNote refusal={reading.refusal} />
    </>
  );
}
