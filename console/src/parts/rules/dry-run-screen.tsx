import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { AccountName } from '../facts/names';
import { Amount } from '../figures';
import { Asked, Empty } from '../states';
import { words } from './words';

type Report = Told<'DryRunReport'>;
type Cell = ReactNode;

/** What the past would have been under a draft: as it was and as it would be, side by side. */
export default function DryRunScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const { draftId = '', dryRunId = '' } = useParams();
  const query = useQuery({
    queryKey: ['dry-runs', venue, draftId, dryRunId],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/rule-pack-drafts/{draft}/dry-runs/{dryRun}', {
          params: { path: { venue, draft: draftId, dryRun: dryRunId } },
          signal,
        }),
      ),
  });
  return (
    <Asked query={query}>
      {({ from, to, state, report }) => (
        <>
          <div className="screen-head">
            <h1>{say('run.title', { from, to })}</h1>
            <strong>{say(`run.state.${state}`)}</strong>
            <span className="push" />
            <Link to={`${desk}/rule-drafts/${draftId}`}>{say('run.back')}</Link>
          </div>
          {report !== undefined && <Found report={report} />}
        </>
      )}
    </Asked>
  );
}

function Found({ report }: { report: Report }): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const { was, will, refusals, decisions, trades, closes, amounts } = report;
  const counts = (['accepted', 'refused', 'trades', 'units'] as const).map((name) => [
    say(`run.${name}`),
    <Amount key="was" of={String(was[name])} />,
    <Amount key="will" of={String(will[name])} />,
  ]);
  const sums = (['value', 'fees'] as const).map((name) => [
    `${say(`run.${name}`)} (${currency})`,
    <Amount key="was" of={was[name]} />,
    <Amount key="will" of={will[name]} />,
  ]);
  const roads = [say('run.was'), say('run.will')];
  const priced = (trade: Report['trades']['shown'][number]['was']): Cell =>
    trade === null ? (
      say('run.none.trade')
    ) : (
      <>
        <Amount of={trade.price} /> × <Amount of={trade.quantity} />
      </>
    );
  return (
    <>
      <p className="quiet">
        {say('runs.commands', { count: report.commands })} · {say('run.instruments')}:{' '}
        {report.instruments.join(', ') || '—'}
      </p>
      <Differences title={say('run.totals')} heads={['', ...roads]} rows={[...counts, ...sums]} numbers={2} />
      <Differences
        title={say('run.refusals')}
        heads={[say('run.code'), ...roads]}
        rows={refusals.map(({ code, was: before, will: after }) => [
          <code key="code">{code}</code>,
          String(before),
          String(after),
        ])}
        numbers={2}
      />
      <Differences
        title={say('run.decisions')}
        of={decisions}
        heads={[say('run.record'), say('run.what'), say('run.account'), ...roads, say('run.rule')]}
        rows={decisions.shown.map((one) => [
          String(one.seq),
          one.kind,
          <AccountName key="account" id={one.accountId} />,
          one.was,
          one.will,
          one.rule ?? '—',
        ])}
      />
      <Differences
        title={say('run.trades.differ')}
        of={trades}
        heads={[say('run.record'), say('run.asset'), ...roads]}
        rows={trades.shown.map((one) => [String(one.seq), one.symbol, priced(one.was), priced(one.will)])}
        numbers={2}
      />
      <Differences
        title={`${say('run.closes')} (${currency})`}
        of={closes}
        heads={[say('runs.to'), say('run.asset'), ...roads]}
        rows={closes.shown.map((one) => [
          one.day,
          one.symbol,
          <Amount key="was" of={one.was} />,
          <Amount key="will" of={one.will} />,
        ])}
        numbers={2}
      />
      <Differences
        title={say('run.amounts')}
        of={amounts}
        heads={[say('run.account'), say('run.asset'), ...roads, say('run.moved')]}
        rows={amounts.shown.map((one) => [
          <AccountName key="account" id={one.accountId} />,
          one.asset === 'cash' ? currency : one.asset,
          <Amount key="was" of={one.was} />,
          <Amount key="will" of={one.will} />,
          <Amount key="moved" of={one.moved} />,
        ])}
        numbers={3}
      />
    </>
  );
}

function Differences({
  title,
  heads,
  rows,
  of,
  numbers = 0,
}: {
  title: string;
  heads: readonly string[];
  rows: readonly (readonly Cell[])[];
  of?: { readonly count: number; readonly shown: readonly unknown[] };
  /** How many of the last columns are figures. */
  numbers?: number;
}): ReactNode {
  const say = useWords(words);
  const isNumber = (at: number): string => (at >= heads.length - numbers ? 'number' : '');
  return (
    <section className="sheet stack">
      <header>
        <h2>{title}</h2>
        {of !== undefined && of.count > of.shown.length && (
          <span className="quiet">{say('run.shown', { count: of.count, shown: of.shown.length })}</span>
        )}
      </header>
      {rows.length === 0 ? (
        <Empty title={say('run.none')} />
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label={title}>
          <table className="dense">
            <thead>
              <tr>
                {heads.map((head, at) => (
                  <th key={head} className={isNumber(at)}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((cells, row) => (
                <tr key={row}>
                  {cells.map((cell, at) => (
                    <td key={heads[at]} className={isNumber(at)}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
