import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ShortText } from '../facts/copied-text';
import { Moment, ZoneLabel } from '../figures';
import { useDayFilters } from '../list-filters';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { words } from './words';

export default function ReportsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
      </div>
      <PagedTable<Told<'DayReport'>>
        name="day-reports"
        label={say('title')}
        rowKey={({ day }) => day}
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
          { title: say('day'), render: (_, { day }) => <Link to={`${desk}/day-reports/${day}`}>{day}</Link> },
          { title: say('at'), render: (_, { at }) => <Moment at={at} /> },
          { title: say('run'), align: 'right', dataIndex: 'run' },
          { title: say('seq'), align: 'right', dataIndex: 'seq' },
          { title: say('hash.open'), render: (_, { openHash }) => <ShortText of={openHash} /> },
          { title: say('hash.full'), render: (_, { fullHash }) => <ShortText of={fullHash} /> },
        ]}
        empty={
          <Empty title={say('none')}>
            <p>{say('none.next')}</p>
          </Empty>
        }
      />
    </>
  );
}
