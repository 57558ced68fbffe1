import type { StepKey } from './tour-state';

/** Where one sees what the step is about. */
const SCREENS: Readonly<Record<StepKey, string>> = {
  issue: '',
  approve: '',
  distribute: '',
  sell: 'trading/market',
  buy: 'trading/market',
  settle: '',
  verify: 'trading/trades',
};

/** The address of it; without a screen of its own, the first of that person's desks. */
export function firstScreenOf(step: StepKey, venue: string): string {
  return `/${venue}/${SCREENS[step]}`.replace(/\/$/, '');
}
