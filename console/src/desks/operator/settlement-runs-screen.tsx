import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { ActButton } from '../../parts/act-button';
import { Moment, ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { useDayFilters } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { Said } from './proposed';
import { LOOK_AGAIN_MS } from './queries';
import { SettlementNav } from './settlement-nav';
import { words } from './settlement-words';

const STATES = ['FAILED', 'RUNNING', 'PENDING', 'DONE'] as const;
const TONES = { PENDING: 'quiet', RUNNING: 'warn', DONE: 'good', FAILED: 'bad' } as const;

/** Ranges of trades that the workers were asked to deliver. */
export default function SettlementRunsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [said, setSaid] = useState<ReactNode>();
  return (
    <>
      <div className="screen-head">
        <h1>{say('runs')}</h1>
        <ZoneLabel />
      </div>
      <SettlementNav />
      <Said>{said}</Said>
      <PagedTable<Told<'SettlementRun'>>
        name="settlement-runs"
        label={say('runs')}
        rowKey={({ run }) => run}
        refetchInterval={LOOK_AGAIN_MS}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/settlement-runs', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { state?: 'DONE'; from?: string; to?: string }),
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
            options: STATES.map((value) => ({ value, label: say(`run.state.${value}`) })),
          },
          ...useDayFilters(),
        ]}
        columns={[
          { title: say('run.range'), dataIndex: 'run' },
          {
            title: say('state'),
            render: (_, { state }) => (
              <Mark tone={TONES[state]}>{wordOf(say, words, 'run.state', state)}</Mark>
            ),
          },
          { title: say('attempts'), align: 'right', dataIndex: 'attempts' },
          { title: say('changed'), render: (_, { changedAt }) => <Moment at={changedAt} /> },
          { title: say('error'), render: (_, { error }) => error || '—' },
          {
            title: say('act'),
            render: (_, { run, state }) =>
              state !== 'DONE' && (
                <ActButton
                  label={say('retry')}
                  title={say('run.retry.title', { run })}
                  consequence={say('run.retry.what', { run })}
                  size="small"
                  facts={run}
                  perform={() =>
                    answer(
                      api.POST('/api/v1/venues/{venue}/settlement-runs/{run}/retry', {
                        params: { path: { venue, run } },
                      }),
                    )
                  }
                  refresh={[
                    ['settlement-runs', venue],
                    ['pending-settlement', venue],
                  ]}
                  onDone={({ settled, seq }) => setSaid(say('run.retry.done', { settled, seq }))}
                />
              ),
          },
        ]}
        empty={<Empty title={say('runs.none')}>{say('runs.none.next')}</Empty>}
      />
    </>
  );
}
