import type { ReactNode } from 'react';
import { useWords, wordOf } from '../../words/define-words';
import { Mark, type Tone } from '../mark';
import type { Bidding } from './queries';
import { words } from './words';

const TONES: Readonly<Record<Bidding['state'], Tone>> = {
  NOTICED: 'quiet',
  OPEN_FOR_DEPOSIT: 'good',
  BIDDING: 'good',
  CLOSED: 'warn',
  AWARDED: 'quiet',
  FAILED: 'bad',
};

export function BiddingState({ state }: { state: Bidding['state'] }): ReactNode {
  const say = useWords(words);
  return (
    <span data-testid="bidding-state" data-state={state}>
      <Mark tone={TONES[state]}>{wordOf(say, words, 'state', state)}</Mark>
    </span>
  );
}
