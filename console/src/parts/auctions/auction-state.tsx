import type { ReactNode } from 'react';
import { useWords, wordOf } from '../../words/define-words';
import { Mark, type Tone } from '../mark';
import type { Phase } from './queries';
import { words } from './words';

const TONES: Readonly<Record<Phase, Tone>> = {
  DRAFT: 'quiet',
  ANNOUNCED: 'quiet',
  OPEN: 'good',
  CLOSED: 'warn',
  OPENED: 'warn',
  CLEARED: 'warn',
  SETTLED: 'good',
  FAILED: 'bad',
  CANCELLED: 'bad',
};

export function AuctionState({ state }: { state: Phase }): ReactNode {
  const say = useWords(words);
  return (
    <span data-testid="auction-state" data-state={state}>
      <Mark tone={TONES[state]}>{wordOf(say, words, 'state', state)}</Mark>
    </span>
  );
}
