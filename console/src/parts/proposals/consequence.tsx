import type { ReactNode } from 'react';
import { useWords, wordOf } from '../../words/define-words';
import { useActionName } from './queries';
import { words } from './consequence-words';

/** What carrying it out does, in words. */
export function Consequence({ action }: { action: string }): ReactNode {
  const say = useWords(words);
  const nameOf = useActionName();
  const does = wordOf(say, words, 'does', action);
  return <p>{does === action ? say('does.other', { action: nameOf(action) }) : does}</p>;
}
