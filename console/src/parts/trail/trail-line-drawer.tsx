import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useWords } from '../../words/define-words';
import { ShortText } from '../facts/copied-text';
import { BeforeAfter, Facts } from '../facts/facts';
import { Moment } from '../figures';
import { ProofBadge } from '../proof/proof-badge';
import { words } from './words';

type Line = Told<'TrailLine'>;

/** Ids that the trail hides from its reader cannot be asked about. */
export const isAskable = (id: string | null): id is string => id !== null && id !== '…' && id.includes('_');

/** One line of the trail: who, why, what changed, and whether its record is in the signed log. */
export function TrailLineDrawer({ line, onClose }: { line: Line; onClose: () => void }): ReactNode {
  return (
    <Drawer open onClose={onClose} title={line.did.text} size="large">
      <div className="stack">
        <LineFacts line={line} />
        <LineChanges line={line} />
        <ProofBadge log={line.proof.journal} seq={line.proof.seq} />
      </div>
    </Drawer>
  );
}

function LineFacts({ line: { at, who, object, why, outcome, times } }: { line: Line }): ReactNode {
  const say = useWords(words);
  const desk = useDesk();
  const rows: readonly (readonly [string, ReactNode])[] = [
    [say('at'), <Moment key="at" at={at} />],
    [
      say('who'),
      <span key="who" className="row">
        {who.name ?? (who.personId === null ? say('nobody') : <ShortText of={who.personId} />)}
        {isAskable(who.personId) && who.personId.startsWith('usr_') && (
          <Link to={`${desk}/trail/people/${who.personId}`}>{say('timeline.person')}</Link>
        )}
      </span>,
    ],
    [say('organisation'), who.organisation ?? '—'],
    [say('roles'), who.roles.join(', ') || '—'],
    [
      say('object'),
      <span key="object" className="row">
        {object.text} {object.name ?? ''} <ShortText of={object.id} />
        {isAskable(object.id) && <Link to={`${desk}/trail/objects/${object.id}`}>{say('timeline')}</Link>}
      </span>,
    ],
    [say('outcome'), outcome.text],
    [say('why'), why.reason || '—'],
    ...(why.proposalId === null
      ? []
      : [[say('proposal'), <ShortText key="proposal" of={why.proposalId} />] as const]),
    ...(why.rulePack === null ? [] : [[say('pack'), why.rulePack] as const]),
    ...(why.rule === null ? [] : [[say('rule'), `${why.rule.key} — ${why.rule.legalBasis}`] as const]),
    ...(times > 1 ? [['×', say('times', { times })] as const] : []),
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What changed, or what was asked for in vain. */
export function LineChanges({ line: { before, after, asked } }: { line: Line }): ReactNode {
  const say = useWords(words);
  const isEmpty = Object.keys({ ...before, ...after, ...asked }).length === 0;
  return (
    <div>
      <h3>{say(asked === undefined ? 'changed' : 'asked')}</h3>
      {isEmpty && <p className="quiet">{say('nothing')}</p>}
      {asked === undefined ? (
        <BeforeAfter {...(before && { before })} {...(after && { after })} />
      ) : (
        <Facts of={asked} />
      )}
    </div>
  );
}
