import type { ReactNode } from 'react';
import { useWords, wordOf } from '../../words/define-words';
import { words } from './power-words';

/** Who holds a power, in words: `transfer.approve` is the enterprise's manager. */
export function usePowerName(): (power: string) => string {
  const say = useWords(words);
  return (power) => wordOf(say, words, 'power', power);
}

export function PowerName({ of }: { of: string }): ReactNode {
  return <span title={of}>{usePowerName()(of)}</span>;
}
