import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { ShortText, WholeText } from '../../parts/facts/copied-text';
import { Amount, Moment, ZoneLabel } from '../../parts/figures';
import { useDayFilters } from '../../parts/list-filters';
import { PagedTable } from '../../parts/paged-table';
import { Asked, Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { dayBounds, instantText } from '../../format/instant';
import { language } from '../../words/language';
import { RecordSheet } from './record-sheet';
import { words } from './words';

/** The journals: their checkpoints, their keys, and every record as it was written, verified here. */
export default function JournalScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [params, setParams] = useSearchParams();
  const log = params.get('log') ?? venue;
  const seq = Number.parseInt(params.get('seq') ?? '', 10);
  const logs = useQuery({
    queryKey: ['logs'],
    queryFn: ({ signal }) => answer(api.GET('/api/v1/logs', { signal })),
  });
  const ask = (text: string): void => {
    if (/^[1-9]\d{0,14}$/.test(text.trim())) setParams({ log, seq: text.trim() });
  };
  return (
    <>
      <div className="screen-head">
        <h1>{say('journal.title')}</h1>
        <ZoneLabel />
      </div>
      <p className="quiet">{say('journal.what')}</p>
      <section className="sheet row" aria-label={say('record.title')}>
        <Select
          aria-label={say('journal.log')}
          value={log}
          style={{ minWidth: 140 }}
          onChange={(name) => setParams({ log: name })}
          options={(logs.data?.items ?? [{ name: log }]).map(({ name }) => ({ value: name, label: name }))}
        />
        <Input.Search
          key={`${log} ${seq}`}
          aria-label={say('record.seq')}
          placeholder={say('record.seq')}
          inputMode="numeric"
          defaultValue={Number.isNaN(seq) ? '' : String(seq)}
          enterButton={say('record.look')}
          style={{ maxWidth: 280 }}
          onSearch={ask}
        />
      </section>
      {!Number.isNaN(seq) && <RecordSheet log={log} seq={seq} />}
      <Keys log={log} />
      <PagedTable<Told<'Checkpoint'>>
        key={log}
        name={`checkpoints-${log}`}
        label={say('journal.title')}
        rowKey={({ no }) => String(no)}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/logs/{log}/checkpoints', {
              params: {
                path: { log },
                query: { limit, ...(after !== undefined && { after }), ...asInstants(filters) },
              },
              signal,
            }),
          )
        }
        filters={[...useDayFilters(), { field: 'seq', label: say('journal.holds'), type: 'number' }]}
        columns={[
          { title: say('journal.no'), align: 'right', dataIndex: 'no' },
          {
            title: say('journal.size'),
            align: 'right',
            render: (_, { size }) => (
              <Button type="link" size="small" onClick={() => ask(String(size))}>
                <Amount of={String(size)} />
              </Button>
            ),
          },
          { title: say('journal.root'), render: (_, { root }) => <ShortText of={root} /> },
          { title: say('journal.signed'), render: (_, { signedAt }) => <Moment at={signedAt} /> },
        ]}
        empty={
          <Empty title={say('journal.none')}>
            <p>{say('journal.none.next')}</p>
          </Empty>
        }
      />
    </>
  );
}

/** A log is of no venue: it knows instants, and the days are those of the market. */
function asInstants({ from, to, seq }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...dayBounds(from, to), ...(seq !== undefined && { seq }) };
}

function Keys({ log }: { log: string }): ReactNode {
  const say = useWords(words);
  const query = useQuery({
    queryKey: ['log-keys', log],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/logs/{log}/keys', { params: { path: { log } }, signal })),
  });
  return (
    <section className="sheet stack">
      <h2>{say('journal.keys')}</h2>
      <Asked query={query}>
        {({ keys }) => (
          <ul>
            {keys.map(({ vkey, from }) => (
              <li key={vkey}>
                <WholeText of={vkey} />{' '}
                <span className="quiet">
                  {say('journal.key.from', { from: instantText(from, language()) })}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </section>
  );
}
