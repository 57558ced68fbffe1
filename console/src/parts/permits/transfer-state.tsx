import type { ReactNode } from 'react';
import { useWords, wordOf } from '../../words/define-words';
import { Mark, type Tone } from '../mark';
import type { State } from './queries';
import { words } from './words';

const BAD: ReadonlySet<State> = new Set(['INELIGIBLE', 'DEFAULTED', 'VOIDED', 'WITHDRAWN', 'NO_BID']);

export function TransferState({ state }: { state: State }): ReactNode {
  const say = useWords(words);
  const tone: Tone = BAD.has(state) ? 'bad' : state === 'COMPLETED' || state === 'LISTED' ? 'good' : 'warn';
  return (
    <span data-testid="transfer-state" data-state={state}>
      <Mark tone={tone}>{wordOf(say, words, 'state', state)}</Mark>
    </span>
  );
}
