import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { ShortText } from '../../parts/facts/copied-text';
import { Moment, ZoneLabel } from '../../parts/figures';
import { useDayFilters } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './days-words';
import { sessionQuery } from '../../parts/market-queries';

/** Days that have their report, and the way to the day that is not there yet. */
export default function DaysScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const day = useQuery(sessionQuery(venue)).data?.tradingDay;
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
        <span className="push" />
        {typeof day === 'string' && (
          <Link to={`/${venue}/operator/days/${day}`}>{say('current', { day })}</Link>
        )}
      </div>
      <p className="quiet">{say('what')}</p>
      <PagedTable<Told<'DayReport'>>
        name="day-reports"
        label={say('reports')}
        rowKey={(row) => row.day}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/day-reports', {
              params: {
                path: { venue },
                query: { limit, ...(after !== undefined && { after }), ...filters },
              },
              signal,
            }),
          )
        }
        filters={[...useDayFilters()]}
        columns={[
          {
            title: say('day'),
            render: (_, row) => <Link to={`/${venue}/operator/days/${row.day}`}>{row.day}</Link>,
          },
          {
            title: say('run'),
            align: 'right',
            render: (_, { run }) => <Link to={`/${venue}/operator/reconciliation/runs/${run}`}>{run}</Link>,
          },
          { title: say('seq'), align: 'right', render: (_, { seq }) => seq },
          { title: say('at'), render: (_, { at }) => <Moment at={at} /> },
          { title: say('hash.open'), render: (_, { openHash }) => <ShortText of={openHash} /> },
          { title: say('hash.full'), render: (_, { fullHash }) => <ShortText of={fullHash} /> },
        ]}
        empty={<Empty title={say('none')}>{say('none.next')}</Empty>}
      />
    </>
  );
}
