import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import { ActButton } from '../../parts/act-button';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { Proposed } from './proposed';
import { words } from './sessions-words';

export interface HaltButtonsProps {
  /** Null: the whole venue. */
  readonly symbol: string | null;
  readonly isHalted: boolean;
  readonly onSaid: (said: ReactNode) => void;
}

/** The brake: proposed here, decided by the supervisor. */
export function HaltButtons({ symbol, isHalted, onSaid }: HaltButtonsProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const isAllowed = usePower('halt.propose');
  if (!isAllowed) return null;
  const name = symbol ?? say('venue.whole');
  const door = isHalted ? 'resumptions' : 'halts';
  const told = (part: 'venue' | 'title' | 'act' | 'what' | 'reason'): string =>
    isHalted ? say(`resume.${part}`, { name }) : say(`halt.${part}`, { name });
  return (
    <ActButton
      label={symbol === null ? told('venue') : say(isHalted ? 'resume' : 'halt')}
      title={told('title')}
      act={told('act')}
      consequence={told('what')}
      reason={told('reason')}
      isDestructive={!isHalted}
      needsSecondPerson
      size={symbol === null ? 'middle' : 'small'}
      facts={[door, symbol]}
      perform={(reason, key) =>
        answer(
          api.POST(`/api/v1/venues/{venue}/${door}`, {
            params: { path: { venue }, header: { 'Idempotency-Key': key } },
            body: { symbol, reason },
          }),
        )
      }
      refresh={[
        ['proposals', venue],
        ['inbox', venue],
      ]}
      onDone={(made) => onSaid(<Proposed made={made} />)}
    />
  );
}
