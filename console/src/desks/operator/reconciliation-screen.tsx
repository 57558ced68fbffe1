import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { ActButton } from '../../parts/act-button';
import { Moment, ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { useDayFilters } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { Asked, Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { Said } from './proposed';
import { lastRunQuery } from './queries';
import { ReconciliationNav } from './reconciliation-nav';
import { words } from './reconciliation-words';
import { TotalsTable } from './totals-table';

/** The four totals: the last run, all runs, and one now. */
export default function ReconciliationScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [said, setSaid] = useState<ReactNode>();
  const mayRun = usePower('reconciliation.run');
  const runs = `/${venue}/operator/reconciliation/runs`;
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
      </div>
      <ReconciliationNav />
      <Said>{said}</Said>
      <section className="sheet stack">
        <header>
          <h2>{say('last')}</h2>
          <span className="push" />
          {mayRun && (
            <ActButton
              label={say('run.now')}
              title={say('run.now')}
              consequence={say('run.now.what')}
              isPrimary
              perform={(_, key) =>
                answer(
                  api.POST('/api/v1/venues/{venue}/reconciliations', {
                    params: { path: { venue }, header: { 'Idempotency-Key': key } },
                  }),
                )
              }
              refresh={[
                ['reconciliations', venue],
                ['breaks', venue],
                ['session', venue],
              ]}
              onDone={({ run, breaks, open }) => setSaid(say('run.done', { run, breaks, open }))}
            />
          )}
        </header>
        <Asked query={useQuery(lastRunQuery(venue))}>
          {(run) =>
            run === null ? (
              <Empty title={say('runs.none')}>{say('runs.none.next')}</Empty>
            ) : (
              <>
                <p className="quiet">
                  {say('run.of', { run: run.run, day: run.day, seq: run.asOfSeq })}{' '}
                  <Link to={`${runs}/${run.run}`}>{say('figures.open')}</Link>
                </p>
                <TotalsTable totals={run.totals} />
              </>
            )
          }
        </Asked>
      </section>
      <section className="sheet stack">
        <h2>{say('runs')}</h2>
        <PagedTable<Told<'Reconciliation'>>
          name="reconciliations"
          label={say('runs')}
          rowKey={({ run }) => String(run)}
          load={({ limit, after, filters, signal }) =>
            answer(
              api.GET('/api/v1/venues/{venue}/reconciliations', {
                params: {
                  path: { venue },
                  query: {
                    limit,
                    ...(after !== undefined && { after }),
                    ...(filters as { kind?: 'now'; different?: 'true'; from?: string; to?: string }),
                  },
                },
                signal,
              }),
            )
          }
          filters={[
            {
              field: 'kind',
              label: say('kind'),
              options: (['close', 'now'] as const).map((value) => ({ value, label: say(`kind.${value}`) })),
            },
            {
              field: 'different',
              label: say('different'),
              options: [{ value: 'true', label: say('different.only') }],
            },
            ...useDayFilters(),
          ]}
          columns={[
            { title: say('run'), render: (_, { run }) => <Link to={`${runs}/${run}`}>{run}</Link> },
            { title: say('day'), dataIndex: 'day' },
            { title: say('kind'), render: (_, { isClose }) => say(isClose ? 'kind.close' : 'kind.now') },
            { title: say('at'), render: (_, { at }) => <Moment at={at} /> },
            { title: say('seq'), align: 'right', dataIndex: 'asOfSeq' },
            { title: say('compared'), align: 'right', dataIndex: 'compared' },
            {
              title: say('different'),
              align: 'right',
              render: (_, { breaks }) => <Mark tone={breaks === 0 ? 'good' : 'bad'}>{breaks}</Mark>,
            },
          ]}
          empty={<Empty title={say('runs.none')}>{say('runs.none.next')}</Empty>}
        />
      </section>
    </>
  );
}
