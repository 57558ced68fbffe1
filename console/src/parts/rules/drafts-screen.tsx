import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { PersonName } from '../facts/names';
import { Moment } from '../figures';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { DraftUpload } from './draft-upload';
import { titleIn } from './packs-screen';
import { words } from './words';

type Draft = Told<'RulePackDraft'>;
const STATES = ['OPEN', 'PUBLISHED', 'DISCARDED'] as const;

export default function DraftsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const mayDraft = usePower('rules.propose');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <div className="screen-head">
        <h1>{say('drafts.title')}</h1>
        <span className="push" />
        <Link to={`${desk}/rules`}>{say('back')}</Link>
      </div>
      <PagedTable<Draft>
        name="rule-drafts"
        label={say('drafts.title')}
        rowKey={({ draftId }) => draftId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/rule-pack-drafts', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters['state'] !== undefined && { state: filters['state'] as Draft['state'] }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          {
            field: 'state',
            label: say('draft.state'),
            options: STATES.map((value) => ({ value, label: say(`draft.state.${value}`) })),
          },
        ]}
        columns={[
          {
            title: say('draft'),
            render: (_, { draftId, pack, version }) => (
              <Link to={`${desk}/rule-drafts/${draftId}`}>
                {pack} @ {version}
              </Link>
            ),
          },
          { title: say('name'), render: (_, { title }) => titleIn(title) },
          { title: say('draft.state'), render: (_, { state }) => wordOf(say, words, 'draft.state', state) },
          { title: say('from'), dataIndex: 'effectiveFrom' },
          {
            title: say('note'),
            render: (_, { note }) => <div style={{ maxWidth: 260, whiteSpace: 'normal' }}>{note || '—'}</div>,
          },
          {
            title: say('drafted'),
            render: (_, { draftedBy, draftedAt }) => (
              <>
                <PersonName id={draftedBy} /> · <Moment at={draftedAt} style="minute" />
              </>
            ),
          },
        ]}
        actions={
          mayDraft && (
            <Button type="primary" onClick={() => setOpen(true)}>
              {say('draft.new')}
            </Button>
          )
        }
        empty={
          <Empty title={say('drafts.none')}>
            <p>{say('drafts.none.next')}</p>
          </Empty>
        }
      />
      {mayDraft && <DraftUpload isOpen={isOpen} onClose={() => setOpen(false)} />}
    </>
  );
}
