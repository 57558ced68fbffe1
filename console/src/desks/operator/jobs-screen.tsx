import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { ActButton } from '../../parts/act-button';
import { Moment, ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { PagedTable } from '../../parts/paged-table';
import { Asked, Empty } from '../../parts/states';
import { useWords, wordOf } from '../../words/define-words';
import { words } from './jobs-words';
import './operator.css';
import { Said } from './proposed';
import { LOOK_AGAIN_MS } from './queries';

type Job = Told<'Job'>;
/** What asks for somebody stands first. */
const STATES = [
  'failed',
  'waiting',
  'active',
  'delayed',
  'prioritized',
  'waiting-children',
  'completed',
] as const;
type JobState = (typeof STATES)[number];

/** What waits in the queues, what died, once more, no more. */
export default function JobsScreen(): ReactNode {
  const say = useWords(words);
  const [params, setParams] = useSearchParams();
  const [said, setSaid] = useState<ReactNode>();
  const queues = useQuery({
    queryKey: ['job-queues'],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/job-queues', { signal })),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const all = queues.data?.items ?? [];
  const chosen = params.get('queue') ?? (all.find(({ jobs }) => (jobs.failed ?? 0) > 0) ?? all[0])?.queue;
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
      </div>
      <Said>{said}</Said>
      <section className="sheet stack">
        <Asked query={queues}>
          {({ items }) => (
            <div className="scroll" tabIndex={0} role="region" aria-label={say('queues')}>
              <table className="dense" data-testid="queues">
                <thead>
                  <tr>
                    <th>{say('queue')}</th>
                    <th>{say('state')}</th>
                    {STATES.map((state) => (
                      <th key={state} className="number">
                        {say(`job.${state}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {items.map(({ queue, isPaused, jobs }) => (
                    <tr key={queue}>
                      <th scope="row">
                        <button
                          type="button"
                          className="as-link"
                          aria-pressed={queue === chosen}
                          onClick={() => setParams({ queue })}
                        >
                          {wordOf(say, words, 'queue', queue)}
                        </button>
                      </th>
                      <td>
                        <Mark tone={isPaused ? 'warn' : 'good'}>{say(isPaused ? 'paused' : 'working')}</Mark>
                      </td>
                      {STATES.map((state) => (
                        <td key={state} className="number">
                          {state === 'failed' && (jobs.failed ?? 0) > 0 ? (
                            <Mark tone="bad">{jobs.failed}</Mark>
                          ) : (
                            (jobs[state] ?? 0)
                          )}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Asked>
        <p className="quiet">{say('what')}</p>
      </section>
      {chosen !== undefined && <Jobs key={chosen} queue={chosen} onSaid={setSaid} />}
    </>
  );
}

function Jobs({ queue, onSaid }: { queue: string; onSaid: (said: ReactNode) => void }): ReactNode {
  const say = useWords(words);
  const title = say('jobs.of', { queue: wordOf(say, words, 'queue', queue) });
  return (
    <section className="sheet stack">
      <h2>{title}</h2>
      <PagedTable<Job>
        name={`jobs-${queue}`}
        label={title}
        rowKey={({ job }) => job}
        refetchInterval={LOOK_AGAIN_MS}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/job-queues/{queue}/jobs', {
              params: {
                path: { queue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  state: (filters['state'] as JobState | undefined) ?? 'failed',
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
            none: say('job.failed'),
            options: STATES.filter((state) => state !== 'failed').map((value) => ({
              value,
              label: say(`job.${value}`),
            })),
          },
        ]}
        columns={[
          { title: say('job'), render: (_, { job }) => <code>{job}</code> },
          { title: say('name'), dataIndex: 'name' },
          { title: say('state'), render: (_, { state }) => wordOf(say, words, 'job', state) },
          { title: say('act'), render: (_, job) => <Acts queue={queue} job={job} onSaid={onSaid} /> },
          {
            title: say('error'),
            render: (_, { error }) => (
              <div style={{ maxWidth: 280, whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                {error || '—'}
              </div>
            ),
          },
          { title: say('attempts'), align: 'right', dataIndex: 'attempts' },
          { title: say('stalled'), align: 'right', dataIndex: 'stalled' },
          { title: say('added'), render: (_, { addedAt }) => <Moment at={addedAt} style="minute" /> },
          {
            title: say('finished'),
            render: (_, { finishedAt }) => <Moment at={finishedAt} style="minute" />,
          },
        ]}
        empty={<Empty title={say('jobs.none')}>{say('jobs.none.next')}</Empty>}
      />
    </section>
  );
}

function Acts({
  queue,
  job: { job, state },
  onSaid,
}: {
  queue: string;
  job: Job;
  onSaid: (said: ReactNode) => void;
}): ReactNode {
  const say = useWords(words);
  const refresh = [['job-queues'], [`jobs-${queue}`]];
  const params = { path: { queue, job } };
  return (
    <div className="row">
      {state === 'failed' && (
        <ActButton
          label={say('retry')}
          title={say('retry.title', { job })}
          consequence={say('retry.what')}
          reason={say('reason')}
          size="small"
          facts={job}
          perform={(reason) =>
            answer(api.POST('/api/v1/job-queues/{queue}/jobs/{job}/retry', { params, body: { reason } }))
          }
          refresh={refresh}
          onDone={() => onSaid(say('retry.done', { job }))}
        />
      )}
      {state !== 'active' && state !== 'completed' && (
        <ActButton
          label={say('cancel')}
          title={say('cancel.title', { job })}
          consequence={say('cancel.what')}
          reason={say('reason')}
          size="small"
          isDestructive
          facts={job}
          perform={(reason) =>
            answer(api.POST('/api/v1/job-queues/{queue}/jobs/{job}/cancel', { params, body: { reason } }))
          }
          refresh={refresh}
          onDone={() => onSaid(say('cancel.done', { job }))}
        />
      )}
    </div>
  );
}
