import type { Json } from '../../kernel/json.js';
import { accept, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import type { Auction, Bidder, Funding } from './auction.js';
import type { AuctionOutcome } from './clear-auction.js';
import { carryOn, endAuction, releaseMoney, releaseUnits } from './ending.js';
import { bidName, clearingOf, type OpenedAuction } from './opened-auction.js';
import { statisticsOf } from './statistics.js';
import { auctionIn, type AuctionsWorld } from './world.js';

const MICROS_PER_DAY = 86_400_000_000;

interface ClearAuction extends Command {
  readonly auctionNo: number;
}

export const clearingHandlers: Handlers = { 'clear-auction': clear };

/** One price for all. Losers have their deposits back at once; of a winner's, what pays its award stays held. */
function clear(world: AuctionsWorld, { auctionNo }: ClearAuction, context: CommandContext): Outcome<Json> {
  const found = auctionIn(world, auctionNo, ['OPENED']);
  if (!found.ok) return found;
  const auction = found.value;
  const opened = openedOf(auction);
  const outcome = clearingOf(opened);
  const result = resultOf(auction, outcome, context.at);
  if (outcome.sold === 0) {
    world.auctions.change(auction, context.at, { result });
    endAuction(world, auction, 'FAILED', opened.bids.length === 0 ? 'NO_BIDS' : 'SHORTAGE', context);
    carryOn(world, auction, auction.notice.supply, context);
    return accept({ auctionNo, state: auction.state, sold: 0 });
  }
  award(world, auction, outcome);
  world.auctions.change(auction, context.at, { state: 'CLEARED', result });
  const { price, sold, revenue } = outcome;
  context.emit({ type: 'AuctionCleared', auctionNo, price, sold, revenue });
  return accept({ auctionNo, state: auction.state, price, sold, revenue });
}

function openedOf({ notice, auctionNo, openers, bidders, bids }: Auction): OpenedAuction {
  const guarantees = new Map<string, number>();
  for (const { groupName, guaranteeFen } of bidders.values())
    guarantees.set(groupName, (guarantees.get(groupName) ?? 0) + guaranteeFen);
  const counted = [...bids.values()].filter(({ state }) => state === 'COUNTED');
  return {
    ...{ auctionNo, notice, openers: openers as OpenedAuction['openers'] },
    groups: [...guarantees].map(([groupName, guaranteeFen]) => ({ groupName, guaranteeFen })),
    bids: counted.map(({ bidNo, accountNo, price, quantity, placedSeq }) => ({
      ...{ bidNo, groupName: bidders.get(accountNo)!.groupName, quantity: quantity!, placedSeq },
      ...(price !== undefined && { price }),
    })),
  };
}

function award(world: AuctionsWorld, auction: Auction, outcome: AuctionOutcome): void {
  const won = new Map(
    outcome.awards.flatMap(({ bids }) => bids.map(({ bidId, quantity }) => [bidId, quantity])),
  );
  const units = new Map<number, number>();
  for (const bid of auction.bids.values()) {
    const awarded = won.get(bidName(bid.bidNo)) ?? 0;
    if (awarded === 0) continue;
    world.auctions.changeBid(auction, bid, { awarded });
    units.set(bid.accountNo, (units.get(bid.accountNo) ?? 0) + awarded);
  }
  const accounts = [...units].sort(([a], [b]) => a - b);
  const purse = new Map([...auction.bidders.values()].map((bidder) => [bidder, bidder.heldFen]));
  // Each pays from its own deposit first; only what is then left of it stands in for the others of its group.
  const due = accounts.map(([accountNo, quantity]) => {
    const bidder = auction.bidders.get(accountNo)!;
    const paymentFen = quantity * outcome.price;
    const own = draw(purse, bidder, paymentFen);
    return {
      accountNo,
      quantity,
      paymentFen,
      bidder,
      funding: own === 0 ? [] : [{ accountNo, amountFen: own }],
    };
  });
  for (const { bidder, funding, ...facts } of due) {
    const all: Funding[] = [...funding];
    let open = facts.paymentFen - (funding[0]?.amountFen ?? 0);
    for (const sister of auction.bidders.values()) {
      if (open === 0) break;
      if (sister.groupName !== bidder.groupName || sister === bidder) continue;
      const amountFen = draw(purse, sister, open);
      open -= amountFen;
      if (amountFen > 0) all.push({ accountNo: sister.accountNo, amountFen });
    }
    world.auctions.addAward(auction, { ...facts, funding: all });
  }
  for (const [bidder, left] of purse) releaseMoney(world, auction, bidder, left);
  releaseUnits(world, auction, auction.heldUnits - outcome.sold);
}

function draw(purse: Map<Bidder, number>, bidder: Bidder, wanted: number): number {
  const drawn = Math.min(purse.get(bidder)!, wanted);
  purse.set(bidder, purse.get(bidder)! - drawn);
  return drawn;
}

function resultOf(
  { notice }: Auction,
  outcome: AuctionOutcome,
  clearedAt: number,
): NonNullable<Auction['result']> {
  const { price, offered, released, withheld, sold, unsold, containmentSold, revenue } = outcome;
  return {
    ...{ price, offered, released, withheld, sold, unsold, containmentSold, revenue, clearedAt },
    payBy: clearedAt + notice.paymentDays * MICROS_PER_DAY,
    statistics: statisticsOf(outcome),
  };
}
