import { Progress } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../words/define-words';
import { words } from './words';

export interface JobShown {
  readonly title: string;
  readonly state: 'running' | 'done' | 'failed';
  /** Steps done of all steps; absent where the service does not count them. */
  readonly done?: number;
  readonly all?: number;
  /** What it says about itself. */
  readonly text?: ReactNode;
}

/** Work that outlives a page: where it stands, and that one may leave. Ask for it again with `refetchInterval`. */
export function LongJob({ title, state, done, all, text }: JobShown): ReactNode {
  const say = useWords(words);
  const percent =
    done === undefined || all === undefined || all === 0 ? undefined : Math.floor((done * 100) / all);
  return (
    <section className="sheet stack" aria-live="polite">
      <header>
        <h3>{title}</h3>
        <span className="quiet">{say(`job.${state}`)}</span>
      </header>
      {state !== 'running' ? null : (
        <Progress
          percent={percent ?? 100}
          showInfo={percent !== undefined}
          status="active"
          aria-label={`${title}: ${say(`job.${state}`)}`}
        />
      )}
      {text}
      {state === 'running' && <p className="quiet">{say('job.leave')}</p>}
    </section>
  );
}
