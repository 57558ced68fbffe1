import { CASH } from '../../ledger/domain/system-accounts.js';
import type { CommandContext } from '../../sequencer/domain/command.js';
import { isInScope, type KillSwitch, type SwitchScope } from './kill-switches.js';
import { bidderSide, type OneWayBidding } from './one-way-bidding.js';
import type { MarketWorld } from './world.js';

/**
 * The switch that a bidding waits for: one on everybody, or one on its initiator. The notice is the exchange's word and
 * others have answered it, so nobody's switch takes it back: it stands still until the switch is released.
 */
export function suspending(
  { market, registry }: MarketWorld,
  { accountNo, instrumentNo }: OneWayBidding,
): KillSwitch | undefined {
  return market.killSwitches.barring(registry.account(accountNo)!.org, instrumentNo);
}

/**
 * A switch on one organisation takes its bids back and frees what covers them. It stays registered: after the release it
 * may bid anew, as long as the window lasts. A switch on everybody leaves sealed bids as they are, for nobody can gain by
 * being the first to come back.
 */
export function withdrawBids(
  { market, ledger, registry }: MarketWorld,
  scope: SwitchScope,
  { emit }: CommandContext,
): void {
  if (scope.org === '') return;
  for (const bidding of market.oneWay.open()) {
    const { biddingNo, instrumentNo } = bidding;
    for (const bidder of bidding.bidders) {
      const { accountNo } = bidder;
      const isOf = isInScope(scope, registry.account(accountNo)!.org, instrumentNo);
      if (bidder.state !== 'BID' || !isOf) continue;
      ledger.release(accountNo, bidderSide(bidding) === 'buy' ? CASH : instrumentNo, bidder.cover);
      Object.assign(bidder, {
        cover: 0,
        price: 0,
        bidQuantity: 0,
        orderNo: 0,
        bidAt: 0,
        state: 'REGISTERED',
      });
      market.oneWay.touch(bidding, bidder);
      emit({ type: 'OneWayBidWithdrawn', biddingNo, accountNo, reason: 'kill_switch' });
    }
  }
}
