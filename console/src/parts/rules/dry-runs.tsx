import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import { useAct } from '../../api/use-act';
import { todayOf } from '../../format/instant';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { Moment } from '../figures';
import { LongJob } from '../long-job';
import { RefusalNote } from '../refusal-note';
import { Asked, Empty } from '../states';
import { words } from './words';

const RUNS = 50;
const LOOK_AGAIN_MS = 1_500;

/** Dry runs of a draft: a worker does them, the page may be left, the address of each result can be kept. */
export function DryRuns({ draftId, isOpen }: { draftId: string; isOpen: boolean }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const mayPropose = usePower('rules.propose');
  const mayApprove = usePower('rules.approve');
  const query = useQuery({
    queryKey: ['dry-runs', venue, draftId],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/rule-pack-drafts/{draft}/dry-runs', {
          params: { path: { venue, draft: draftId }, query: { limit: RUNS } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data?.items.some((run) => run.state === 'WAITING' || run.state === 'RUNNING') === true
        ? LOOK_AGAIN_MS
        : false,
  });
  return (
    <section className="sheet stack">
      <h2>{say('runs')}</h2>
      <p className="quiet">{say('runs.what')}</p>
      {isOpen && (mayPropose || mayApprove) && <Asking draftId={draftId} />}
      <Asked query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('runs.none')} />
          ) : (
            <ul className="stack" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
              {items.map((run) => {
                const period = say('runs.period', { from: run.from, to: run.to });
                const isRunning = run.state === 'WAITING' || run.state === 'RUNNING';
                return (
                  <li key={run.dryRunId} data-run={run.state}>
                    {isRunning ? (
                      <LongJob
                        title={period}
                        state="running"
                        text={<p>{say('runs.commands', { count: run.commands })}</p>}
                      />
                    ) : (
                      <div className="row">
                        <strong>{period}</strong>
                        <span>{say(`run.state.${run.state}`)}</span>
                        <span className="quiet">{say('runs.commands', { count: run.commands })}</span>
                        <Moment at={run.askedAt} style="minute" />
                        {run.state === 'DONE' && (
                          <Link to={`${desk}/rule-drafts/${draftId}/dry-runs/${run.dryRunId}`}>
                            {say('runs.open')}
                          </Link>
                        )}
                        {run.error !== undefined && <span className="note bad">{run.error}</span>}
                      </div>
                    )}
                  </li>
                );
              })}
            </ul>
          )
        }
      </Asked>
    </section>
  );
}

function Asking({ draftId }: { draftId: string }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const id = useId();
  const [period, setPeriod] = useState(() => {
    const today = todayOf(new Date());
    return { from: today, to: today };
  });
  const asking = useAct({
    act: (body: { from: string; to: string }) =>
      answer(
        api.POST('/api/v1/venues/{venue}/rule-pack-drafts/{draft}/dry-runs', {
          params: { path: { venue, draft: draftId } },
          body,
        }),
      ),
    refresh: [['dry-runs', venue]],
  });
  return (
    <>
      <div className="row">
        {(['from', 'to'] as const).map((end) => (
          <label key={end} htmlFor={`${id}-${end}`}>
            {say(`runs.${end}`)}
            <Input
              id={`${id}-${end}`}
              type="date"
              value={period[end]}
              onChange={({ target }) => target.value !== '' && setPeriod({ ...period, [end]: target.value })}
            />
          </label>
        ))}
        <Button loading={asking.isRunning} onClick={() => asking.run(period)}>
          {say('runs.ask')}
        </Button>
      </div>
      <RefusalNote refusal={asking.refusal} />
    </>
  );
}
