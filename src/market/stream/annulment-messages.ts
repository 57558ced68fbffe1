import { CENTS, formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import type { DecidedRecord, VenueEvent } from '../../sequencer/index.js';
import type { MarketFacts } from '../queries/market-view.js';
import type { FeedMessage } from './feed-message.js';

/** What clearing tells of a trade that was taken back. */
interface ToldAnnulment {
  readonly tradeNo: number;
  readonly instrumentNo: number;
  readonly buyer: number;
  readonly seller: number;
  readonly quantity: number;
  readonly value: number;
  readonly tradingDay: string;
  readonly reason: string;
}

/** An annulled trade: one message on the tape, without names, and one to each side. */
export function annulmentMessages(
  { registry }: MarketFacts,
  event: VenueEvent,
  { seq, at }: DecidedRecord,
): FeedMessage[] {
  const told = event as unknown as ToldAnnulment;
  const { tradeNo, instrumentNo, buyer, seller, quantity, value, tradingDay, reason } = told;
  const { symbol, unitScale } = registry.instrument(instrumentNo)!;
  const data = (side?: string): object => ({
    ...{ event: 'annulled', tradeNo, symbol, ...(side === undefined ? {} : { side }) },
    price: formatDecimal(value / quantity, CENTS),
    quantity: formatDecimal(quantity, unitScale),
    ...{ tradingDay, reason, at: formatInstant(at) },
  });
  const own = (accountNo: number, side: string): FeedMessage => ({
    ...{ channel: 'orders', seq, instrumentNo, accountNo },
    ...{ org: registry.account(accountNo)!.org, data: data(side) },
  });
  return [
    { channel: 'trades', seq, instrumentNo, accountNo: 0, org: '', data: data() },
    own(buyer, 'buy'),
    own(seller, 'sell'),
  ];
}
