import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answer, api } from '../api/client';
import { grouped } from '../format/decimal';
import { CheckpointFacts, ToldText, Verdict } from '../proof/proof-shown';
import { useVenue } from '../shell/use-venue';
import { useWords } from '../words/define-words';
import type { StepKey, TourFacts } from './tour-state';
import { words } from './words';

/** What one should look at before doing it. */
export function StepFacts({ step, facts }: { step: StepKey; facts: TourFacts }): ReactNode {
  const say = useWords(words);
  if (step === 'issue' && facts.fileHash !== undefined)
    return <Hash name={say('fact.hash')} of={facts.fileHash} />;
  if (step === 'approve') return <HashCompared facts={facts} />;
  if (step === 'verify' && facts.proof !== undefined)
    return (
      <>
        {!facts.proof.judgement.ok && (
          <Verdict title={say('step.verify')} judgement={facts.proof.judgement} />
        )}
        <CheckpointFacts judgement={facts.proof.judgement} />
        <ToldText seq={facts.buySeq ?? 0} told={facts.proof.told} />
      </>
    );
  return null;
}

function Hash({ name, of }: { name: string; of: string }): ReactNode {
  return (
    <p>
      <span className="quiet">{name}</span> <code>{of}</code>
    </p>
  );
}

/** The list that the tour made, and what the service has of it: asked again by whoever approves. */
function HashCompared({ facts }: { facts: TourFacts }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const batch = facts.batchId ?? '';
  const { data } = useQuery({
    queryKey: ['batches', venue, batch],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/allocation-batches/{batch}', {
          params: { path: { venue, batch } },
          signal,
        }),
      ),
    enabled: venue !== '' && batch !== '',
  });
  if (data === undefined) return null;
  const isSame = data.fileHash === facts.fileHash;
  return (
    <div>
      <Hash name={say('fact.hash')} of={data.fileHash} />
      <p className={`note ${isSame ? 'good' : 'bad'}`}>
        {say(isSame ? 'fact.hash.same' : 'fact.hash.other')}
      </p>
    </div>
  );
}

/** What happened, in the numbers that the service gave. */
export function StepDone({ step, facts }: { step: StepKey; facts: TourFacts }): ReactNode {
  const say = useWords(words);
  const told: Readonly<Record<StepKey, () => string>> = {
    issue: () => say('done.issue', { seq: facts.issuedSeq ?? '' }),
    approve: () => say('done.approve', { seq: facts.approvedSeq ?? '' }),
    distribute: () => say('done.distribute'),
    sell: () =>
      say(facts.sellStatus === 'OPEN' ? 'done.sell.OPEN' : 'done.sell', {
        price: facts.price ?? '',
        seq: facts.sellSeq ?? '',
      }),
    buy: () =>
      say('done.buy', {
        bought: grouped(facts.bought ?? ''),
        paid: facts.paid ?? '',
        seq: facts.buySeq ?? '',
      }),
    settle: () => say('done.settle', { count: facts.settled ?? 0 }),
    verify: () => say('done.verify', { size: facts.proof?.judgement.checkpoint?.size ?? 0 }),
  };
  return (
    <p className="note good" role="status" data-tour-done={step}>
      <span aria-hidden="true">✓ </span>
      {told[step]()} {step !== 'verify' && <span className="quiet">{say('look.on')}</span>}
    </p>
  );
}
