import { Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Link } from 'react-router';
import type { Told } from '../../api/told';
import { useAct } from '../../api/use-act';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ConfirmAct } from '../confirm-act';
import { WholeText } from '../facts/copied-text';
import { words } from './propose-words';

/** Why, on whose word, and until when. */
export interface Grounds {
  readonly reason: string;
  readonly authority?: string;
  readonly documentNo?: string;
  readonly until?: string;
}

export interface ProposeProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly consequence: ReactNode;
  readonly act: string;
  /** Calls the door that proposes it. */
  readonly propose: (grounds: Grounds, key: string) => Promise<Told<'ProposalMade'>>;
  /** Lists by the beginning of their key. */
  readonly refresh?: readonly string[];
  /** The order of a court or authority, and an end, can be named. */
  readonly hasWarrant?: boolean;
  readonly isReady?: boolean;
  readonly isDestructive?: boolean;
  readonly onClose: () => void;
  readonly onMade: (made: Told<'ProposalMade'>) => void;
}

/** A matter that another person must approve: its consequence, its grounds, then the proposal. */
export function ProposeAct(props: ProposeProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const id = useId();
  const [typed, setTyped] = useState({ reason: '', authority: '', documentNo: '', until: '' });
  const proposing = useAct({
    act: props.propose,
    refresh: [...(props.refresh ?? []), 'inbox', 'tasks', 'proposals'].map((name) => [name, venue]),
    onDone: (made) => {
      setTyped({ reason: '', authority: '', documentNo: '', until: '' });
      props.onMade(made);
    },
  });
  const fields = (['reason', 'authority', 'documentNo', 'until'] as const).filter(
    (field) => field === 'reason' || props.hasWarrant === true,
  );
  const grounds = (): Grounds => ({
    reason: typed.reason.trim(),
    ...(typed.authority.trim() !== '' && { authority: typed.authority.trim() }),
    ...(typed.documentNo.trim() !== '' && { documentNo: typed.documentNo.trim() }),
    // What a person writes is the market's clock, wherever the browser stands.
    ...(typed.until !== '' && { until: new Date(`${typed.until}:00+08:00`).toISOString() }),
  });
  return (
    <ConfirmAct
      isOpen={props.isOpen}
      title={props.title}
      act={props.act}
      needsSecondPerson
      isDestructive={props.isDestructive === true}
      consequence={
        <div className="stack">
          {props.consequence}
          {fields.map((field) => (
            <label key={field} htmlFor={`${id}-${field}`}>
              {say(field)}
              <Input
                id={`${id}-${field}`}
                type={field === 'until' ? 'datetime-local' : 'text'}
                maxLength={field === 'reason' ? 500 : 100}
                value={typed[field]}
                onChange={({ target }) => setTyped({ ...typed, [field]: target.value })}
              />
            </label>
          ))}
        </div>
      }
      isRunning={proposing.isRunning}
      refusal={proposing.refusal}
      isReady={props.isReady !== false && typed.reason.trim() !== ''}
      onAct={() => proposing.run(grounds())}
      onClose={props.onClose}
    />
  );
}

/** What came back: the hash that the checker will see, and where it waits. */
export function ProposedNote({
  made,
  path = 'inbox',
}: {
  made: Told<'ProposalMade'> | undefined;
  /** Where the desk shows proposals. */
  path?: string;
}): ReactNode {
  const say = useWords(words);
  const desk = useDesk();
  if (made === undefined) return null;
  return (
    <div className="note good stack" role="status" data-testid="proposed">
      <strong>{say('made')}</strong>
      <span>
        {say('made.hash')}: <WholeText of={made.payloadHash} />
      </span>
      <span className="quiet">
        {say('made.left')}: {made.stagesLeft} · {say('made.seq', { seq: made.seq })}
      </span>
      <Link to={`${desk}/${path}/${made.proposalId}`}>{say('made.open')}</Link>
    </div>
  );
}
