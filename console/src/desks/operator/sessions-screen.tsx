import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { todayOf } from '../../format/instant';
import { ActButton } from '../../parts/act-button';
import { ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { Asked } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { HaltButtons } from './halting';
import { InstrumentStates } from './instrument-states';
import './operator.css';
import { Said } from './proposed';
import { sessionQuery } from '../../parts/market-queries';
import { words } from './sessions-words';

type Session = Told<'TradingSession'>;
const DAY_MS = 86_400_000;

/** The hand on the clock and on the brake. */
export default function SessionsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [said, setSaid] = useState<ReactNode>();
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
      </div>
      <Said>{said}</Said>
      <Asked query={useQuery(sessionQuery(venue))}>
        {(session) => <Day session={session} onSaid={setSaid} />}
      </Asked>
      <section className="sheet stack">
        <h2>{say('instruments')}</h2>
        <InstrumentStates onSaid={setSaid} />
        <p className="quiet">{say('halts.policy')}</p>
      </section>
    </>
  );
}

function Day({ session, onSaid }: { session: Session; onSaid: (said: ReactNode) => void }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const mayRun = usePower('session.run');
  const { tradingDay, status, haltReason, tradesWaitingForSettlement } = session;
  const isOpen = status !== 'CLOSED';
  return (
    <section className="sheet stack">
      <header>
        <h2>{tradingDay === null ? say('day.none') : say('day', { day: tradingDay })}</h2>
        <Mark tone={status === 'OPEN' ? 'good' : status === 'HALTED' ? 'bad' : 'quiet'}>
          {wordOf(say, words, 'state', status)}
        </Mark>
        {haltReason !== '' && <span className="quiet">{say('halt.why', { reason: haltReason })}</span>}
      </header>
      <dl className="facts">
        <dt>{say('waiting')}</dt>
        <dd>{tradesWaitingForSettlement}</dd>
        <dt>{say('packs')}</dt>
        <dd>{session.rulePacks.join(', ')}</dd>
      </dl>
      <p className="quiet">{say('calendar')}</p>
      <div className="row">
        {mayRun && isOpen && tradingDay !== null && (
          <CloseDay day={tradingDay} waiting={tradesWaitingForSettlement} onSaid={onSaid} />
        )}
        {mayRun && !isOpen && <OpenDay after={tradingDay} onSaid={onSaid} />}
        <HaltButtons symbol={null} isHalted={haltReason !== ''} onSaid={onSaid} />
        {tradingDay !== null && <Link to={`/${venue}/operator/days/${tradingDay}`}>{say('day.close')}</Link>}
      </div>
    </section>
  );
}

function CloseDay({
  day,
  waiting,
  onSaid,
}: {
  day: string;
  waiting: number;
  onSaid: (said: ReactNode) => void;
}): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <ActButton
      label={say('close')}
      title={say('close.title', { day })}
      act={say('close.act')}
      consequence={say('close.what', { day, waiting })}
      isDestructive
      typeToConfirm={day}
      facts={day}
      perform={(_, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/trading-days/close', {
            params: { path: { venue }, header: { 'Idempotency-Key': key } },
            body: { day },
          }),
        )
      }
      refresh={[
        ['session', venue],
        ['settlement-days', venue],
        ['ticker', venue],
        ['orders', venue],
      ]}
      onDone={({ ordersExpired, seq }) =>
        onSaid(
          <>
            {say('close.done', { day, count: ordersExpired, seq })}{' '}
            <Link to={`/${venue}/operator/days/${day}`}>{say('close.follow')}</Link>
          </>,
        )
      }
    />
  );
}

function OpenDay({ after, onSaid }: { after: string | null; onSaid: (said: ReactNode) => void }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const id = useId();
  const [day, setDay] = useState(() => nextOf(after));
  return (
    <>
      <label htmlFor={id}>
        {say('open.day')}
        <Input id={id} type="date" value={day} onChange={({ target }) => setDay(target.value)} />
      </label>
      <ActButton
        label={say('open')}
        title={say('open.title', { day })}
        act={say('open.act')}
        consequence={say('open.what', { day })}
        isPrimary
        isReady={day !== ''}
        facts={day}
        perform={(_, key) =>
          answer(
            api.POST('/api/v1/venues/{venue}/trading-days/open', {
              params: { path: { venue }, header: { 'Idempotency-Key': key } },
              body: { day },
            }),
          )
        }
        refresh={[
          ['session', venue],
          ['ticker', venue],
        ]}
        onDone={({ seq }) => onSaid(say('open.done', { day, seq }))}
      />
    </>
  );
}

/** The calendar day after the last trading day, or today when that is later: a proposal for the field, no more. */
function nextOf(after: string | null): string {
  const today = todayOf(new Date());
  if (after === null || after < today) return today;
  return new Date(Date.parse(`${after}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}
