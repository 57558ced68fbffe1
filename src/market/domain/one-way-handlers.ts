import { isAmount, multiply, productFits, ratio } from '../../kernel/amount.js';
import type { Json } from '../../kernel/json.js';
import { ONE_WAY_BIDDERS_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome, type Rejected } from '../../kernel/rejection.js';
import { CASH } from '../../ledger/domain/system-accounts.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import { admitTo, checkFunds, type Venue } from './admission.js';
import { checkHolding } from './holdings.js';
import { holdFor } from './matching.js';
import { closeBidding } from './one-way-award.js';
import {
  basePrice,
  bidderSide,
  isBetter,
  type OneWayBidder,
  type OneWayBidding,
  phaseAt,
} from './one-way-bidding.js';
import type { MarketWorld } from './world.js';

const BPS = 10_000;

interface BiddingNamed extends Command {
  readonly org: string;
  readonly biddingNo: number;
  readonly accountNo: number;
  readonly quantity: number;
}
interface Bid extends BiddingNamed {
  readonly price: number;
}

/** Takes part: the deposit is held from now to the close. */
function register(world: MarketWorld, command: BiddingNamed, context: CommandContext): Outcome<Json> {
  const found = find(world, command, context);
  if (!found.ok) return found;
  const { bidding, venue } = found.value;
  const { at } = context;
  if (at < bidding.registrationOpensAt || at >= bidding.registrationClosesAt)
    return reject('market.registration_closed');
  if (world.registry.account(bidding.accountNo)?.ownerGroup === venue.account.ownerGroup)
    return reject('market.same_owner_group');
  const { accountNo, quantity } = command;
  if (bidding.bidders.some((bidder) => bidder.accountNo === accountNo))
    return reject('market.already_registered');
  if (bidding.bidders.length >= ONE_WAY_BIDDERS_MAX) return reject('market.too_many_bidders');
  const wrong = checkQuantity(venue, bidding, quantity);
  if (wrong !== undefined) return wrong;
  // Rounded up: a deposit is never less than the notice asks.
  const deposit = ratio(multiply(quantity, basePrice(bidding)), bidding.depositBps, BPS, 'CEIL');
  const short = checkFunds(world, venue, 'buy', deposit);
  if (short !== undefined) return short;

  world.ledger.hold(accountNo, CASH, deposit);
  world.market.oneWay.register(bidding, {
    ...{ accountNo, quantity, registeredAt: at, deposit, cover: 0, price: 0, bidQuantity: 0, orderNo: 0 },
    ...{ bidAt: 0, awarded: 0, state: 'REGISTERED' },
  });
  const { biddingNo } = bidding;
  context.emit({ type: 'OneWayBidderRegistered', biddingNo, accountNo, quantity, deposit });
  return accept({ biddingNo, state: 'REGISTERED', quantity, depositFen: deposit });
}

/** The bid is held in full, so that no winner can fail to pay or deliver. A later bid is a better one, or none. */
function bid(world: MarketWorld, command: Bid, context: CommandContext): Outcome<Json> {
  const found = find(world, command, context);
  if (!found.ok) return found;
  const { bidding, venue } = found.value;
  if (phaseAt(bidding, context.at) !== 'BIDDING') return reject('market.bidding_closed');
  const { accountNo, price, quantity } = command;
  const bidder = bidding.bidders.find((one) => one.accountNo === accountNo);
  if (bidder === undefined) return reject('market.not_registered');
  const wrong = checkBid(venue, bidding, bidder, price, quantity);
  if (wrong !== undefined) return wrong;
  const cover = coverOf(world, bidding, bidder, price, quantity);
  const short = checkFunds(world, venue, bidderSide(bidding), cover, bidder.cover);
  if (short !== undefined) return short;
  const tooMuch = bidderSide(bidding) === 'buy' ? checkHolding(world, venue, quantity) : undefined;
  if (tooMuch !== undefined) return tooMuch;

  const asset = bidderSide(bidding) === 'buy' ? CASH : bidding.instrumentNo;
  world.ledger.release(accountNo, asset, bidder.cover);
  world.ledger.hold(accountNo, asset, cover);
  const { seq, at, emit } = context;
  Object.assign(bidder, { cover, price, bidQuantity: quantity, orderNo: seq, bidAt: at, state: 'BID' });
  world.market.oneWay.bid(bidding, bidder);
  const { biddingNo } = bidding;
  emit({ type: 'OneWayBidPlaced', biddingNo, accountNo, price, quantity });
  // A seller's cover is goods.
  const heldFen = bidder.deposit + (asset === CASH ? cover : 0);
  return accept({ biddingNo, state: 'BID', price, quantity, heldFen });
}

export const oneWayHandlers: Handlers = {
  'register-one-way': register,
  'bid-one-way': bid,
  'close-one-way-bidding': closeBidding,
};

function find(
  world: MarketWorld,
  { org, biddingNo, accountNo }: BiddingNamed,
  context: CommandContext,
): Outcome<{ bidding: OneWayBidding; venue: Venue }> {
  const bidding = world.market.oneWay.bidding(biddingNo);
  if (bidding === undefined) return reject('market.bidding_unknown');
  const admitted = admitTo(world, org, accountNo, bidding.instrumentNo, context, 'one_way');
  return admitted.ok ? accept({ bidding, venue: admitted.value }) : admitted;
}

function checkQuantity(
  { instrument, pack }: Venue,
  bidding: OneWayBidding,
  quantity: number,
): Rejected | undefined {
  const min = bidding.rule === 'WHOLE' ? bidding.quantity : 1;
  if (!isAmount(quantity) || quantity < min) return reject('market.quantity_too_small', { data: { min } });
  if (quantity > bidding.quantity)
    return reject('market.quantity_too_large', { data: { max: bidding.quantity } });
  const step = Math.max(instrument.lotUnits, pack.quantityStep);
  return quantity % step === 0 ? undefined : reject('market.quantity_off_lot', { data: { step } });
}

function checkBid(
  venue: Venue,
  bidding: OneWayBidding,
  bidder: OneWayBidder,
  price: number,
  quantity: number,
): Rejected | undefined {
  const wrong = checkQuantity(venue, bidding, quantity);
  if (wrong !== undefined) return wrong;
  if (quantity > bidder.quantity)
    return reject('market.quantity_too_large', { data: { max: bidder.quantity } });
  const { tickFen } = venue.instrument;
  if (!isAmount(price) || price === 0 || price % tickFen !== 0)
    return reject('market.price_off_tick', { data: { tickFen } });
  const { floorFen, ceilingFen } = bidding;
  if (price < floorFen || (ceilingFen > 0 && price > ceilingFen))
    return reject('market.bid_out_of_range', { data: { floorFen, ceilingFen } });
  const max = venue.pack.orderValueMaxFen;
  if (!productFits(price, quantity) || price * quantity > max)
    return reject('market.order_value_too_large', { data: { maxFen: max } });
  const isFirst = bidder.orderNo === 0;
  if (!isFirst && (!isBetter(bidding, price, bidder.price) || quantity < bidder.bidQuantity))
    return reject('market.bid_not_better', {
      data: { priceFen: bidder.price, quantity: bidder.bidQuantity },
    });
  return undefined;
}

/** What the bid needs beyond the deposit, which counts towards a buyer's price; a seller offers the goods themselves. */
function coverOf(
  world: MarketWorld,
  bidding: OneWayBidding,
  { deposit }: OneWayBidder,
  price: number,
  quantity: number,
): number {
  const side = bidderSide(bidding);
  const order = { side, price, value: 0, fees: 0, method: 'one_way' } as const;
  const needed = holdFor(world.rules.pack(bidding.packNo)!, order, quantity);
  return side === 'sell' ? needed : Math.max(0, needed - deposit);
}
