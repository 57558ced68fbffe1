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
import { FileHash, isFileHash } from './file-hash';
import { words } from './words';

type Batch = Told<'AllocationBatchWithLines'>;
type Step = 'submit' | 'approve' | 'return' | 'create' | 'distribute' | 'close';

/** Which step a state waits for, and whose it is. */
const STEPS: readonly {
  readonly step: Step;
  readonly power: string;
  readonly from: readonly Batch['state'][];
}[] = [
  { step: 'submit', power: 'batch.submit', from: ['DRAFT', 'RETURNED', 'MISMATCH'] },
  { step: 'approve', power: 'batch.approve', from: ['SUBMITTED'] },
  { step: 'return', power: 'batch.approve', from: ['SUBMITTED'] },
  { step: 'create', power: 'batch.execute', from: ['APPROVED'] },
  { step: 'distribute', power: 'batch.execute', from: ['CREATED', 'CREDITED_TO_PROVINCE'] },
  { step: 'close', power: 'batch.execute', from: ['DISTRIBUTED', 'PARTIALLY_RECALLED'] },
];
const RED: ReadonlySet<Step> = new Set(['return']);

/** The next step of a batch, for whoever may take it: always after saying how much goes to how many. */
export function BatchActs({ batch }: { batch: Batch }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const me = useMe();
  const id = useId();
  const [step, setStep] = useState<Step>();
  const [hash, setHash] = useState('');
  const [note, setNote] = useState('');
  const acting = useAct<{ step: Step; fileHash: string; note: string }, Told<'AllocationBatchMoved'>>({
    act: (wish, key) => taken(venue, batch.batchId, wish, key),
    refresh: [
      ['batches', venue],
      ['serials', venue],
      ['tasks', venue],
    ],
    onDone: () => setStep(undefined),
  });
  const isMine = me !== null && [batch.draftedBy, batch.submittedBy].includes(me.personId);
  const open = STEPS.filter(
    ({ power, from, step: one }) =>
      me?.powers[power] !== undefined && from.includes(batch.state) && !(isMine && one === 'approve'),
  );
  const facts = {
    symbol: batch.symbol,
    year: String(batch.year),
    total: batch.total,
    count: batch.lines.length,
  };
  const needsHash = step === 'approve' || (step === 'submit' && batch.fileHash === '');
  const consequence = step !== undefined && (
    <div className="stack">
      <p>{say(`what.${step}`, facts)}</p>
      {step === 'approve' && (
        <>
          <p className="quiet">{say('file.why')}</p>
          <p>
            {say('file.maker')}: <WholeText of={batch.fileHash} label="maker" />
          </p>
        </>
      )}
      {needsHash && (
        <FileHash
          label={say(step === 'approve' ? 'file.checker' : 'file.maker')}
          value={hash}
          onChange={setHash}
        />
      )}
      {step === 'approve' && isFileHash(hash) && (
        <p className={`note ${hash === batch.fileHash ? 'good' : 'bad'}`} role="status">
          {hash === batch.fileHash ? `✔ ${say('file.same')}` : `✖ ${say('file.other')}`}
        </p>
      )}
      {step === 'return' && (
        <label htmlFor={id}>
          {say('return.note')}
          <Input.TextArea
            id={id}
            rows={3}
            maxLength={500}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        </label>
      )}
    </div>
  );
  return (
    <div className="stack">
      {acting.done !== undefined && (
        <p className="note good" role="status">
          {say('done', { seq: acting.done.seq, state: wordOf(say, words, 'state', acting.done.state) })}
        </p>
      )}
      {isMine && batch.state === 'SUBMITTED' && <p className="quiet">{say('cannot.mine')}</p>}
      <div className="row">
        {open.map(({ step: one }) => (
          <Button
            key={one}
            type={RED.has(one) ? 'default' : 'primary'}
            danger={RED.has(one)}
            onClick={() => {
              acting.reset();
              setStep(one);
            }}
          >
            {say(`step.${one}`)}
          </Button>
        ))}
      </div>
      <ConfirmAct
        isOpen={step !== undefined}
        isDestructive={step !== undefined && RED.has(step)}
        title={step === undefined ? '' : `${batch.symbol} ${batch.year}`}
        act={step === undefined ? '' : say(`act.${step}`, facts)}
        consequence={consequence}
        isRunning={acting.isRunning}
        refusal={acting.refusal}
        isReady={!needsHash || isFileHash(hash)}
        onAct={() => step !== undefined && acting.run({ step, fileHash: hash, note: note.trim() })}
        onClose={() => setStep(undefined)}
      />
    </div>
  );
}

function taken(
  venue: string,
  batch: string,
  { step, fileHash, note }: { step: Step; fileHash: string; note: string },
  key: string,
): Promise<Told<'AllocationBatchMoved'>> {
  const params = { path: { venue, batch }, header: { 'Idempotency-Key': key } };
  switch (step) {
    case 'submit':
      return answer(
        api.POST('/api/v1/venues/{venue}/allocation-batches/{batch}/submit', {
          params,
          body: fileHash === '' ? {} : { fileHash },
        }),
      );
    case 'approve':
      return answer(
        api.POST('/api/v1/venues/{venue}/allocation-batches/{batch}/approve', { params, body: { fileHash } }),
      );
    case 'return':
      return answer(
        api.POST('/api/v1/venues/{venue}/allocation-batches/{batch}/return', { params, body: { note } }),
      );
    case 'create':
      return answer(api.POST('/api/v1/venues/{venue}/allocation-batches/{batch}/create', { params }));
    case 'distribute':
      return answer(api.POST('/api/v1/venues/{venue}/allocation-batches/{batch}/distribute', { params }));
    case 'close':
      return answer(api.POST('/api/v1/venues/{venue}/allocation-batches/{batch}/close', { params }));
  }
}
