import type { StepKey, TourFacts } from './tour-state';

/** Whose step it is, and where one sees what it is about. */
interface Place {
  readonly login: string;
  readonly screen: (facts: TourFacts) => string;
}

/** The batch of this tour once there is one; until then where batches are. */
const batch = ({ batchId }: TourFacts): string =>
  batchId === undefined ? 'regulator/batches' : `regulator/batches/${encodeURIComponent(batchId)}`;
const market = ({ symbol }: TourFacts): string =>
  symbol === undefined ? 'trading/market' : `trading/market?symbol=${encodeURIComponent(symbol)}`;

const PLACES: Readonly<Record<StepKey, Place>> = {
  issue: { login: 'issuer', screen: batch },
  approve: { login: 'approver', screen: batch },
  distribute: { login: 'clearing1', screen: batch },
  sell: { login: 'plant-a', screen: market },
  buy: { login: 'plant-b', screen: market },
  settle: { login: 'clearing1', screen: () => 'operator/settlement/runs' },
  verify: { login: 'plant-b', screen: () => 'trading/trades' },
};

export function personOf(step: StepKey): string {
  return PLACES[step].login;
}

/** The very screen where the step happens. */
export function screenOf(step: StepKey, venue: string, facts: TourFacts): string {
  return `/${venue}/${PLACES[step].screen(facts)}`;
}
