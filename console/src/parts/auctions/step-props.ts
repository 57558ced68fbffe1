import type { Auction } from './queries';

export interface StepProps {
  readonly auction: Auction;
  readonly onSaid: (said: string) => void;
}
