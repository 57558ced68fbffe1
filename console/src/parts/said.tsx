import type { ReactNode } from 'react';

/** What became of the last deed on this screen. */
export function Said({ children }: { children: ReactNode }): ReactNode {
  if (children === undefined || children === null) return null;
  return (
    <p className="note good" role="status" data-testid="said">
      {children}
    </p>
  );
}
