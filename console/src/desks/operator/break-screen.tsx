import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Link, useParams } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { ActButton } from '../../parts/act-button';
import { ShortText } from '../../parts/facts/copied-text';
import { PersonName } from '../../parts/facts/names';
import { Amount, Moment, ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { Asked } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import type { BreakActProps } from './break-act';
import { BreakCorrection } from './break-correction';
import { toneOfBreak } from './breaks-screen';
import { Proposed, Said } from './proposed';
import { ReconciliationNav } from './reconciliation-nav';
import { words } from './reconciliation-words';
import { About, assetOf } from './run-screen';

type Break = Told<'ReconciliationBreak'>;
/** A case: what differs, whose it is, why, and how it ends. */
export default function BreakScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { breakId = '' } = useParams();
  const [said, setSaid] = useState<ReactNode>();
  const mayAct = usePower('break.propose');
  const query = useQuery({
    queryKey: ['breaks', venue, 'one', breakId],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/breaks/{break}', {
          params: { path: { venue, break: breakId } },
          signal,
        }),
      ),
  });
  return (
    <>
      <Asked query={query}>
        {(one) => (
          <>
            <div className="screen-head">
              <h1>
                {wordOf(say, words, 'total', one.total)} · {wordOf(say, words, 'part', one.part)}
              </h1>
              <Mark tone={toneOfBreak(one.state)}>{wordOf(say, words, 'state', one.state)}</Mark>
              <ZoneLabel />
            </div>
            <ReconciliationNav />
            <Said>{said}</Said>
            <section className="sheet stack">
              <Facts one={one} />
              <p className="note warn">{say(`next.${one.state}`)}</p>
              {mayAct && one.state !== 'CLOSED' && (
                <div className="row">
                  <Assign one={one} onSaid={setSaid} />
                  {one.state !== 'CORRECTED' && <Explain one={one} onSaid={setSaid} />}
                  {one.state !== 'CORRECTED' && <Accept one={one} onSaid={setSaid} />}
                </div>
              )}
            </section>
            {mayAct && ['OPEN', 'EXPLAINED', 'ACCEPTED'].includes(one.state) && (
              <BreakCorrection one={one} onSaid={setSaid} />
            )}
          </>
        )}
      </Asked>
    </>
  );
}

function Facts({ one }: { one: Break }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <dl className="facts">
      <dt>{say('asset')}</dt>
      <dd>{assetOf(one.symbol, say('asset.cash'))}</dd>
      <dt>{say('about')}</dt>
      <dd>
        <About figure={one} />
      </dd>
      <dt>{say('one')}</dt>
      <dd>
        <Amount of={one.one} />
      </dd>
      <dt>{say('other')}</dt>
      <dd>
        <Amount of={one.other} />
      </dd>
      <dt>{say('difference')}</dt>
      <dd>
        <strong>
          <Amount of={one.difference} />
        </strong>
      </dd>
      <dt>{say('since')}</dt>
      <dd>
        {one.sinceDay} <span className="quiet">{say('age.days', { days: one.ageDays })}</span>
      </dd>
      <dt>{say('owner')}</dt>
      <dd>{one.owner || '—'}</dd>
      <dt>{say('explanation')}</dt>
      <dd>
        {one.explanation || '—'} {one.explainedBy !== '' && <PersonName id={one.explainedBy} />}
      </dd>
      {one.dueDay !== '' && (
        <>
          <dt>{say('due')}</dt>
          <dd>{one.dueDay}</dd>
        </>
      )}
      {one.proposalId !== null && (
        <>
          <dt>{say('proposal')}</dt>
          <dd>
            <Link to={`/${venue}/operator/approvals/${one.proposalId}`}>{say('proposal.open')}</Link>
          </dd>
        </>
      )}
      <dt>{say('found')}</dt>
      <dd>
        {say('run.title', { run: one.foundByRun })}, <Moment at={one.foundAt} />
      </dd>
      <dt>{say('seen')}</dt>
      <dd>
        {say('run.title', { run: one.lastSeenByRun })} {one.isGone && say('gone')}
      </dd>
      <dt>{say('id')}</dt>
      <dd>
        <ShortText of={one.breakId} />
      </dd>
    </dl>
  );
}

function useParts(one: Break) {
  const venue = useVenue();
  return {
    venue,
    refresh: [
      ['breaks', venue],
      ['proposals', venue],
      ['inbox', venue],
    ],
    params: (key: string) => ({
      path: { venue, break: one.breakId },
      header: { 'Idempotency-Key': key },
    }),
  };
}

function Assign({ one, onSaid }: BreakActProps): ReactNode {
  const say = useWords(words);
  const { refresh, params } = useParts(one);
  return (
    <ActButton
      label={say('assign')}
      title={say('assign')}
      consequence={say('assign.what')}
      reason={say('owner')}
      facts={one.breakId}
      refresh={refresh}
      perform={(owner, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/breaks/{break}/assign', {
            params: params(key),
            body: { owner },
          }),
        )
      }
      onDone={({ owner, seq }) => onSaid(say('assign.done', { owner, seq }))}
    />
  );
}

function Explain({ one, onSaid }: BreakActProps): ReactNode {
  const say = useWords(words);
  const { refresh, params } = useParts(one);
  return (
    <ActButton
      label={say('explain')}
      title={say('explain')}
      consequence={say('explain.what')}
      reason={say('explanation')}
      isPrimary={one.state === 'OPEN'}
      facts={one.breakId}
      refresh={refresh}
      perform={(explanation, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/breaks/{break}/explain', {
            params: params(key),
            body: { explanation },
          }),
        )
      }
      onDone={({ seq }) => onSaid(say('explain.done', { seq }))}
    />
  );
}

function Accept({ one, onSaid }: BreakActProps): ReactNode {
  const say = useWords(words);
  const id = useId();
  const [dueDay, setDueDay] = useState('');
  const { refresh, params } = useParts(one);
  return (
    <ActButton
      label={say('accept')}
      title={say('accept')}
      act={say('accept.act')}
      consequence={
        <div className="stack">
          <p>{say('accept.what', { difference: one.difference })}</p>
          <label htmlFor={id}>
            {say('due')}
            <Input id={id} type="date" value={dueDay} onChange={({ target }) => setDueDay(target.value)} />
          </label>
        </div>
      }
      reason={say('reason')}
      isReady={dueDay !== ''}
      needsSecondPerson
      facts={[one.breakId, dueDay]}
      refresh={refresh}
      perform={(reason, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/breaks/{break}/accept', {
            params: params(key),
            body: { dueDay, reason },
          }),
        )
      }
      onDone={(made) => onSaid(<Proposed made={made} />)}
    />
  );
}
