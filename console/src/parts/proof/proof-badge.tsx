import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { asRefusal } from '../../api/refusal';
import { useMe } from '../../api/session';
import { instantText } from '../../format/instant';
import { useWords } from '../../words/define-words';
import { language } from '../../words/language';
import { WholeText } from '../facts/copied-text';
import { RefusalNote } from '../refusal-note';
import { type Verified, verifyRecord } from './verify-record';
import { words } from './words';

/** What the log answers while no checkpoint covers a record. */
const NOT_YET = new Set(['proof.record_unknown', 'proof.checkpoint_unknown']);
const LOOK_AGAIN_MS = 5_000;

/** Whether a record of a journal is in its signed log, worked out in this page. */
export function ProofBadge({ log, seq }: { log: string; seq: number }): ReactNode {
  const say = useWords(words);
  const seesWhole = useMe()?.powers['audit.read'] === 'all';
  const query = useQuery({
    queryKey: ['proof', log, seq, seesWhole],
    queryFn: ({ signal }) => verifyRecord(log, seq, seesWhole, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchInterval: ({ state: { error } }) => (isNotYet(error) ? LOOK_AGAIN_MS : false),
  });
  const refusal = query.error === null ? undefined : asRefusal(query.error);
  const isSoon = isNotYet(query.error);
  const again = (
    <Button size="small" onClick={() => void query.refetch()} loading={query.isFetching}>
      {say('again')}
    </Button>
  );
  const state = query.isFetching
    ? 'verifying'
    : isSoon
      ? 'soon'
      : refusal
        ? 'unavailable'
        : stateOf(query.data);
  return (
    <section
      className={`note ${state === 'verified' ? 'good' : state === 'broken' ? 'bad' : ''}`}
      aria-live="polite"
      data-proof={state}
    >
      <div className="row">
        <strong>
          <span aria-hidden="true">{{ verified: '✔', broken: '✖' }[state as string] ?? '…'} </span>
          {say(state)}
        </strong>
        <span className="push" />
        {!query.isFetching && again}
      </div>
      <p className="quiet">{say('record', { log, seq })}</p>
      {isSoon && <p>{say('soon.what')}</p>}
      {refusal !== undefined && !isSoon && <RefusalNote refusal={refusal} title={say('unavailable')} />}
      {query.data !== undefined && !query.isFetching && <Told verified={query.data} seq={seq} />}
    </section>
  );
}

function isNotYet(error: Error | null): boolean {
  return error !== null && NOT_YET.has(asRefusal(error).problem.code);
}

function stateOf(verified: Verified | undefined): 'verifying' | 'verified' | 'broken' {
  if (verified === undefined) return 'verifying';
  return verified.judgement.ok ? 'verified' : 'broken';
}

function Told({ verified, seq }: { verified: Verified; seq: number }): ReactNode {
  const say = useWords(words);
  const { judgement, isWhole, keptAt, isOtherKey, grownFrom } = verified;
  const spoken = language();
  if (!judgement.ok) return <p>{judgement.broken?.[spoken === 'en' ? 'en' : 'zh']}</p>;
  const { checkpoint, signedBy, witnessedBy } = judgement;
  const key = isOtherKey
    ? say('what.key.other')
    : keptAt === null
      ? say('what.key.new')
      : say('what.key.kept', { at: instantText(keptAt, spoken) });
  return (
    <>
      <ul>
        <li>{say('what.in', { seq, size: checkpoint?.size ?? 0 })}</li>
        <li>{say(isWhole ? 'what.whole' : 'what.place')}</li>
        <li>
          {say('what.signed', { key: signedBy.join(', ') })} {key}
        </li>
        {witnessedBy.length > 0 && (
          <li>{say('what.witnessed', { names: witnessedBy.map(({ name }) => name).join(', ') })}</li>
        )}
        {grownFrom !== undefined && grownFrom > 0 && <li>{say('what.grown', { from: grownFrom })}</li>}
      </ul>
      <p>
        {say('root')} <WholeText of={checkpoint?.root ?? ''} />
      </p>
      <p className="quiet">{say('how')}</p>
    </>
  );
}
