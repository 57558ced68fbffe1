import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { ShortText } from '../facts/copied-text';
import { Amount, Moment, ZoneLabel } from '../figures';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { words } from './words';

type Batch = Told<'AllocationBatch'>;
const STATES: readonly Batch['state'][] = [
  'DRAFT',
  'SUBMITTED',
  'RETURNED',
  'MISMATCH',
  'APPROVED',
  'CREATED',
  'CREDITED_TO_PROVINCE',
  'DISTRIBUTED',
  'PARTIALLY_RECALLED',
  'CLOSED',
];

export default function BatchesScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const go = useNavigate();
  const mayDraft = usePower('batch.draft');
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
      </div>
      <PagedTable<Batch>
        name="batches"
        label={say('title')}
        rowKey={({ batchId }) => batchId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/allocation-batches', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters['state'] !== undefined && { state: filters['state'] as Batch['state'] }),
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
            options: STATES.map((value) => ({ value, label: wordOf(say, words, 'state', value) })),
          },
        ]}
        columns={[
          {
            title: say('batch'),
            render: (_, { batchId, symbol, year, total }) => (
              <Link
                to={`${desk}/batches/${batchId}`}
                aria-label={say('open.named', { symbol, year: String(year), total })}
              >
                {symbol} {year}
              </Link>
            ),
          },
          { title: say('total'), align: 'right', render: (_, { total }) => <Amount of={total} /> },
          { title: say('state'), render: (_, { state }) => wordOf(say, words, 'state', state) },
          { title: say('file.maker'), render: (_, { fileHash }) => <ShortText of={fileHash} /> },
          { title: say('changed'), render: (_, { changedAt }) => <Moment at={changedAt} style="minute" /> },
        ]}
        actions={
          mayDraft && (
            <Button type="primary" onClick={() => void go(`${desk}/batches/new`)}>
              {say('new')}
            </Button>
          )
        }
        empty={
          <Empty title={say('none')}>
            <p>{say(mayDraft ? 'none.next' : 'none.read')}</p>
          </Empty>
        }
      />
    </>
  );
}
