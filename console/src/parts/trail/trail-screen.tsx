import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { download } from '../../api/download';
import { asRefusal, type Refusal } from '../../api/refusal';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { language } from '../../words/language';
import { usePeople } from '../facts/names';
import { ZoneLabel } from '../figures';
import { PagedTable } from '../paged-table';
import { trailWordsQuery } from '../proposals/queries';
import { RefusalNote } from '../refusal-note';
import { Empty } from '../states';
import type { FilterSpec } from '../table-filters';
import { trailColumns } from './trail-columns';
import { TrailLineDrawer } from './trail-line-drawer';
import { trailQuery } from './trail-query';
import { words } from './words';

type Line = Told<'TrailLine'>;
const NAME = 'trail';

/** Who did what, to which object, when, why, with what proof: searched, followed, taken along as a file. */
export default function TrailScreen(): ReactNode {
  const say = useWords(words);
  const [opened, setOpened] = useState<Line>();
  const filters = useTrailFilters();
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
      </div>
      <p className="quiet">{say('what')}</p>
      <PagedTable<Line>
        name={NAME}
        label={say('title')}
        rowKey={({ proof }) => `${proof.journal} ${proof.seq} ${proof.line}`}
        load={({ limit, after, filters: set, signal }) =>
          answer(
            api.GET('/api/v1/trail', {
              params: {
                header: { 'accept-language': language() },
                query: { ...trailQuery(set), limit, ...(after !== undefined && { after }) },
              },
              signal,
            }),
          )
        }
        filters={filters}
        columns={trailColumns(say, setOpened)}
        csv={false}
        actions={<TrailExports fields={filters.map(({ field }) => field)} />}
        empty={
          <Empty title={say('none')}>
            <p>{say('none.next')}</p>
          </Empty>
        }
      />
      {opened !== undefined && <TrailLineDrawer line={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function useTrailFilters(): readonly FilterSpec[] {
  const say = useWords(words);
  const venue = useVenue();
  const people = usePeople();
  const knowsPeople = usePower('identity.read');
  const { data: named } = useQuery(trailWordsQuery);
  const spoken = language() === 'en' ? 'en' : 'zh';
  return [
    {
      field: 'venue',
      label: say('filter.venue'),
      none: say('venue.all'),
      options: [{ value: venue, label: say('venue.this') }],
    },
    knowsPeople
      ? {
          field: 'personId',
          label: say('filter.person'),
          options: people.map(({ personId, displayName }) => ({ value: personId, label: displayName })),
        }
      : { field: 'personId', label: say('filter.personId') },
    {
      field: 'verb',
      label: say('filter.verb'),
      options: (named?.verbs ?? []).map((verb) => ({ value: verb.verb, label: verb[spoken] })),
    },
    {
      field: 'objectKind',
      label: say('filter.kind'),
      options: (named?.objectKinds ?? []).map((kind) => ({ value: kind.objectKind, label: kind[spoken] })),
    },
    { field: 'object', label: say('filter.object') },
    { field: 'from', label: say('filter.from'), type: 'date' },
    { field: 'to', label: say('filter.to'), type: 'date' },
    { field: 'reason', label: say('filter.reason') },
    {
      field: 'outcome',
      label: say('filter.outcome'),
      options: (['accepted', 'refused'] as const).map((value) => ({ value, label: say(`outcome.${value}`) })),
    },
  ];
}

/** The lines that the filters leave, as a file whose last line has the hash of all before it. */
function TrailExports({ fields }: { fields: readonly string[] }): ReactNode {
  const say = useWords(words);
  const [params] = useSearchParams();
  const [running, setRunning] = useState<string>();
  const [refusal, setRefusal] = useState<Refusal>();
  const take = (format: 'csv' | 'ndjson'): void => {
    const set = fields.flatMap((field) => {
      const value = params.get(`${NAME}.${field}`);
      return value === null ? [] : [[field, value] as const];
    });
    setRunning(format);
    setRefusal(undefined);
    download(
      '/api/v1/trail/export',
      { ...(trailQuery(Object.fromEntries(set)) as Record<string, string>), format },
      { accept: '*/*', name: `airshed-trail.${format}` },
    )
      .catch((error: unknown) => setRefusal(asRefusal(error)))
      .finally(() => setRunning(undefined));
  };
  return (
    <>
      {(['csv', 'ndjson'] as const).map((format) => (
        <Button
          key={format}
          loading={running === format}
          disabled={running !== undefined}
          onClick={() => take(format)}
        >
          {say(`export.${format}`)}
        </Button>
      ))}
      <RefusalNote refusal={refusal} />
    </>
  );
}
