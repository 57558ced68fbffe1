import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { usePower } from '../../api/session';
import { ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { Asked } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { InstrumentStates } from './instrument-states';
import { lastRunQuery, liveBreaksQuery } from './queries';
import { TodayTiles } from './today-tiles';
import './operator.css';
import { words } from './today-words';
import { TotalsTable } from './totals-table';

/** The first question of whoever runs the market: does today tie out? */
export default function TodayScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const base = `/${venue}/operator`;
  return (
    <>
      <div className="screen-head">
        <h1>{say('today.title')}</h1>
        <ZoneLabel />
      </div>
      <Verdict />
      <TodayTiles />
      <div className="columns">
        <section className="sheet stack">
          <header>
            <h2>{say('today.instruments')}</h2>
            <span className="push" />
            {usePower('session.run') && <Link to={`${base}/sessions`}>{say('today.sessions.open')}</Link>}
          </header>
          <InstrumentStates />
        </section>
        <section className="sheet stack">
          <header>
            <h2>{say('today.totals')}</h2>
            <span className="push" />
            <Link to={`${base}/reconciliation`}>{say('today.totals.open')}</Link>
          </header>
          <Asked query={useQuery(lastRunQuery(venue))}>
            {(run) =>
              run === null ? (
                <p className="quiet">{say('today.totals.none')}</p>
              ) : (
                <>
                  <p className="quiet">{say('today.totals.of', { run: run.run, day: run.day })}</p>
                  <TotalsTable totals={run.totals} />
                </>
              )
            }
          </Asked>
        </section>
      </div>
    </>
  );
}

/** Yes or no, and why: the last run of the four totals and the cases that are open now. */
function Verdict(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const run = useQuery(lastRunQuery(venue));
  const breaks = useQuery(liveBreaksQuery(venue));
  return (
    <Asked query={run}>
      {(last) => (
        <Asked query={breaks}>
          {({ items, next }) => {
            if (items.length > 0)
              return (
                <p className="note bad verdict" data-testid="verdict">
                  <Mark tone="bad">{say('verdict.no')}</Mark>{' '}
                  {say('verdict.no.why', { count: `${items.length}${next === undefined ? '' : '+'}` })}{' '}
                  <Link to={`/${venue}/operator/reconciliation/breaks?breaks.state=live`}>
                    {say('verdict.open')}
                  </Link>
                </p>
              );
            return last === null ? (
              <p className="note warn verdict" data-testid="verdict">
                <Mark tone="warn">{say('verdict.unknown')}</Mark> {say('verdict.unknown.why')}
              </p>
            ) : (
              <p className="note good verdict" data-testid="verdict">
                <Mark tone="good">{say('verdict.yes')}</Mark>{' '}
                {say('verdict.yes.why', { run: last.run, compared: last.compared, seq: last.asOfSeq })}
              </p>
            );
          }}
        </Asked>
      )}
    </Asked>
  );
}
