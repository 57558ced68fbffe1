import { ReferenceBiddings } from './reference-bidding.js';
import { ReferenceBlocks } from './reference-block.js';
import type { Facts, Order, Party, ReferenceRules, Thing } from './reference-facts.js';
import { ReferenceSwitches } from './reference-switch.js';

/**
 * The market written a second time, from the rules alone: one list of orders, looked through from end to end for
 * every question, and no holds kept anywhere — they are added up when somebody asks. Slow on purpose; never optimise.
 */
export class ReferenceMarket {
  readonly parties: Party[] = [];
  readonly things: Thing[] = [];
  orders: Order[] = [];
  readonly trades: number[][] = [];
  private clientIdsToday: [number, string, number][] = [];
  day = '';
  open = false;
  readonly blocks = new ReferenceBlocks(this);
  readonly biddings = new ReferenceBiddings(this);
  readonly switches = new ReferenceSwitches(this);
  private places = 0;
  venueHalted = false;

  constructor(readonly rules: ReferenceRules) {}

  party(no: number, org: string, group: string, state: string, cash: number, units: number): void {
    this.parties.push({
      no,
      org,
      group,
      state,
      cash,
      goods: new Map(this.things.map((t) => [t.no, units])),
      boughtToday: new Map(),
    });
  }

  thing(no: number, tick: number, lot: number, previousClose: number): void {
    this.things.push({
      no,
      tick,
      lot,
      previousClose,
      halted: false,
      volume: 0,
      value: 0,
      last: 0,
      gathersTo: undefined,
    });
  }

  /** `at`: the same moment as `day` and `hours`, as the times of a notice are given. */
  do(
    kind: string,
    c: Facts,
    seq: number,
    day: string,
    hours: number,
    at = 0,
  ): { code: string; answer: Facts } {
    const result =
      this.decide(kind, c, seq, day, hours, at) ??
      this.blocks.decide(kind, c, seq, day, hours) ??
      this.switches.decide(kind, c, seq) ??
      this.biddings.decide(kind, c, seq, at);
    if (result === undefined) throw new Error(`the reference knows no ${kind}`);
    return typeof result === 'string' ? { code: result, answer: {} } : { code: 'ok', answer: result };
  }

  free(no: number, asset: number): number {
    const party = this.parties.find((p) => p.no === no)!;
    const owned =
      asset === 0
        ? party.cash
        : party.goods.get(asset)! - (this.rules.t1 ? (party.boughtToday.get(asset) ?? 0) : 0);
    return owned - this.held(no, asset);
  }

  held(no: number, asset: number): number {
    const own = this.openOrders().filter(
      (o) =>
        o.party.no === no && (asset === 0 ? o.side === 'buy' : o.side === 'sell' && o.thing.no === asset),
    );
    return own.reduce((sum, order) => sum + this.need(order), this.biddings.held(no, asset));
  }

  openOrders(): Order[] {
    return this.orders.filter((o) => o.ended === '');
  }

  private decide(
    kind: string,
    c: Facts,
    seq: number,
    day: string,
    hours: number,
    at: number,
  ): string | Facts | undefined {
    if (kind === 'place-order') return this.place(c, seq, day, hours);
    if (kind === 'cancel-order') return this.cancel(c);
    if (kind === 'cancel-all-orders') return this.cancelAll(c);
    if (kind === 'amend-order') return this.amend(c, day, hours);
    if (kind === 'pick-listing') return this.pick(c, seq, day, hours);
    if (kind === 'uncross') return this.uncross(c, hours);
    if (kind === 'open-day') return this.openDay(c.day);
    return kind === 'close-day' ? this.closeDay(c.day, at) : undefined;
  }

  private mayTrade(
    party: Party | undefined,
    org: string,
    thing: Thing | undefined,
    day: string,
    hours: number,
  ): string {
    return this.admits(party, org, thing, (known) => {
      const inWindow = this.rules.windows.some(([from, to]) => hours >= from && hours < to);
      return this.open && day === this.day && (inWindow || known.gathersTo !== undefined);
    });
  }

  /** The rungs that all ways of trading share; each has hours of its own. */
  admits(
    party: Party | undefined,
    org: string,
    thing: Thing | undefined,
    isOpen: (thing: Thing) => boolean,
  ): string {
    if (party === undefined || party.org !== org) return 'market.account_unknown';
    if (thing === undefined) return 'market.instrument_unknown';
    if (!isOpen(thing)) return 'market.session_closed';
    if (this.venueHalted || thing.halted) return 'market.halted';
    if (this.switches.bars(party.org, thing.no)) return 'market.kill_switch';
    if (party.state === 'RESTRICTED') return 'market.account_restricted';
    return party.state === 'ACTIVE' ? '' : 'market.account_not_active';
  }

  /** `block`: the rules of blocks instead of the book's. */
  fits(thing: Thing, price: number, quantity: number, block?: ReferenceRules['block']): string {
    if (quantity < (block?.min ?? 1)) return 'market.quantity_too_small';
    if (block === undefined && quantity > this.rules.quantityMax) return 'market.quantity_too_large';
    if (quantity % thing.lot !== 0) return 'market.quantity_off_lot';
    if (price <= 0 || price % thing.tick !== 0) return 'market.price_off_tick';
    const [floor, ceiling] = this.band(thing, block?.bandBps);
    if (price < floor || price > ceiling) return 'market.price_out_of_band';
    return price * quantity > this.rules.valueMax ? 'market.order_value_too_large' : '';
  }

  /** The lowest and the highest price on the tick that are inside the band. */
  private band({ previousClose, tick }: Thing, bandBps = this.rules.bandBps): [number, number] {
    let floor = tick;
    while (floor * 10_000 < previousClose * (10_000 - bandBps)) floor += tick;
    let ceiling = floor;
    while ((ceiling + tick) * 10_000 <= previousClose * (10_000 + bandBps)) ceiling += tick;
    return [floor, ceiling];
  }

  fee(side: 'buy' | 'sell', value: number): number {
    const rounded = Number((BigInt(value) * BigInt(this.rules.feeBps[side]) * 2n + 10_000n) / 20_000n);
    return Math.min(value, Math.max(this.rules.feeMin, rounded));
  }

  /** What an order must be able to deliver or pay at worst. */
  need(o: Pick<Order, 'side' | 'price' | 'quantity' | 'filled' | 'spent' | 'fees'>): number {
    const rest = o.quantity - o.filled;
    if (o.side === 'sell') return rest;
    return rest * o.price + this.fee('buy', o.spent + rest * o.price) - o.fees;
  }

  short(party: Party, thing: Thing, side: string, need: number, own: number): string {
    const free = this.free(party.no, side === 'buy' ? 0 : thing.no) + own;
    if (need <= free) return '';
    if (side === 'buy') return 'market.insufficient_cash';
    const locked = this.rules.t1 ? (party.boughtToday.get(thing.no) ?? 0) : 0;
    return need <= free + locked ? 'market.t1_locked' : 'market.insufficient_units';
  }

  private place(c: Facts, seq: number, day: string, hours: number): string | Facts {
    const party = this.parties.find((p) => p.no === c.accountNo);
    const thing = this.things.find((t) => t.no === c.instrumentNo);
    const barred = this.mayTrade(party, c.org, thing, day, hours);
    if (barred !== '' || party === undefined || thing === undefined) return barred;
    const client = c.clientOrderId ?? '';
    if (client !== '' && this.clientIdsToday.some(([a, id]) => a === party.no && id === client))
      return 'market.client_order_id_taken';
    let price = c.price;
    if (c.type === 'market') {
      const [best] = this.opposite(thing, c.side, undefined);
      if (best === undefined) return 'market.no_opposite_order';
      price = this.protection(thing, c.side, best.price);
    }
    const unfit = this.fits(thing, price, c.quantity);
    if (unfit !== '') return unfit;
    const side: 'buy' | 'sell' = c.side;
    const fresh = { filled: 0, cancelled: 0, spent: 0, fees: 0, ended: '' as const, place: ++this.places };
    const manners = { giveWay: c.selfTrade ?? 'CANCEL_NEWEST', makesOnly: c.postOnly === true };
    const order: Order = {
      no: seq,
      party,
      thing,
      side,
      client,
      price,
      quantity: c.quantity,
      ...manners,
      ...fresh,
    };
    const short = this.short(party, thing, side, this.need(order), 0);
    if (short !== '') return short;
    const unmannered = this.manners(order, price, c.type === 'market' || c.timeInForce !== 'DAY');
    if (unmannered !== '') return unmannered;
    if (c.timeInForce === 'FOK' && c.type !== 'market' && !this.canFill(order)) return 'market.not_fillable';
    this.orders.push(order);
    if (client !== '') this.clientIdsToday.push([party.no, client, seq]);
    const fills = this.trade(order, hours);
    if (order.ended === '' && (c.type === 'market' || c.timeInForce !== 'DAY')) this.end(order, 'CANCELLED');
    return { ...this.show(order), fills };
  }

  /** Whether an order may be as it is where it goes. */
  private manners({ thing, side, makesOnly }: Order, price: number, isImmediate: boolean): string {
    if (thing.gathersTo !== undefined) return isImmediate || makesOnly ? 'market.only_waiting_orders' : '';
    const wouldTrade = this.opposite(thing, side, price).length > 0;
    if (this.rules.pickLevels !== undefined) {
      if (isImmediate) return 'market.only_waiting_orders';
      if (wouldTrade) return 'market.listing_would_cross';
    }
    return makesOnly && wouldTrade ? 'market.post_only_would_trade' : '';
  }

  private isTooFar(thing: Thing, reference: number, price: number): boolean {
    const { volatility } = this.rules;
    if (volatility === undefined) return false;
    return (
      price * 10_000 < reference * (10_000 - volatility.bps) ||
      price * 10_000 > reference * (10_000 + volatility.bps)
    );
  }

  private referenceOf({ last, previousClose }: Thing): number {
    return last === 0 ? previousClose : last;
  }

  private pick(c: Facts, seq: number, day: string, hours: number): string | Facts {
    const party = this.parties.find((p) => p.no === c.accountNo);
    const thing = this.things.find((t) => t.no === c.instrumentNo);
    const barred = this.mayTrade(party, c.org, thing, day, hours);
    if (barred !== '' || party === undefined || thing === undefined) return barred;
    if (this.rules.pickLevels === undefined) return 'market.picking_not_offered';
    const listing = this.openOrders().find((o) => o.no === c.orderNo && o.thing === thing);
    if (listing === undefined) return 'market.listing_not_open';
    if (listing.party.group === party.group) return 'market.own_listing';
    const side = listing.side === 'buy' ? 'sell' : 'buy';
    const unfit = this.fits(thing, listing.price, c.quantity);
    if (unfit !== '') return unfit;
    const better = this.opposite(thing, side, undefined).filter(
      (o) => o.price !== listing.price && this.opposite(thing, side, listing.price).includes(o),
    );
    if (better.some((o) => o.party.group !== party.group)) return 'market.better_price_skipped';
    if (new Set(better.map((o) => o.price)).size >= this.rules.pickLevels)
      return 'market.listing_out_of_reach';
    const fresh = { filled: 0, cancelled: 0, spent: 0, fees: 0, ended: '' as const, place: ++this.places };
    const facts = { no: seq, party, thing, side, client: '', price: listing.price, quantity: c.quantity };
    const order = { ...facts, side: side as 'buy' | 'sell', giveWay: '', makesOnly: false, ...fresh };
    const short = this.short(party, thing, side, this.need(order), 0);
    if (short !== '') return short;
    this.orders.push(order);
    const fill = this.exchange(order, listing, listing.price);
    if ((order as Order).ended === '') this.end(order, 'CANCELLED');
    return { ...this.show(order), fills: [fill] };
  }

  /** Every price is tried, every order counted. */
  private uncross(c: Facts, hours: number): string | Facts {
    const thing = this.things.find((t) => t.no === c.instrumentNo);
    if (thing === undefined) return 'market.instrument_unknown';
    if (thing.gathersTo === undefined) return 'market.call_not_running';
    if (hours < thing.gathersTo) return 'market.call_not_over';
    if (this.venueHalted || thing.halted) return 'market.halted';
    thing.gathersTo = undefined;
    for (const group of new Set(this.parties.map((p) => p.group))) this.partFromItself(thing, group);
    const [bids, asks] = [this.opposite(thing, 'sell', undefined), this.opposite(thing, 'buy', undefined)];
    const sum = (orders: Order[]): number => orders.reduce((all, o) => all + o.quantity - o.filled, 0);
    let best = { price: 0, volume: 0, imbalance: 0 };
    const far = (price: number): number => Math.abs(price - this.referenceOf(thing));
    const prices = [...bids, ...asks].map((o) => o.price);
    for (let price = Math.min(...prices); price <= Math.max(...prices); price += thing.tick) {
      const demand = sum(bids.filter((o) => o.price >= price));
      const supply = sum(asks.filter((o) => o.price <= price));
      const here = { price, volume: Math.min(demand, supply), imbalance: demand - supply };
      if (here.volume === 0) continue;
      const [less, was] = [Math.abs(here.imbalance), Math.abs(best.imbalance)];
      if (
        here.volume > best.volume ||
        (here.volume === best.volume && (less < was || (less === was && far(price) <= far(best.price))))
      )
        best = here;
    }
    for (let left = best.volume; left > 0;) {
      const bid = this.opposite(thing, 'sell', undefined)[0];
      const ask = this.opposite(thing, 'buy', undefined)[0];
      left -= this.exchange(bid, ask, best.price).quantity;
    }
    return { instrumentNo: thing.no, phase: 'interruption', ...best };
  }

  /** As long as a group's best bid reaches its best ask, the later of the two says who goes. */
  private partFromItself(thing: Thing, group: string): void {
    for (;;) {
      const [bid] = this.opposite(thing, 'sell', undefined).filter((o) => o.party.group === group);
      const [ask] = this.opposite(thing, 'buy', undefined).filter((o) => o.party.group === group);
      if (bid === undefined || ask === undefined || bid.price < ask.price) return;
      const [older, newer] = bid.no < ask.no ? [bid, ask] : [ask, bid];
      if (newer.giveWay !== 'CANCEL_NEWEST') this.end(older, 'CANCELLED');
      if (newer.giveWay !== 'CANCEL_OLDEST') this.end(newer, 'CANCELLED');
    }
  }

  /** The furthest price on the tick within the protection distance and the band. */
  private protection(thing: Thing, side: string, best: number): number {
    const [floor, ceiling] = this.band(thing);
    const { protectionBps } = this.rules;
    let price = best;
    if (side === 'buy') {
      while ((price + thing.tick) * 10_000 <= best * (10_000 + protectionBps)) price += thing.tick;
      return Math.min(price, ceiling);
    }
    while ((price - thing.tick) * 10_000 >= best * (10_000 - protectionBps)) price -= thing.tick;
    return Math.max(price, floor);
  }

  /** Open orders of the other side no worse than `limit`, in the order in which they are met. */
  private opposite(thing: Thing, side: string, limit: number | undefined): Order[] {
    const sign = side === 'buy' ? 1 : -1;
    return this.openOrders()
      .filter(
        (o) =>
          o.thing === thing && o.side !== side && (limit === undefined || sign * o.price <= sign * limit),
      )
      .sort((a, b) => sign * (a.price - b.price) || a.place - b.place);
  }

  private canFill(order: Order): boolean {
    let wanted = order.quantity;
    const reference = this.referenceOf(order.thing);
    for (const maker of this.opposite(order.thing, order.side, order.price)) {
      if (this.isTooFar(order.thing, reference, maker.price)) break;
      if (maker.party.group !== order.party.group) wanted -= maker.quantity - maker.filled;
      else if (order.giveWay !== 'CANCEL_OLDEST') break;
    }
    return wanted <= 0;
  }

  private trade(taker: Order, hours: number): Facts[] {
    const fills: Facts[] = [];
    if (taker.thing.gathersTo !== undefined) return fills;
    const reference = this.referenceOf(taker.thing);
    for (const maker of this.opposite(taker.thing, taker.side, taker.price)) {
      if (taker.ended !== '') break;
      if (maker.party.group === taker.party.group) {
        if (taker.giveWay !== 'CANCEL_NEWEST') this.end(maker, 'CANCELLED');
        if (taker.giveWay !== 'CANCEL_OLDEST') this.end(taker, 'CANCELLED');
        continue;
      }
      if (this.isTooFar(taker.thing, reference, maker.price)) {
        taker.thing.gathersTo = hours + this.rules.volatility!.hours;
        break;
      }
      fills.push(this.exchange(taker, maker, maker.price));
    }
    return fills;
  }

  exchange(
    one: Order,
    other: Order,
    price: number,
    /** Trades of the book make the close, others do not. */
    counts = true,
  ): { tradeNo: number; price: number; quantity: number } {
    const quantity = Math.min(one.quantity - one.filled, other.quantity - other.filled);
    const [buy, sell] = one.side === 'buy' ? [one, other] : [other, one];
    const { thing } = buy;
    const fees = [buy, sell].map((o) => this.fill(o, quantity, price));
    buy.party.goods.set(thing.no, buy.party.goods.get(thing.no)! + quantity);
    buy.party.boughtToday.set(thing.no, (buy.party.boughtToday.get(thing.no) ?? 0) + quantity);
    sell.party.goods.set(thing.no, sell.party.goods.get(thing.no)! - quantity);
    if (counts) {
      thing.volume += quantity;
      thing.value += quantity * price;
      thing.last = price;
    }
    const tradeNo = this.trades.length + 1;
    this.trades.push([
      ...[tradeNo, thing.no, price, quantity, buy.no, sell.no, buy.party.no, sell.party.no],
      ...fees,
    ]);
    return { tradeNo, price, quantity };
  }

  private fill(order: Order, quantity: number, price: number): number {
    order.filled += quantity;
    order.spent += quantity * price;
    // Over all fills an order pays the fee of its whole value, each fill what is still missing of it.
    const fee = this.fee(order.side, order.spent) - order.fees;
    order.fees += fee;
    order.party.cash += order.side === 'buy' ? -quantity * price - fee : quantity * price - fee;
    if (order.filled === order.quantity) order.ended = 'FILLED';
    return fee;
  }

  end(order: Order, how: 'CANCELLED' | 'EXPIRED'): void {
    order.cancelled = order.quantity - order.filled;
    order.ended = how;
  }

  private find(c: Facts): Order | undefined {
    const no =
      c.orderNo ?? this.clientIdsToday.find(([a, id]) => a === c.accountNo && id === c.clientOrderId)?.[2];
    return this.openOrders().find((o) => o.no === no && o.party.org === c.org);
  }

  private cancel(c: Facts): string | Facts {
    const order = this.find(c);
    if (order === undefined) return 'market.order_not_open';
    this.end(order, 'CANCELLED');
    return { ...this.show(order), fills: [] };
  }

  private cancelAll(c: Facts): string | Facts {
    if (this.parties.find((p) => p.no === c.accountNo)?.org !== c.org) return 'market.account_unknown';
    const own = this.openOrders().filter(
      (o) => o.party.no === c.accountNo && (c.instrumentNo === undefined || o.thing.no === c.instrumentNo),
    );
    for (const order of own) this.end(order, 'CANCELLED');
    return { orderNos: own.map((o) => o.no) };
  }

  private amend(c: Facts, day: string, hours: number): string | Facts {
    const order = this.find(c);
    if (order === undefined) return 'market.order_not_open';
    const barred = this.mayTrade(order.party, c.org, order.thing, day, hours);
    if (barred !== '') return barred;
    const price = c.price ?? order.price;
    const quantity = c.quantity ?? order.quantity;
    if (quantity <= order.filled) return 'market.quantity_below_filled';
    const unfit = this.fits(order.thing, price, quantity);
    if (unfit !== '') return unfit;
    const short = this.short(
      order.party,
      order.thing,
      order.side,
      this.need({ ...order, price, quantity }),
      this.need(order),
    );
    if (short !== '') return short;
    const keepsPlace = price === order.price && quantity <= order.quantity;
    const unmannered = keepsPlace ? '' : this.manners(order, price, false);
    if (unmannered !== '') return unmannered;
    order.price = price;
    order.quantity = quantity;
    if (keepsPlace) return { ...this.show(order), fills: [] };
    order.place = ++this.places;
    const fills = this.trade(order, hours);
    return { ...this.show(order), fills };
  }

  private openDay(day: string): string | Facts {
    if (this.open) return 'market.day_still_open';
    if (day <= this.day) return 'market.day_not_after';
    this.day = day;
    this.open = true;
    this.clientIdsToday = [];
    this.orders = this.openOrders();
    this.blocks.startDay();
    this.biddings.startDay();
    for (const party of this.parties) party.boughtToday.clear();
    for (const thing of this.things) thing.volume = thing.value = thing.last = 0;
    return { day, status: 'OPEN' };
  }

  private closeDay(day: string, at: number): string | Facts {
    if (!this.open || day !== this.day) return 'market.day_not_open';
    this.open = false;
    for (const t of this.things) t.gathersTo = undefined;
    const lapsing = this.openOrders();
    for (const order of lapsing) this.end(order, 'EXPIRED');
    this.blocks.endAll();
    this.biddings.endSuspended(at);
    for (const t of this.things)
      if (t.volume > 0) t.previousClose = Math.floor((2 * t.value + t.volume) / (2 * t.volume));
    return { day, status: 'CLOSED', ordersExpired: lapsing.length };
  }

  private show({ no, price, quantity, filled, cancelled, ended }: Order): Facts {
    const status = ended !== '' ? ended : filled > 0 ? 'PARTLY_FILLED' : 'OPEN';
    return {
      orderNo: no,
      status,
      price,
      quantity,
      filled,
      remaining: quantity - filled - cancelled,
      cancelled,
    };
  }
}
