import type { ReactNode } from 'react';
import type { Told } from '../../api/told';

/** What every act on a break is given: the case, and whom to tell what came of it. */
export interface BreakActProps {
  readonly one: Told<'ReconciliationBreak'>;
  readonly onSaid: (said: ReactNode) => void;
}
