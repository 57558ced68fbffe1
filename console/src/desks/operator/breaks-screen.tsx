import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { Amount, ZoneLabel } from '../../parts/figures';
import { Mark, type Tone } from '../../parts/mark';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { ReconciliationNav } from './reconciliation-nav';
import { words } from './reconciliation-words';
import { About, assetOf, TOTALS } from './run-screen';

type Break = Told<'ReconciliationBreak'>;
const STATES = ['live', 'OPEN', 'EXPLAINED', 'CORRECTED', 'ACCEPTED', 'CLOSED'] as const;
export const toneOfBreak = (state: string): Tone =>
  state === 'CLOSED' ? 'good' : state === 'OPEN' ? 'bad' : 'warn';

/** What does not tie, as cases: how much, since when, whose. */
export default function BreaksScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <>
      <div className="screen-head">
        <h1>{say('breaks')}</h1>
        <ZoneLabel />
      </div>
      <ReconciliationNav />
      <PagedTable<Break>
        name="breaks"
        label={say('breaks')}
        rowKey={({ breakId }) => breakId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/breaks', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { state?: 'live'; total?: Break['total']; owner?: string }),
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
            options: STATES.map((value) => ({ value, label: say(`state.${value}`) })),
          },
          {
            field: 'total',
            label: say('total'),
            options: TOTALS.map((value) => ({ value, label: say(`total.${value}`) })),
          },
          { field: 'owner', label: say('owner') },
        ]}
        columns={[
          {
            title: say('break'),
            render: (_, one) => (
              <Link to={`/${venue}/operator/reconciliation/breaks/${one.breakId}`}>
                {wordOf(say, words, 'total', one.total)} · {wordOf(say, words, 'part', one.part)}
              </Link>
            ),
          },
          { title: say('asset'), render: (_, { symbol }) => assetOf(symbol, say('asset.cash')) },
          { title: say('about'), render: (_, one) => <About figure={one} /> },
          {
            title: say('difference'),
            align: 'right',
            render: (_, { difference }) => <Amount of={difference} />,
          },
          {
            title: say('state'),
            render: (_, { state }) => (
              <Mark tone={toneOfBreak(state)}>{wordOf(say, words, 'state', state)}</Mark>
            ),
          },
          { title: say('since'), dataIndex: 'sinceDay' },
          { title: say('age'), align: 'right', dataIndex: 'ageDays' },
          { title: say('owner'), render: (_, { owner }) => owner || '—' },
        ]}
        empty={<Empty title={say('breaks.none')}>{say('breaks.none.next')}</Empty>}
      />
    </>
  );
}
