import type { Told } from '../../api/told';
import type { BiddingWithAwards } from './queries';

export interface PartProps {
  readonly bidding: BiddingWithAwards;
  readonly instrument: Told<'Instrument'>;
}
