import { useQuery } from '@tanstack/react-query';
import { Progress } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { ActButton } from '../../parts/act-button';
import { Moment, ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { Asked, Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { Said } from './proposed';
import { settlementDayQuery } from './queries';
import { SettlementNav } from './settlement-nav';
import { words } from './settlement-words';

type Progressing = Told<'SettlementProgress'>;

/** A day's settlement run: each step, how far, and how many trades are in which state. */
export default function SettlementDayScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { day = '' } = useParams();
  const [said, setSaid] = useState<ReactNode>();
  return (
    <>
      <div className="screen-head">
        <h1>{say('day.title', { day })}</h1>
        <ZoneLabel />
      </div>
      <SettlementNav />
      <Said>{said}</Said>
      <Asked query={useQuery(settlementDayQuery(venue, day))}>
        {(progress) => (
          <>
            {progress === null ? (
              <Empty title={say('day.none')}>{say('day.none.next')}</Empty>
            ) : (
              <DaySheet progress={progress} />
            )}
            {progress?.state !== 'CONFIRMED' && (
              <div className="row">
                <ActButton
                  label={say('run.again')}
                  title={say('run.again')}
                  consequence={say('run.again.what', { day })}
                  facts={day}
                  perform={() =>
                    answer(
                      api.POST('/api/v1/venues/{venue}/settlement-days/{day}/runs', {
                        params: { path: { venue, day } },
                      }),
                    )
                  }
                  refresh={[['settlement-days', venue]]}
                  onDone={({ asked }) => setSaid(say('run.again.done', { asked }))}
                />
              </div>
            )}
          </>
        )}
      </Asked>
    </>
  );
}

function DaySheet({ progress }: { progress: Progressing }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { state, trades, undelivered, begunAt, changedAt, confirmedSeq, steps, states } = progress;
  return (
    <section className="sheet stack" aria-live="polite">
      <header>
        <h2>{say('progress')}</h2>
        <Mark tone={state === 'CONFIRMED' ? 'good' : 'warn'}>{wordOf(say, words, 'state', state)}</Mark>
        <span className="push" />
        <Link to={`/${venue}/operator/days/${progress.day}`}>{say('day.close')}</Link>
      </header>
      <dl className="facts">
        <dt>{say('trades')}</dt>
        <dd>{trades}</dd>
        <dt>{say('undelivered')}</dt>
        <dd>
          {undelivered ?? '—'}{' '}
          {(undelivered ?? 0) > 0 && <Link to={`/${venue}/operator/failures`}>{say('failures.open')}</Link>}
        </dd>
        <dt>{say('begun')}</dt>
        <dd>
          <Moment at={begunAt} />
        </dd>
        <dt>{say('changed')}</dt>
        <dd>
          <Moment at={changedAt} />
        </dd>
        <dt>{say('seq')}</dt>
        <dd>{confirmedSeq ?? '—'}</dd>
      </dl>
      <Steps steps={steps} />
      <h3>{say('by.state')}</h3>
      <dl className="facts">
        {Object.entries(states).map(([name, count]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{wordOf(say, words, 'trade', name)}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      {state !== 'CONFIRMED' && <p className="quiet">{say('leave')}</p>}
    </section>
  );
}

function Steps({ steps }: { steps: Progressing['steps'] }): ReactNode {
  const say = useWords(words);
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={say('progress')}>
      <table className="dense" data-testid="steps">
        <thead>
          <tr>
            <th>{say('step')}</th>
            <th style={{ minWidth: 140 }}>{say('progress')}</th>
            <th className="number">{say('done')}</th>
            <th className="number">{say('failed')}</th>
            <th className="number">{say('attempts')}</th>
            <th>{say('error')}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ step, done, total, failed, attempts, error }) => (
            <tr key={step}>
              <th scope="row">{wordOf(say, words, 'step', step)}</th>
              <td>
                <Progress
                  percent={total === 0 ? 100 : Math.floor((done * 100) / total)}
                  size="small"
                  {...(failed > 0 && { status: 'exception' as const })}
                  aria-label={wordOf(say, words, 'step', step)}
                />
              </td>
              <td className="number">
                {done} / {total}
              </td>
              <td className="number">{failed}</td>
              <td className="number">{attempts}</td>
              <td>{error || '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
