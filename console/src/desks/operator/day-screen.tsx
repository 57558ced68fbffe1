import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { answer, api } from '../../api/client';
import { download } from '../../api/download';
import { asRefusal } from '../../api/refusal';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { WholeText } from '../../parts/facts/copied-text';
import { Moment, ZoneLabel } from '../../parts/figures';
import { type JobShown, LongJob } from '../../parts/long-job';
import { RefusalNote } from '../../parts/refusal-note';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './days-words';
import './operator.css';
import { sessionQuery } from '../../parts/market-queries';
import { dayReportQuery, logsQuery, settlementDayQuery, WATCH_MS } from './queries';
import { TotalsTable } from './totals-table';

type Run = Told<'Reconciliation'>;

/** The closing run of a day: there is one at most. */
const closingRunQuery = (venue: string, day: string) =>
  queryOptions({
    queryKey: ['reconciliations', venue, 'closing', day],
    queryFn: async ({ signal }): Promise<Run | null> => {
      const { items } = await answer(
        api.GET('/api/v1/venues/{venue}/reconciliations', {
          params: { path: { venue }, query: { kind: 'close', from: day, to: day, limit: 1 } },
          signal,
        }),
      );
      return items[0] ?? null;
    },
    refetchInterval: ({ state }) => ((state.data ?? null) === null ? WATCH_MS : false),
  });

/** The close of a day: four steps that follow each other by themselves, and where they are. */
export default function DayScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { day = '' } = useParams();
  const session = useQuery(sessionQuery(venue)).data;
  const report = useQuery(dayReportQuery(venue, day)).data ?? undefined;
  const isOpen = session?.tradingDay === day && session.status !== 'CLOSED';
  return (
    <>
      <div className="screen-head">
        <h1>{say('day.title', { day })}</h1>
        <ZoneLabel />
        <span className="push" />
        <Link to={`/${venue}/operator/days`}>{say('back')}</Link>
      </div>
      {isOpen ? (
        <p className="note warn">
          {say('still.open')} <Link to={`/${venue}/operator/sessions`}>{say('still.open.go')}</Link>
        </p>
      ) : (
        <ol className="steps" data-testid="day-steps">
          <Settled day={day} />
          <Reconciled day={day} report={report} />
          <Reported day={day} report={report} />
          <Checkpointed report={report} />
        </ol>
      )}
    </>
  );
}

function Step(props: JobShown): ReactNode {
  return (
    <li data-state={props.state}>
      <LongJob {...props} />
    </li>
  );
}

function Settled({ day }: { day: string }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const isClearing = usePower('settlement.run');
  const { data: progress } = useQuery({ ...settlementDayQuery(venue, day), enabled: isClearing });
  if (!isClearing) return null;
  if (progress === undefined || progress === null)
    return (
      <Step title={say('step.settlement')} state="running" text={<p>{say('step.settlement.before')}</p>} />
    );
  const { state, trades, undelivered, steps } = progress;
  return (
    <Step
      title={say('step.settlement')}
      state={state === 'CONFIRMED' ? 'done' : 'running'}
      done={steps.reduce((sum, { done }) => sum + done, 0)}
      all={steps.reduce((sum, { total }) => sum + total, 0)}
      text={
        <p>
          {say('step.settlement.more', { trades, undelivered: undelivered ?? '…' })}{' '}
          <Link to={`/${venue}/operator/settlement/days/${day}`}>{say('open')}</Link>
        </p>
      }
    />
  );
}

interface StepProps {
  readonly day: string;
  readonly report: Told<'OpenDayReport'> | undefined;
}

function Reconciled({ day, report }: StepProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { data: found } = useQuery(closingRunQuery(venue, day));
  const { data: named } = useQuery({
    queryKey: ['reconciliations', venue, 'one', report?.run ?? 0],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/reconciliations/{run}', {
          params: { path: { venue, run: String(report!.run) } },
          signal,
        }),
      ),
    enabled: report !== undefined,
  });
  const run = named ?? found;
  if (run === undefined || run === null)
    return <Step title={say('step.run')} state="running" text={<p>{say('step.run.before')}</p>} />;
  return (
    <Step
      title={say('step.run')}
      state="done"
      text={
        <>
          <p>
            {say('step.run.more', { run: run.run, compared: run.compared, breaks: run.breaks })}{' '}
            <Link to={`/${venue}/operator/reconciliation/runs/${run.run}`}>{say('open')}</Link>
          </p>
          <TotalsTable totals={run.totals} />
        </>
      }
    />
  );
}

function Reported({ day, report }: StepProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const fetching = useMutation({
    mutationFn: () =>
      download(
        `/api/v1/venues/${venue}/day-reports/${day}/text`,
        {},
        {
          accept: 'text/plain',
          name: `day-report-${day}.txt`,
        },
      ),
  });
  if (report === undefined)
    return <Step title={say('step.report')} state="running" text={<p>{say('step.report.before')}</p>} />;
  return (
    <Step
      title={say('step.report')}
      state="done"
      text={
        <>
          <p>
            {say('step.report.more', { seq: report.seq })} <Moment at={report.at} />
          </p>
          <Figures of={report.open} />
          <dl className="facts">
            <dt>{say('hash.open')}</dt>
            <dd>
              <WholeText of={report.openHash} />
            </dd>
            <dt>{say('hash.full')}</dt>
            <dd>
              <WholeText of={report.fullHash} />
            </dd>
          </dl>
          <div className="row">
            <Button loading={fetching.isPending} onClick={() => fetching.mutate()}>
              {say('report.text')}
            </Button>
          </div>
          {fetching.error !== null && <RefusalNote refusal={asRefusal(fetching.error)} />}
        </>
      }
    />
  );
}

interface InstrumentOfReport {
  readonly symbol: string;
  readonly unit: string;
  readonly open: string | null;
  readonly high: string | null;
  readonly low: string | null;
  readonly close: string | null;
  readonly volume: string;
  readonly value: string;
  readonly trades: number;
}
const PRICES = ['open', 'high', 'low', 'close'] as const;

/** What the report's public part says of each instrument, as it was hashed. */
function Figures({ of }: { of: string }): ReactNode {
  const say = useWords(words);
  const { instruments } = JSON.parse(of) as { readonly instruments: readonly InstrumentOfReport[] };
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={say('figures')}>
      <table className="dense">
        <thead>
          <tr>
            <th>{say('instrument')}</th>
            {PRICES.map((price) => (
              <th key={price} className="number">
                {say(`price.${price}`)}
              </th>
            ))}
            <th className="number">{say('volume')}</th>
            <th className="number">{say('value')}</th>
            <th className="number">{say('trades')}</th>
          </tr>
        </thead>
        <tbody>
          {instruments.map((one) => (
            <tr key={one.symbol}>
              <th scope="row">{one.symbol}</th>
              {PRICES.map((price) => (
                <td key={price} className="number">
                  {one[price] ?? '—'}
                </td>
              ))}
              <td className="number">
                {one.volume} <span className="quiet">{one.unit}</span>
              </td>
              <td className="number">{one.value}</td>
              <td className="number">{one.trades}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Checkpointed({ report }: Pick<StepProps, 'report'>): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const log = useQuery(logsQuery).data?.items.find(({ name }) => name === venue);
  const isDone = report !== undefined && log !== undefined && log.size >= report.seq;
  return (
    <Step
      title={say('step.checkpoint')}
      state={isDone ? 'done' : 'running'}
      text={
        <p>
          {isDone
            ? say('step.checkpoint.more', { size: log.size, seq: report.seq })
            : say('step.checkpoint.before')}{' '}
          <Link to={`/${venue}/operator/health`}>{say('open')}</Link>
        </p>
      }
    />
  );
}
