import type { Facts, Order, Party, Thing } from './reference-facts.js';
import type { ReferenceMarket } from './reference-market.js';

type Side = 'buy' | 'sell';
const NINETY_DAYS = 90 * 86_400_000_000;

interface Bidder {
  readonly party: Party;
  readonly quantity: number;
  readonly deposit: number;
  /** The last bid that counts; undefined before the first, and after a kill switch took it back. */
  bid?: { readonly no: number; readonly price: number; readonly quantity: number };
}

interface Bidding {
  readonly no: number;
  readonly orderNo: number;
  readonly party: Party;
  readonly thing: Thing;
  readonly terms: Facts;
  readonly bidders: Bidder[];
  isOpen: boolean;
}

/** One-way biddings as docs/trading-methods.md tells of them; what they hold is added up when somebody asks. */
export class ReferenceBiddings {
  biddings: Bidding[] = [];
  count = 0;
  awarded = 0;

  constructor(private readonly market: ReferenceMarket) {}

  decide(kind: string, c: Facts, seq: number, at: number): string | Facts | undefined {
    if (kind === 'open-one-way-bidding') return this.notice(c, seq, at);
    const bidding = this.biddings.find((one) => one.no === c.biddingNo && one.isOpen);
    if (kind === 'close-one-way-bidding')
      return bidding === undefined ? 'market.bidding_unknown' : this.close(bidding, at);
    if (kind !== 'register-one-way' && kind !== 'bid-one-way') return undefined;
    if (bidding === undefined) return 'market.bidding_unknown';
    const party = this.market.parties.find((p) => p.no === c.accountNo);
    const barred = this.market.admits(party, c.org, bidding.thing, () => true);
    if (barred !== '' || party === undefined) return barred;
    return kind === 'register-one-way'
      ? this.register(bidding, party, c.quantity, at)
      : this.bid(bidding, party, c, seq, at);
  }

  startDay(): void {
    this.biddings = this.biddings.filter((one) => one.isOpen);
  }

  held(no: number, asset: number): number {
    let sum = 0;
    for (const { party, thing, terms, bidders } of this.biddings.filter((one) => one.isOpen)) {
      const { side, quantity, ceilingFen } = terms;
      const owed = side === 'sell' ? quantity : this.costOf(quantity, ceilingFen);
      if (party.no === no && asset === (side === 'sell' ? thing.no : 0)) sum += owed;
      for (const { party: bidder, deposit, bid } of bidders) {
        if (bidder.no !== no) continue;
        if (asset === 0) sum += deposit;
        if (bid === undefined) continue;
        if (side === 'buy' && asset === thing.no) sum += bid.quantity;
        // The deposit is a part of the price.
        if (side === 'sell' && asset === 0)
          sum += Math.max(0, this.costOf(bid.quantity, bid.price) - deposit);
      }
    }
    return sum;
  }

  withdrawOf(isReached: (party: Party, thing: Thing) => boolean): void {
    for (const { thing, bidders } of this.biddings.filter((one) => one.isOpen))
      for (const bidder of bidders) if (isReached(bidder.party, thing)) bidder.bid = undefined;
  }

  /** At the end of a day: what was due and waits for a kill switch. */
  endSuspended(at: number): void {
    for (const one of this.biddings)
      if (at >= one.terms.biddingClosesAt && this.market.switches.bars(one.party.org, one.thing.no))
        one.isOpen = false;
  }

  private notice(t: Facts, seq: number, at: number): string | Facts {
    const { market } = this;
    const party = market.parties.find((p) => p.no === t.accountNo);
    const thing = market.things.find((one) => one.no === t.instrumentNo);
    const barred = market.admits(party, party?.org ?? '', thing, () => true);
    if (barred !== '' || party === undefined || thing === undefined) return barred;
    if (this.biddings.filter((one) => one.isOpen && one.party === party).length >= 100)
      return 'market.too_many_biddings';
    const { side, quantity, floorFen, ceilingFen, reserveFen, depositBps } = t;
    if (quantity < 1) return 'market.quantity_too_small';
    if (quantity % thing.lot !== 0) return 'market.quantity_off_lot';
    const prices = [floorFen, reserveFen, ceilingFen];
    if (prices.some((price) => price < 0 || price % thing.tick !== 0)) return 'market.price_off_tick';
    const given = prices.filter((price) => price > 0);
    const sorted = [...given].sort((a, b) => a - b);
    if ((side === 'sell' ? floorFen : ceilingFen) === 0 || given.join() !== sorted.join())
      return 'market.one_way_prices_wrong';
    if (Math.max(...prices) * quantity > market.rules.valueMax) return 'market.order_value_too_large';
    if (depositBps < market.rules.oneWayDepositMinBps! || depositBps > 10_000)
      return 'market.deposit_out_of_range';
    const { registrationOpensAt: ro, registrationClosesAt: rc, biddingOpensAt: bo, biddingClosesAt: bc } = t;
    const inOrder = ro <= bo && ro < rc && rc <= bc && bo < bc && at < rc;
    if (!inOrder || bc > at + NINETY_DAYS) return 'market.one_way_times_wrong';
    const short = market.short(
      party,
      thing,
      side,
      side === 'sell' ? quantity : this.costOf(quantity, ceilingFen),
      0,
    );
    if (short !== '') return short;
    const no = ++this.count;
    this.biddings.push({ no, orderNo: seq, party, thing, terms: t, bidders: [], isOpen: true });
    return { biddingNo: no };
  }

  private register(
    { no, party: initiator, thing, terms, bidders }: Bidding,
    party: Party,
    quantity: number,
    at: number,
  ): string | Facts {
    if (at < terms.registrationOpensAt || at >= terms.registrationClosesAt)
      return 'market.registration_closed';
    if (initiator.group === party.group) return 'market.same_owner_group';
    if (bidders.some((one) => one.party === party)) return 'market.already_registered';
    const unfit = sizeFault(terms, thing, quantity);
    if (unfit !== '') return unfit;
    const base = terms.side === 'sell' ? terms.floorFen : terms.ceilingFen;
    // Of whole fen, rounded up.
    const exact = BigInt(quantity) * BigInt(base) * BigInt(terms.depositBps);
    const deposit = Number(exact / 10_000n) + (exact % 10_000n > 0n ? 1 : 0);
    if (deposit > this.market.free(party.no, 0)) return 'market.insufficient_cash';
    bidders.push({ party, quantity, deposit });
    return { biddingNo: no, state: 'REGISTERED', quantity, depositFen: deposit };
  }

  private bid(
    { no, thing, terms, bidders }: Bidding,
    party: Party,
    c: Facts,
    seq: number,
    at: number,
  ): string | Facts {
    const { market } = this;
    if (at < terms.biddingOpensAt || at >= terms.biddingClosesAt) return 'market.bidding_closed';
    const bidder = bidders.find((one) => one.party === party);
    if (bidder === undefined) return 'market.not_registered';
    const unfit = sizeFault(terms, thing, c.quantity);
    if (unfit !== '') return unfit;
    if (c.quantity > bidder.quantity) return 'market.quantity_too_large';
    if (c.price <= 0 || c.price % thing.tick !== 0) return 'market.price_off_tick';
    if (c.price < terms.floorFen || (terms.ceilingFen > 0 && c.price > terms.ceilingFen))
      return 'market.bid_out_of_range';
    if (c.price * c.quantity > market.rules.valueMax) return 'market.order_value_too_large';
    const { bid: before, deposit } = bidder;
    if (before !== undefined) {
      const isBetter = terms.side === 'sell' ? c.price > before.price : c.price < before.price;
      if (!isBetter || c.quantity < before.quantity) return 'market.bid_not_better';
    }
    // As if the bid before had never been.
    const cost = this.costOf(c.quantity, c.price);
    bidder.bid = undefined;
    const buys = terms.side === 'sell';
    const short = market.short(
      party,
      thing,
      buys ? 'buy' : 'sell',
      buys ? Math.max(0, cost - deposit) : c.quantity,
      0,
    );
    bidder.bid = short === '' ? { no: seq, price: c.price, quantity: c.quantity } : before;
    if (short !== '') return short;
    const heldFen = buys ? Math.max(deposit, cost) : deposit;
    return { biddingNo: no, state: 'BID', price: c.price, quantity: c.quantity, heldFen };
  }

  private close(bidding: Bidding, at: number): string | Facts {
    const { market } = this;
    const { no, party, thing, terms, bidders } = bidding;
    if (at < terms.biddingClosesAt) return 'market.bidding_not_over';
    if (!market.open) return 'market.day_not_open';
    if (market.venueHalted || thing.halted) return 'market.halted';
    if (market.switches.bars(party.org, thing.no)) return 'market.kill_switch';
    bidding.isOpen = false;
    const done = (reason: string, awarded: number): Facts => ({
      ...{ biddingNo: no, state: awarded > 0 ? 'AWARDED' : 'FAILED', reason, awarded },
    });
    if (party.state !== 'ACTIVE') return done('initiator_barred', 0);
    const standing = bidders.filter(
      (one) =>
        one.bid !== undefined &&
        one.party.state === 'ACTIVE' &&
        !market.switches.bars(one.party.org, thing.no),
    );
    if (standing.length === 0) return done('no_bids', 0);
    const sign = terms.side === 'sell' ? -1 : 1;
    const line = standing
      .filter(({ bid }) => terms.reserveFen === 0 || sign * bid!.price <= sign * terms.reserveFen)
      .sort((a, b) => sign * (a.bid!.price - b.bid!.price) || a.bid!.no - b.bid!.no);
    const own = orderOf(bidding, party, terms.side, bidding.orderNo, terms.quantity);
    for (const { party: winner, bid } of terms.rule === 'WHOLE' ? line.slice(0, 1) : line) {
      if (own.filled === own.quantity) break;
      const theirs = orderOf(bidding, winner, terms.side === 'sell' ? 'buy' : 'sell', bid!.no, bid!.quantity);
      market.exchange(own, theirs, bid!.price, false);
    }
    if (own.filled > 0) this.awarded += 1;
    return own.filled === 0 ? done('under_reserve', 0) : done('', own.filled);
  }

  private costOf(quantity: number, price: number): number {
    return quantity * price + this.market.fee('buy', quantity * price);
  }
}

function sizeFault({ rule, quantity: all }: Facts, { lot }: Thing, quantity: number): string {
  if (quantity < (rule === 'WHOLE' ? all : 1)) return 'market.quantity_too_small';
  if (quantity > all) return 'market.quantity_too_large';
  return quantity % lot === 0 ? '' : 'market.quantity_off_lot';
}

function orderOf({ thing }: Bidding, party: Party, side: Side, no: number, quantity: number): Order {
  return {
    ...{ no, party, thing, side, client: '', giveWay: '', makesOnly: false, price: 0, quantity, place: 0 },
    ...{ filled: 0, cancelled: 0, spent: 0, fees: 0, ended: '' },
  };
}
