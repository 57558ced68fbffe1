import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'quiet';

/** A state as a word with a colour behind it; the word says it all. */
export function Mark({ tone, children }: { tone: Tone; children: ReactNode }): ReactNode {
  return <span className={`mark-word ${tone}`}>{children}</span>;
}
