import { Button, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import { useMe } from '../../api/session';
import type { Told } from '../../api/told';
import { useAct } from '../../api/use-act';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { ConfirmAct } from '../confirm-act';
import { WholeText } from '../facts/copied-text';
import { Facts } from '../facts/facts';
import { usePowerName } from '../facts/power-name';
import { Consequence } from './consequence';
import { FailedDeliveryFacts } from './failed-delivery-facts';
import { useActionName } from './queries';
import { words } from './words';

type Proposal = Told<'Proposal'>;
type Signed = Told<'ProposalSigned'>;
type Deciding = 'approve' | 'return' | 'withdraw';

const NOTE_CHARACTERS_MAX = 500;

/** Sign it, send it back, or take back one's own; whoever can do none of it reads why. */
export function ProposalDecision({ proposal }: { proposal: Proposal }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const me = useMe();
  const nameOf = useActionName();
  const powerName = usePowerName();
  const id = useId();
  const [deciding, setDeciding] = useState<Deciding>();
  const [note, setNote] = useState('');
  const { proposalId, payloadHash } = proposal;
  const action = nameOf(proposal.action);
  const acting = useAct<{ how: Deciding; note: string }, Signed>({
    act: ({ how, note: why }, key) => {
      const params = { path: { venue, proposal: proposalId }, header: { 'Idempotency-Key': key } };
      if (how === 'approve')
        return answer(
          api.POST('/api/v1/venues/{venue}/proposals/{proposal}/approve', { params, body: { payloadHash } }),
        );
      if (how === 'return')
        return answer(
          api.POST('/api/v1/venues/{venue}/proposals/{proposal}/return', { params, body: { note: why } }),
        );
      return answer(api.POST('/api/v1/venues/{venue}/proposals/{proposal}/withdraw', { params }));
    },
    refresh: [
      ['proposals', venue],
      ['inbox', venue],
      ['tasks', venue],
      ['accounts', venue],
      ['freezes', venue],
      ['rule-packs', venue],
    ],
    onDone: () => setDeciding(undefined),
  });
  const { done } = acting;
  const said = done !== undefined && (
    <p className="note good" role="status" data-testid="decided">
      {wordOf(say, words, 'done', done.state) === done.state
        ? done.state
        : say(`done.${done.state}`, { seq: done.seq, left: done.stagesLeft ?? 0 })}
    </p>
  );
  if (proposal.state !== 'PENDING' || me === null) return said;
  const isMine = proposal.maker === me.personId;
  const hasSigned = proposal.signatures.some(({ by }) => by === me.personId);
  const mayDecide =
    !isMine && !hasSigned && proposal.waitsFor !== null && me.powers[proposal.waitsFor] !== undefined;
  const open = (how: Deciding): void => {
    acting.reset();
    setDeciding(how);
  };
  return (
    <div className="stack">
      {said}
      <div className="row">
        {mayDecide && (
          <>
            <Button type="primary" onClick={() => open('approve')}>
              {say('approve')}
            </Button>
            <Button danger onClick={() => open('return')}>
              {say('return')}
            </Button>
          </>
        )}
        {isMine && <Button onClick={() => open('withdraw')}>{say('withdraw')}</Button>}
      </div>
      {!mayDecide && (
        <p className="quiet">
          {isMine
            ? say('cannot.mine')
            : hasSigned
              ? say('cannot.signed')
              : say('cannot.power', { power: powerName(proposal.waitsFor ?? '') })}
        </p>
      )}
      <ConfirmAct
        isOpen={deciding === 'approve'}
        title={say('approve.title', { action })}
        act={say('approve.act')}
        consequence={
          <div className="stack">
            <Consequence action={proposal.action} />
            <Facts of={proposal.payload} />
            <FailedDeliveryFacts action={proposal.action} trade={proposal.payload['tradeId']} />
            <p className="quiet">{say('consequence.last')}</p>
            <p>
              {say('hash')}: <WholeText of={payloadHash} />
            </p>
          </div>
        }
        isRunning={acting.isRunning}
        refusal={acting.refusal}
        onAct={() => acting.run({ how: 'approve', note: '' })}
        onClose={() => setDeciding(undefined)}
      />
      <ConfirmAct
        isOpen={deciding === 'return'}
        isDestructive
        title={say('return.title', { action })}
        act={say('return.act')}
        consequence={
          <div className="stack">
            <p>{say('return.what')}</p>
            <label htmlFor={id}>
              {say('return.note')}
              <Input.TextArea
                id={id}
                rows={3}
                maxLength={NOTE_CHARACTERS_MAX}
                value={note}
                onChange={({ target }) => setNote(target.value)}
              />
            </label>
          </div>
        }
        isRunning={acting.isRunning}
        refusal={acting.refusal}
        onAct={() => acting.run({ how: 'return', note: note.trim() })}
        onClose={() => setDeciding(undefined)}
      />
      <ConfirmAct
        isOpen={deciding === 'withdraw'}
        isDestructive
        title={say('withdraw.title', { action })}
        act={say('withdraw.act')}
        consequence={say('withdraw.what')}
        isRunning={acting.isRunning}
        refusal={acting.refusal}
        onAct={() => acting.run({ how: 'withdraw', note: '' })}
        onClose={() => setDeciding(undefined)}
      />
    </div>
  );
}
