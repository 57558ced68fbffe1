import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Empty } from '../parts/states';
import { useWords } from '../words/define-words';
import { words } from './words';

export function NothingHere(): ReactNode {
  const say = useWords(words);
  return (
    <Empty title={say('nothing.title')}>
      <Link to="/">{say('nothing.home')}</Link>
    </Empty>
  );
}
