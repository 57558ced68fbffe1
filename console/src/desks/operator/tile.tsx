import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Page } from '../../api/client';
import type { Tone } from '../../parts/mark';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './today-words';

interface Shown {
  readonly value: string;
  readonly more: string;
  readonly tone: Tone;
}

/** One question of the day: its answer, and the way to what is behind it. */
export function Tile<T>({
  name,
  to,
  query,
  show,
}: {
  name: string;
  to: string;
  query: UseQueryResult<T>;
  show: (data: T) => Shown;
}): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const shown: Shown =
    query.data !== undefined
      ? show(query.data)
      : query.isError
        ? { value: '?', more: say('tile.failed'), tone: 'bad' }
        : { value: '…', more: '', tone: 'quiet' };
  return (
    <li>
      <Link className={`tile ${shown.tone}`} to={`/${venue}/operator/${to}`} data-tile={to}>
        <span className="quiet">{name}</span>
        <span className="value">{shown.value}</span>
        <span>{shown.more}</span>
      </Link>
    </li>
  );
}

/** How many there are, as far as one page counts. */
export const counted = ({ items, next }: Page<unknown>): string =>
  `${items.length}${next === undefined ? '' : '+'}`;
export const toneOf = ({ items }: Page<unknown>, some: Tone): Tone => (items.length === 0 ? 'good' : some);
