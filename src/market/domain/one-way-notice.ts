import { isAmount, productFits } from '../../kernel/amount.js';
import { ONE_WAY_BIDDINGS_MAX, ONE_WAY_DAYS_MAX } from '../../kernel/limits.js';
import type { Rejection } from '../../kernel/rejection.js';
import { CASH } from '../../ledger/domain/system-accounts.js';
import type { ApprovalExecutor } from '../../approvals/domain/executor.js';
import type { CommandContext } from '../../sequencer/domain/command.js';
import { admitTo, checkFunds, type Venue } from './admission.js';
import { holdFor } from './matching.js';
import { basePrice, type OneWayTerms } from './one-way-bidding.js';
import type { MarketWorld } from './world.js';

const DAY_MICROS = 86_400_000_000;

/** An application becomes a notice when the exchange signs it; from then on what the initiator owes is held. */
export const openOneWayBidding: ApprovalExecutor<MarketWorld, OneWayTerms> = {
  owner: (world, { accountNo }) => world.registry.account(accountNo)?.org ?? '',
  check(world, terms, context) {
    const admitted = admit(world, terms, context);
    if (!admitted.ok) return admitted.rejection;
    if (world.market.oneWay.countOf(terms.accountNo) >= ONE_WAY_BIDDINGS_MAX)
      return { code: 'market.too_many_biddings' };
    const wrong = checkTerms(admitted.value, terms, context);
    if (wrong !== undefined) return wrong;
    const short = checkFunds(world, admitted.value, terms.side, initiatorHold(admitted.value, terms));
    return short?.rejection;
  },
  execute(world, terms, context) {
    const admitted = admit(world, terms, context);
    if (!admitted.ok) throw new Error('an application is checked before it becomes a notice');
    const { market, pack } = admitted.value;
    const held = initiatorHold(admitted.value, terms);
    const { oneWay } = world.market;
    world.market.keep(market);
    world.ledger.hold(terms.accountNo, terms.side === 'sell' ? terms.instrumentNo : CASH, held);
    const biddingNo = oneWay.nextNo();
    oneWay.notice({
      ...terms,
      ...{ biddingNo, packNo: pack.packNo, orderNo: context.seq, noticedAt: context.at, bidders: [], held },
      ...{ state: 'OPEN', reason: '', awarded: 0, changedAt: context.at },
    });
    const { instrumentNo, side, quantity } = terms;
    context.emit({ type: 'OneWayBiddingNoticed', biddingNo, instrumentNo, side, quantity });
    return { biddingNo };
  },
};

function admit(world: MarketWorld, terms: OneWayTerms, context: CommandContext): ReturnType<typeof admitTo> {
  const org = world.registry.account(terms.accountNo)?.org ?? '';
  return admitTo(world, org, terms.accountNo, terms.instrumentNo, context, 'one_way');
}

/** Units for a seller; for a buyer the whole quantity at the ceiling, with the fee. */
function initiatorHold({ pack }: Venue, terms: OneWayTerms): number {
  const order = { side: terms.side, price: terms.ceilingFen, value: 0, fees: 0, method: 'one_way' } as const;
  return holdFor(pack, order, terms.quantity);
}

/** What the notice says: quantity, prices, deposit, times. */
function checkTerms(
  { instrument, pack }: Venue,
  terms: OneWayTerms,
  { at }: CommandContext,
): Rejection | undefined {
  const { quantity, floorFen, ceilingFen, reserveFen, depositBps } = terms;
  const min = pack.quantityMinOneWay;
  // Admitted, so the market knows the method.
  const minBps = pack.oneWayDepositMinBps!;
  const step = Math.max(instrument.lotUnits, pack.quantityStep);
  if (!isAmount(quantity) || quantity < min) return { code: 'market.quantity_too_small', data: { min } };
  if (quantity % step !== 0) return { code: 'market.quantity_off_lot', data: { step } };
  const { tickFen } = instrument;
  for (const price of [floorFen, ceilingFen, reserveFen])
    if (!isAmount(price) || price % tickFen !== 0)
      return { code: 'market.price_off_tick', data: { tickFen } };
  if (!arePricesInOrder(terms)) return { code: 'market.one_way_prices_wrong' };
  const dearest = Math.max(floorFen, ceilingFen, reserveFen);
  if (!productFits(dearest, quantity) || dearest * quantity > pack.orderValueMaxFen)
    return {
      code: 'market.order_value_too_large',
      rule: pack.rule('order.valueMax'),
      data: { maxFen: pack.orderValueMaxFen },
    };
  if (!isAmount(depositBps) || depositBps < minBps || depositBps > 10_000)
    return {
      code: 'market.deposit_out_of_range',
      rule: pack.rule('oneWay.depositMin'),
      data: { minBps },
    };
  const { registrationOpensAt, registrationClosesAt, biddingOpensAt, biddingClosesAt } = terms;
  const times = [registrationOpensAt, registrationClosesAt, biddingOpensAt, biddingClosesAt];
  const isInOrder =
    times.every(isAmount) &&
    registrationOpensAt <= biddingOpensAt &&
    registrationOpensAt < registrationClosesAt &&
    registrationClosesAt <= biddingClosesAt &&
    biddingOpensAt < biddingClosesAt &&
    at < registrationClosesAt;
  return isInOrder && biddingClosesAt <= at + ONE_WAY_DAYS_MAX * DAY_MICROS
    ? undefined
    : { code: 'market.one_way_times_wrong', data: { days: ONE_WAY_DAYS_MAX } };
}

/** A seller needs a floor, a buyer a ceiling; floor ≤ reserve ≤ ceiling, as far as each is given. */
function arePricesInOrder(terms: OneWayTerms): boolean {
  const { floorFen, ceilingFen, reserveFen } = terms;
  if (basePrice(terms) === 0) return false;
  const given = [floorFen, reserveFen, ceilingFen].filter((price) => price > 0);
  return given.every((price, i) => i === 0 || given[i - 1] <= price);
}
