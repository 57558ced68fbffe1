import type { ReactNode } from 'react';
import { compare, grouped } from '../format/decimal';
import { instantText, zoneLabel } from '../format/instant';
import { useWords } from '../words/define-words';
import { language } from '../words/language';
import { words } from './words';

/** A decimal text, grouped; `unit` is said once, after it. */
export function Amount({
  of,
  unit,
}: {
  of: string | null | undefined;
  unit?: string | undefined;
}): ReactNode {
  if (of === null || of === undefined) return <span className="quiet">—</span>;
  return (
    <span className="number">
      {grouped(of)}
      {unit !== undefined && <span className="quiet"> {unit}</span>}
    </span>
  );
}

/** Never colour alone: an arrow, a sign, and a word for those who hear the page. */
export function Change({ of, unit = '' }: { of: string; unit?: string }): ReactNode {
  const say = useWords(words);
  const sign = compare(of, '0');
  const kind = sign > 0 ? 'up' : sign < 0 ? 'down' : 'none';
  return (
    <span className={`number ${kind}`}>
      <span aria-hidden="true">{{ up: '▲', down: '▼', none: '■' }[kind]} </span>
      <span className="seen-by-readers">{say(`change.${kind}`)} </span>
      {sign > 0 ? '+' : ''}
      {grouped(of)}
      {unit}
    </span>
  );
}

/** An instant on the market's clock; the title says which clock. */
export function Moment({
  at,
  style = 'full',
}: {
  at: string | null | undefined;
  style?: 'full' | 'time' | 'minute';
}): ReactNode {
  if (at === null || at === undefined) return <span className="quiet">—</span>;
  const spoken = language();
  return (
    <time dateTime={at} title={`${instantText(at, spoken)} ${zoneLabel(spoken)}`} className="number">
      {instantText(at, spoken, style)}
    </time>
  );
}

export function ZoneLabel(): ReactNode {
  return <span className="quiet">{zoneLabel(language())}</span>;
}
