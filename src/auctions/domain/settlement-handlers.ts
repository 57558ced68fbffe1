import type { Json } from '../../kernel/json.js';
import { accept, type Outcome } from '../../kernel/rejection.js';
import { CASH } from '../../ledger/domain/system-accounts.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import type { Auction, AuctionAward } from './auction.js';
import { carryOn, endAuction, releaseMoney, releaseUnits } from './ending.js';
import { auctionIn, type AuctionsWorld } from './world.js';

interface SettleAuction extends Command {
  readonly auctionNo: number;
}

export const settlementHandlers: Handlers = { 'settle-auction': settle };

/**
 * Delivery versus payment of every award that can be paid. Who has not paid when the time is over loses the deposit
 * behind the award, and the units count as unsold. May be asked again and again: nothing moves twice.
 */
function settle(world: AuctionsWorld, { auctionNo }: SettleAuction, context: CommandContext): Outcome<Json> {
  const found = auctionIn(world, auctionNo, ['CLEARED']);
  if (!found.ok) return found;
  const auction = found.value;
  const isLate = context.at > auction.result!.payBy;
  for (const award of auction.awards) {
    if (award.state !== 'DUE') continue;
    if (world.ledger.withdrawable(award.accountNo) >= unfunded(award))
      deliver(world, auction, award, context);
    else if (isLate) forfeit(world, auction, award, context);
  }
  const count = (state: AuctionAward['state']): number =>
    auction.awards.filter((award) => award.state === state).length;
  const left = count('DUE');
  if (left === 0) {
    endAuction(world, auction, 'SETTLED', '', context);
    carryOn(world, auction, unsoldOf(auction), context);
  }
  return accept({
    auctionNo,
    state: auction.state,
    settled: count('SETTLED'),
    defaulted: count('DEFAULTED'),
    left,
  });
}

function deliver(
  world: AuctionsWorld,
  auction: Auction,
  award: AuctionAward,
  { emit }: CommandContext,
): void {
  const { ledger, registry, auctions } = world;
  const { sellerAccount, instrumentNo } = auction.notice;
  const { awardNo, accountNo, quantity, paymentFen, funding } = award;
  const own = unfunded(award);
  releaseFunding(world, auction, award);
  releaseUnits(world, auction, quantity);
  const cause = { kind: 'auction-award', no: awardNo };
  ledger.post(cause, [
    { account: sellerAccount, asset: instrumentNo, amount: -quantity },
    { account: accountNo, asset: instrumentNo, amount: quantity },
    ...funding.map((part) => ({ account: part.accountNo, asset: CASH, amount: -part.amountFen })),
    ...(own === 0 ? [] : [{ account: accountNo, asset: CASH, amount: -own }]),
    { account: sellerAccount, asset: CASH, amount: paymentFen },
  ]);
  registry.serials.move(instrumentNo, sellerAccount, accountNo, quantity, cause);
  auctions.changeAward(auction, award, 'SETTLED');
  emit({ type: 'AwardSettled', auctionNo: auction.auctionNo, awardNo, accountNo, quantity, paymentFen });
}

/** The deposit goes to the seller, the units stay with it. */
function forfeit(
  world: AuctionsWorld,
  auction: Auction,
  award: AuctionAward,
  { emit }: CommandContext,
): void {
  const { awardNo, accountNo, quantity, funding } = award;
  releaseFunding(world, auction, award);
  releaseUnits(world, auction, quantity);
  const forfeitFen = fundedOf(award);
  if (forfeitFen > 0)
    world.ledger.post({ kind: 'auction-forfeit', no: awardNo }, [
      ...funding.map((part) => ({ account: part.accountNo, asset: CASH, amount: -part.amountFen })),
      { account: auction.notice.sellerAccount, asset: CASH, amount: forfeitFen },
    ]);
  world.auctions.changeAward(auction, award, 'DEFAULTED');
  emit({ type: 'AwardDefaulted', auctionNo: auction.auctionNo, awardNo, accountNo, quantity, forfeitFen });
}

function releaseFunding(world: AuctionsWorld, auction: Auction, { funding }: AuctionAward): void {
  for (const { accountNo, amountFen } of funding)
    releaseMoney(world, auction, auction.bidders.get(accountNo)!, amountFen);
}

function fundedOf({ funding }: AuctionAward): number {
  return funding.reduce((sum, { amountFen }) => sum + amountFen, 0);
}

function unfunded(award: AuctionAward): number {
  return award.paymentFen - fundedOf(award);
}

/** Of the supply itself: what was withheld, and what containment brought and nobody took, is not carried on. */
function unsoldOf({ notice, result, awards }: Auction): number {
  const { sold, withheld } = result!;
  const defaulted = awards
    .filter(({ state }) => state === 'DEFAULTED')
    .reduce((sum, { quantity }) => sum + quantity, 0);
  return notice.supply - withheld - Math.min(sold, notice.supply) + defaulted;
}
