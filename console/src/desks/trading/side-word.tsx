import type { ReactNode } from 'react';
import { useWords } from '../../words/define-words';
import { words } from './words';

/** Which way: a word and a colour, never the colour alone. */
export function SideWord({ side }: { side: 'buy' | 'sell' }): ReactNode {
  const say = useWords(words);
  return <span className={side === 'buy' ? 'up' : 'down'}>{say(`ticket.${side}`)}</span>;
}
