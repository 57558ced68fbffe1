import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { Moment, ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { useDayFilters } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { Asked, Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { LOOK_AGAIN_MS } from './queries';
import { SettlementNav } from './settlement-nav';
import { words } from './settlement-words';

/** Settlement of the days: begun by itself at each close. */
export default function SettlementScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const pending = useQuery({
    queryKey: ['pending-settlement', venue],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/settlement-runs/pending', { params: { path: { venue } }, signal }),
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
      </div>
      <SettlementNav />
      <section className="sheet">
        <Asked query={pending}>
          {({ waiting, lastSettled }) => <p>{say('pending', { waiting, lastSettled })}</p>}
        </Asked>
      </section>
      <PagedTable<Told<'SettlementDay'>>
        name="settlement-days"
        label={say('days')}
        rowKey={({ day }) => day}
        refetchInterval={LOOK_AGAIN_MS}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/settlement-days', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { state?: 'RUNNING'; from?: string; to?: string }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          {
            field: 'state',
            label: say('state'),
            options: (['RUNNING', 'CONFIRMED'] as const).map((value) => ({
              value,
              label: say(`state.${value}`),
            })),
          },
          ...useDayFilters(),
        ]}
        columns={[
          {
            title: say('day'),
            render: (_, { day }) => <Link to={`/${venue}/operator/settlement/days/${day}`}>{day}</Link>,
          },
          {
            title: say('state'),
            render: (_, { state }) => (
              <Mark tone={state === 'CONFIRMED' ? 'good' : 'warn'}>{wordOf(say, words, 'state', state)}</Mark>
            ),
          },
          { title: say('trades'), align: 'right', dataIndex: 'trades' },
          {
            title: say('undelivered'),
            align: 'right',
            render: (_, { undelivered }) => undelivered ?? '—',
          },
          { title: say('begun'), render: (_, { begunAt }) => <Moment at={begunAt} /> },
          { title: say('changed'), render: (_, { changedAt }) => <Moment at={changedAt} /> },
          { title: say('asked'), align: 'right', dataIndex: 'asked' },
          { title: say('seq'), align: 'right', render: (_, { confirmedSeq }) => confirmedSeq ?? '—' },
        ]}
        empty={<Empty title={say('days.none')}>{say('days.none.next')}</Empty>}
      />
    </>
  );
}
