import type { ReactNode } from 'react';
import { useWords } from '../words/define-words';
import { Moment } from './figures';
import './timetable.css';
import { words } from './words';

export interface TimetableStep {
  readonly key: string;
  readonly label: string;
  readonly at?: string | null;
  readonly detail?: ReactNode;
  readonly state: 'past' | 'now' | 'coming' | 'ended';
}

/** The steps of a procedure in their order: which are over, which one is on, which are still to come. */
export function Timetable({ label, steps }: { label: string; steps: readonly TimetableStep[] }): ReactNode {
  const say = useWords(words);
  return (
    <ol className="timetable" aria-label={label}>
      {steps.map(({ key, label: name, at, detail, state }) => (
        <li key={key} className={state} data-step={key} aria-current={state === 'now' ? 'step' : undefined}>
          <span className="what">
            {name}
            <span className="seen-by-readers"> {say(`step.${state}`)}</span>
          </span>
          {at !== undefined && at !== null && <Moment at={at} style="minute" />}
          {detail !== undefined && <div className="quiet">{detail}</div>}
        </li>
      ))}
    </ol>
  );
}
