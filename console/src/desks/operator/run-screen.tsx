import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { ShortText, WholeText } from '../../parts/facts/copied-text';
import { AccountName } from '../../parts/facts/names';
import { Amount, Moment, ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { PagedTable } from '../../parts/paged-table';
import { Asked, Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { ReconciliationNav } from './reconciliation-nav';
import { words } from './reconciliation-words';
import { TotalsTable } from './totals-table';

type Figure = Told<'ReconciliationFigure'>;
export const TOTALS = ['UNITS', 'CASH', 'SUPPLY', 'TRADES', 'ALL'] as const;

/** One run: its sums, and every figure that it compared. */
export default function RunScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { run = '' } = useParams();
  const query = useQuery({
    queryKey: ['reconciliations', venue, 'one', run],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/reconciliations/{run}', {
          params: { path: { venue, run } },
          signal,
        }),
      ),
  });
  return (
    <>
      <div className="screen-head">
        <h1>{say('run.title', { run })}</h1>
        <ZoneLabel />
      </div>
      <ReconciliationNav />
      <Asked query={query}>
        {({ day, isClose, asOfSeq, at, figuresHash, totals }) => (
          <section className="sheet stack">
            <dl className="facts">
              <dt>{say('day')}</dt>
              <dd>{day}</dd>
              <dt>{say('kind')}</dt>
              <dd>{say(isClose ? 'kind.close' : 'kind.now')}</dd>
              <dt>{say('seq')}</dt>
              <dd>{asOfSeq}</dd>
              <dt>{say('at')}</dt>
              <dd>
                <Moment at={at} />
              </dd>
              <dt>{say('hash')}</dt>
              <dd>
                <WholeText of={figuresHash} />
              </dd>
            </dl>
            <TotalsTable totals={totals} />
          </section>
        )}
      </Asked>
      <section className="sheet stack">
        <h2>{say('figures')}</h2>
        <PagedTable<Figure>
          name={`figures-${run}`}
          label={say('figures')}
          rowKey={figureKey}
          load={({ limit, after, filters, signal }) =>
            answer(
              api.GET('/api/v1/venues/{venue}/reconciliations/{run}/figures', {
                params: {
                  path: { venue, run },
                  query: {
                    limit,
                    ...(after !== undefined && { after }),
                    ...(filters as { total?: Figure['total']; different?: 'true' }),
                  },
                },
                signal,
              }),
            )
          }
          filters={[
            {
              field: 'total',
              label: say('total'),
              options: TOTALS.map((value) => ({ value, label: say(`total.${value}`) })),
            },
            {
              field: 'different',
              label: say('verdict'),
              options: [{ value: 'true', label: say('only.different') }],
            },
          ]}
          columns={[
            { title: say('total'), render: (_, { total }) => wordOf(say, words, 'total', total) },
            { title: say('part'), render: (_, { part }) => wordOf(say, words, 'part', part) },
            { title: say('about'), render: (_, figure) => <About figure={figure} /> },
            { title: say('asset'), render: (_, { symbol }) => assetOf(symbol, say('asset.cash')) },
            { title: say('one'), align: 'right', render: (_, { one }) => <Amount of={one} /> },
            { title: say('other'), align: 'right', render: (_, { other }) => <Amount of={other} /> },
            {
              title: say('difference'),
              align: 'right',
              render: (_, { difference, one, other }) => (
                <Mark tone={one === other ? 'good' : 'bad'}>
                  <Amount of={difference} />
                </Mark>
              ),
            },
          ]}
          empty={<Empty title={say('figures.none')}>{say('figures.none.next')}</Empty>}
        />
      </section>
    </>
  );
}

function figureKey({ total, part, symbol, accountId, venueAccount, lineId, bankAccountId }: Figure): string {
  return [total, part, symbol, accountId, venueAccount, lineId, bankAccountId].join(' ');
}

export const assetOf = (symbol: string | null, cash: string): string =>
  symbol === null ? '—' : symbol === 'cash' ? cash : symbol;

/** Whose figure it is: an account, one of the venue's own, a line of the bank or a bank account. */
export function About({
  figure: { accountId, venueAccount, lineId, bankAccountId },
}: {
  figure: Pick<Figure, 'accountId' | 'venueAccount' | 'lineId' | 'bankAccountId'>;
}): ReactNode {
  const say = useWords(words);
  if (accountId !== null) return <AccountName id={accountId} />;
  return (
    <>
      {venueAccount !== null && wordOf(say, words, 'venue', venueAccount)}{' '}
      {(lineId !== null || bankAccountId !== null) && <ShortText of={lineId ?? bankAccountId} />}
      {venueAccount === null && lineId === null && bankAccountId === null && '—'}
    </>
  );
}
