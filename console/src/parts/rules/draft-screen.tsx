import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { useAct } from '../../api/use-act';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { ConfirmAct } from '../confirm-act';
import { WholeText } from '../facts/copied-text';
import { PersonName } from '../facts/names';
import { Moment } from '../figures';
import { ProposeAct, ProposedNote } from '../proposals/propose-act';
import { Asked, Empty } from '../states';
import { ChangesTable } from './changes-table';
import { DryRuns } from './dry-runs';
import { titleIn } from './packs-screen';
import { changesQuery, draftQuery } from './queries';
import { words } from './words';

/** A draft: what it changes, what it would have done to the past, and the way to publish it. */
export default function DraftScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const { draftId = '' } = useParams();
  const changes = useQuery(changesQuery(venue, draftId));
  return (
    <Asked query={useQuery(draftQuery(venue, draftId))}>
      {(draft) => (
        <>
          <div className="screen-head">
            <h1>
              {say('draft')} {draft.pack} @ {draft.version}
            </h1>
            <strong>{wordOf(say, words, 'draft.state', draft.state)}</strong>
            <span className="push" />
            <Link to={`${desk}/rule-drafts`}>{say('draft.back')}</Link>
          </div>
          <section className="sheet stack">
            <dl className="facts">
              <dt>{say('name')}</dt>
              <dd>{titleIn(draft.title)}</dd>
              <dt>{say('from')}</dt>
              <dd>{draft.effectiveFrom}</dd>
              <dt>{say('to')}</dt>
              <dd>{draft.effectiveTo ?? say('to.none')}</dd>
              <dt>{say('note')}</dt>
              <dd>{draft.note || '—'}</dd>
              <dt>{say('drafted')}</dt>
              <dd>
                <PersonName id={draft.draftedBy} /> · <Moment at={draft.draftedAt} />
              </dd>
              <dt>{say('hash')}</dt>
              <dd>
                <WholeText of={draft.packHash} />
              </dd>
            </dl>
            {draft.state === 'OPEN' && (
              <DraftActs draft={draft} differing={changes.data?.changes.length ?? 0} />
            )}
          </section>
          <section className="sheet stack">
            <h2>{say('changes')}</h2>
            <Asked query={changes}>
              {({ against, day, changes: found }) =>
                against === null ? (
                  <Empty title={say('changes.none.against')} />
                ) : (
                  <>
                    <p className="quiet">{say('changes.against', { against, day })}</p>
                    {found.length === 0 ? (
                      <Empty title={say('changes.none')} />
                    ) : (
                      <ChangesTable changes={found} />
                    )}
                  </>
                )
              }
            </Asked>
          </section>
          <DryRuns draftId={draftId} isOpen={draft.state === 'OPEN'} />
        </>
      )}
    </Asked>
  );
}

function DraftActs({ draft, differing }: { draft: Told<'RulePackDraft'>; differing: number }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const mayPropose = usePower('rules.propose');
  const [opened, setOpened] = useState<'publish' | 'discard'>();
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  const { draftId, pack, version, effectiveFrom: from } = draft;
  const discarding = useAct({
    act: (id: string, key) =>
      answer(
        api.POST('/api/v1/venues/{venue}/rule-pack-drafts/{draft}/discard', {
          params: { path: { venue, draft: id }, header: { 'Idempotency-Key': key } },
        }),
      ),
    refresh: [['rule-drafts', venue]],
    onDone: () => setOpened(undefined),
  });
  if (!mayPropose) return null;
  return (
    <>
      <ProposedNote made={made} />
      <div className="row">
        <Button type="primary" onClick={() => setOpened('publish')}>
          {say('publish')}
        </Button>
        <Button danger onClick={() => setOpened('discard')}>
          {say('discard')}
        </Button>
      </div>
      <ProposeAct
        isOpen={opened === 'publish'}
        title={say('publish.title')}
        act={say('publish.act', { pack, version })}
        consequence={<p>{say('publish.what', { pack, version, from, count: differing })}</p>}
        propose={({ reason }, key) =>
          answer(
            api.POST('/api/v1/venues/{venue}/rule-packs', {
              params: { path: { venue }, header: { 'Idempotency-Key': key } },
              body: { draftId, reason },
            }),
          )
        }
        refresh={['rule-packs', 'rule-drafts']}
        onClose={() => setOpened(undefined)}
        onMade={(one) => {
          setMade(one);
          setOpened(undefined);
        }}
      />
      <ConfirmAct
        isOpen={opened === 'discard'}
        isDestructive
        title={say('draft')}
        act={say('discard.act')}
        consequence={say('discard.what', { pack, version })}
        isRunning={discarding.isRunning}
        refusal={discarding.refusal}
        onAct={() => discarding.run(draftId)}
        onClose={() => setOpened(undefined)}
      />
    </>
  );
}
