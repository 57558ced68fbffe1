import type { Told } from '../../api/told';
import type { Auction } from './queries';

export interface OwnProps {
  readonly auction: Auction;
  readonly instrument: Told<'Instrument'>;
}
