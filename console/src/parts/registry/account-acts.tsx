import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { useMe } from '../../api/session';
import type { Told } from '../../api/told';
import { useAct } from '../../api/use-act';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { ConfirmAct } from '../confirm-act';
import { type Grounds, ProposeAct, ProposedNote } from '../proposals/propose-act';
import { words } from './words';

type Account = Told<'Account'>;
type Step = 'review' | 'approve';
type Proposal = 'restrict' | 'freeze' | 'release' | 'close';

const STEPS: Readonly<Record<Step, { readonly power: string; readonly from: Account['state'] }>> = {
  review: { power: 'account.review', from: 'APPLIED' },
  approve: { power: 'account.approve', from: 'UNDER_REVIEW' },
};
const PROPOSALS: Readonly<
  Record<Proposal, { readonly power: string; readonly from: readonly Account['state'][] }>
> = {
  restrict: { power: 'freeze.propose', from: ['ACTIVE'] },
  freeze: { power: 'registry.propose', from: ['ACTIVE', 'RESTRICTED'] },
  release: { power: 'registry.propose', from: ['RESTRICTED', 'FROZEN'] },
  close: { power: 'registry.propose', from: ['ACTIVE', 'RESTRICTED'] },
};

/** What this person can do about an account in its state: steps of its opening at once, all else by proposal. */
export function AccountActs({ account }: { account: Account }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const me = useMe();
  const [step, setStep] = useState<Step>();
  const [proposal, setProposal] = useState<Proposal>();
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  const { accountId, title, state } = account;
  const may = (power: string): boolean => me?.powers[power] !== undefined;
  const steps = (Object.keys(STEPS) as Step[]).filter(
    (one) => STEPS[one].from === state && may(STEPS[one].power),
  );
  const proposals = (Object.keys(PROPOSALS) as Proposal[]).filter(
    (one) => PROPOSALS[one].from.includes(state) && may(PROPOSALS[one].power),
  );
  const stepping = useAct<Step, Told<'AccountMoved'>>({
    act: (one, key) => {
      const params = { path: { venue, account: accountId }, header: { 'Idempotency-Key': key } };
      return one === 'review'
        ? answer(api.POST('/api/v1/venues/{venue}/accounts/{account}/review', { params }))
        : answer(api.POST('/api/v1/venues/{venue}/accounts/{account}/approve', { params }));
    },
    refresh: [
      ['accounts', venue],
      ['tasks', venue],
    ],
    onDone: () => setStep(undefined),
  });
  if (steps.length + proposals.length === 0 && stepping.done === undefined) return null;
  return (
    <div className="stack">
      <h2>{say('acts')}</h2>
      {stepping.done !== undefined && (
        <p className="note good" role="status">
          {say('done', { seq: stepping.done.seq, state: wordOf(say, words, 'state', stepping.done.state) })}
        </p>
      )}
      <ProposedNote made={made} />
      <div className="row">
        {steps.map((one) => (
          <Button
            key={one}
            type="primary"
            onClick={() => {
              stepping.reset();
              setStep(one);
            }}
          >
            {say(`step.${one}`)}
          </Button>
        ))}
        {proposals.map((one) => (
          <Button key={one} danger={one !== 'release'} onClick={() => setProposal(one)}>
            {say(`step.${one}`)}
          </Button>
        ))}
      </div>
      <ConfirmAct
        isOpen={step !== undefined}
        title={title}
        act={step === undefined ? '' : say(`act.${step}`)}
        consequence={step !== undefined && say(`what.${step}`, { title })}
        isRunning={stepping.isRunning}
        refusal={stepping.refusal}
        onAct={() => step !== undefined && stepping.run(step)}
        onClose={() => setStep(undefined)}
      />
      <ProposeAct
        isOpen={proposal !== undefined}
        title={title}
        isDestructive={proposal !== 'release'}
        hasWarrant={proposal === 'freeze'}
        act={proposal === undefined ? '' : say(`act.${proposal}`)}
        consequence={proposal !== undefined && <p>{say(`what.${proposal}`, { title })}</p>}
        propose={(grounds, key) => proposed(venue, accountId, proposal ?? 'release', grounds, key)}
        refresh={['accounts']}
        onClose={() => setProposal(undefined)}
        onMade={(one) => {
          setMade(one);
          setProposal(undefined);
        }}
      />
    </div>
  );
}

function proposed(
  venue: string,
  account: string,
  proposal: Proposal,
  grounds: Grounds,
  key: string,
): Promise<Told<'ProposalMade'>> {
  const params = { path: { venue, account }, header: { 'Idempotency-Key': key } };
  const body = { reason: grounds.reason };
  switch (proposal) {
    case 'freeze':
      return answer(
        api.POST('/api/v1/venues/{venue}/accounts/{account}/freeze', { params, body: { ...grounds } }),
      );
    case 'restrict':
      return answer(api.POST('/api/v1/venues/{venue}/accounts/{account}/restrict', { params, body }));
    case 'release':
      return answer(api.POST('/api/v1/venues/{venue}/accounts/{account}/release', { params, body }));
    case 'close':
      return answer(api.POST('/api/v1/venues/{venue}/accounts/{account}/close', { params, body }));
  }
}
