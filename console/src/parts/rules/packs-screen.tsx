import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { language } from '../../words/language';
import { ShortText } from '../facts/copied-text';
import { PersonName } from '../facts/names';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { packsQuery } from './queries';
import { words } from './words';

type Pack = Told<'RulePack'>;

export const titleIn = ({ zh, en }: { zh: string; en: string }): string => (language() === 'en' ? en : zh);

/** Every pack and version, where each stands on a day, and the way to drafts and comparisons. */
export default function PacksScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const seesDrafts = usePower('rules-draft.read');
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <span className="push" />
        {seesDrafts && <Link to={`${desk}/rule-drafts`}>{say('drafts.title')}</Link>}
      </div>
      <Compare />
      <PagedTable<Pack>
        name="rule-packs"
        label={say('title')}
        rowKey={({ rulePackId }) => rulePackId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/rule-packs', {
              params: {
                path: { venue },
                query: { limit, ...(after !== undefined && { after }), ...filters },
              },
              signal,
            }),
          )
        }
        filters={[
          { field: 'name', label: say('pack') },
          { field: 'day', label: say('day'), type: 'date' },
        ]}
        columns={[
          {
            title: say('pack'),
            render: (_, { rulePackId, pack, version }) => (
              <Link to={`${desk}/rules/${rulePackId}`}>
                {pack} @ {version}
              </Link>
            ),
          },
          { title: say('name'), render: (_, { title }) => titleIn(title) },
          { title: say('status'), render: (_, { status }) => wordOf(say, words, 'status', status) },
          { title: say('from'), dataIndex: 'effectiveFrom' },
          { title: say('to'), render: (_, { effectiveTo }) => effectiveTo ?? say('to.none') },
          {
            title: say('proposed'),
            render: (_, { proposedBy }) =>
              proposedBy === null ? (
                <span className="quiet">{say('loaded')}</span>
              ) : (
                <PersonName id={proposedBy} />
              ),
          },
          { title: say('approved'), render: (_, { approvedBy }) => <PersonName id={approvedBy} /> },
          { title: say('hash'), render: (_, { packHash }) => <ShortText of={packHash} /> },
        ]}
        empty={
          <Empty title={say('packs.none')}>
            <p>{say('packs.none.next')}</p>
          </Empty>
        }
      />
    </>
  );
}

/** Two packs of whatever name and version. */
function Compare(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const go = useNavigate();
  const packs = useQuery(packsQuery(venue)).data?.items ?? [];
  const [pair, setPair] = useState<{ old?: string; new?: string }>({});
  if (packs.length < 2) return null;
  const options = packs.map(({ rulePackId, pack, version }) => ({
    value: rulePackId,
    label: `${pack} @ ${version}`,
  }));
  return (
    <section className="sheet row" aria-label={say('compare')}>
      <strong>{say('compare')}</strong>
      {(['old', 'new'] as const).map((end) => (
        <Select
          key={end}
          aria-label={say(`compare.${end}`)}
          placeholder={say(`compare.${end}`)}
          style={{ minWidth: 200 }}
          value={pair[end] ?? null}
          onChange={(chosen: string) => setPair({ ...pair, [end]: chosen })}
          options={options}
        />
      ))}
      <Button
        disabled={pair.old === undefined || pair.new === undefined || pair.old === pair.new}
        onClick={() => void go(`${desk}/rules/compare?old=${pair.old ?? ''}&new=${pair.new ?? ''}`)}
      >
        {say('compare.open')}
      </Button>
    </section>
  );
}
