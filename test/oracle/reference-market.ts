/**
 * The market written a second time, from the rules alone: one list of orders, looked through from end to end for
 * every question, and no holds kept anywhere — they are added up when somebody asks. Slow on purpose; never optimise.
 */
export type Facts = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

export interface ReferenceRules {
  readonly windows: readonly (readonly [number, number])[];
  readonly quantityMax: number;
  readonly bandBps: number;
  readonly protectionBps: number;
  readonly valueMax: number;
  readonly feeBps: { readonly buy: number; readonly sell: number };
  readonly feeMin: number;
  readonly t1: boolean;
}

interface Party {
  readonly no: number;
  readonly org: string;
  readonly group: string;
  readonly state: string;
  cash: number;
  readonly goods: Map<number, number>;
  readonly boughtToday: Map<number, number>;
}

interface Thing {
  readonly no: number;
  readonly tick: number;
  readonly lot: number;
  previousClose: number;
  halted: boolean;
  volume: number;
  value: number;
}

interface Order {
  readonly no: number;
  readonly party: Party;
  readonly thing: Thing;
  readonly side: 'buy' | 'sell';
  readonly client: string;
  readonly giveWay: string;
  readonly makesOnly: boolean;
  price: number;
  quantity: number;
  place: number;
  filled: number;
  cancelled: number;
  spent: number;
  fees: number;
  ended: '' | 'CANCELLED' | 'FILLED' | 'EXPIRED';
}

export class ReferenceMarket {
  readonly parties: Party[] = [];
  readonly things: Thing[] = [];
  orders: Order[] = [];
  readonly trades: number[][] = [];
  private clientIdsToday: [number, string, number][] = [];
  private day = '';
  private open = false;
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
    this.things.push({ no, tick, lot, previousClose, halted: false, volume: 0, value: 0 });
  }

  do(kind: string, c: Facts, seq: number, day: string, hours: number): { code: string; answer: Facts } {
    const result = this.decide(kind, c, seq, day, hours);
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
    return own.reduce((sum, order) => sum + this.need(order), 0);
  }

  openOrders(): Order[] {
    return this.orders.filter((o) => o.ended === '');
  }

  private decide(kind: string, c: Facts, seq: number, day: string, hours: number): string | Facts {
    if (kind === 'place-order') return this.place(c, seq, day, hours);
    if (kind === 'cancel-order') return this.cancel(c);
    if (kind === 'cancel-all-orders') return this.cancelAll(c);
    if (kind === 'amend-order') return this.amend(c, day, hours);
    if (kind === 'open-day') return this.openDay(c.day);
    return this.closeDay(c.day);
  }

  private mayTrade(
    party: Party | undefined,
    org: string,
    thing: Thing | undefined,
    day: string,
    hours: number,
  ): string {
    if (party === undefined || party.org !== org) return 'market.account_unknown';
    if (thing === undefined) return 'market.instrument_unknown';
    const inWindow = this.rules.windows.some(([from, to]) => hours >= from && hours < to);
    if (!this.open || day !== this.day || !inWindow) return 'market.session_closed';
    if (this.venueHalted || thing.halted) return 'market.halted';
    if (party.state === 'RESTRICTED') return 'market.account_restricted';
    return party.state === 'ACTIVE' ? '' : 'market.account_not_active';
  }

  private fits(thing: Thing, price: number, quantity: number): string {
    if (quantity < 1) return 'market.quantity_too_small';
    if (quantity > this.rules.quantityMax) return 'market.quantity_too_large';
    if (quantity % thing.lot !== 0) return 'market.quantity_off_lot';
    if (price <= 0 || price % thing.tick !== 0) return 'market.price_off_tick';
    const [floor, ceiling] = this.band(thing);
    if (price < floor || price > ceiling) return 'market.price_out_of_band';
    return price * quantity > this.rules.valueMax ? 'market.order_value_too_large' : '';
  }

  /** The lowest and the highest price on the tick that are inside the band. */
  private band({ previousClose, tick }: Thing): [number, number] {
    const { bandBps } = this.rules;
    let floor = tick;
    while (floor * 10_000 < previousClose * (10_000 - bandBps)) floor += tick;
    let ceiling = floor;
    while ((ceiling + tick) * 10_000 <= previousClose * (10_000 + bandBps)) ceiling += tick;
    return [floor, ceiling];
  }

  private fee(side: 'buy' | 'sell', value: number): number {
    const rounded = Number((BigInt(value) * BigInt(this.rules.feeBps[side]) * 2n + 10_000n) / 20_000n);
    return Math.min(value, Math.max(this.rules.feeMin, rounded));
  }

  /** What an order must be able to deliver or pay at worst. */
  private need(o: Pick<Order, 'side' | 'price' | 'quantity' | 'filled' | 'spent' | 'fees'>): number {
    const rest = o.quantity - o.filled;
    if (o.side === 'sell') return rest;
    return rest * o.price + this.fee('buy', o.spent + rest * o.price) - o.fees;
  }

  private short(party: Party, thing: Thing, side: string, need: number, own: number): string {
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
    if (c.postOnly === true && this.opposite(thing, side, price).length > 0)
      return 'market.post_only_would_trade';
    if (c.timeInForce === 'FOK' && c.type !== 'market' && !this.canFill(order)) return 'market.not_fillable';
    this.orders.push(order);
    if (client !== '') this.clientIdsToday.push([party.no, client, seq]);
    const fills = this.trade(order);
    if (order.ended === '' && (c.type === 'market' || c.timeInForce !== 'DAY')) this.end(order, 'CANCELLED');
    return { ...this.show(order), fills };
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
    for (const maker of this.opposite(order.thing, order.side, order.price)) {
      if (maker.party.group !== order.party.group) wanted -= maker.quantity - maker.filled;
      else if (order.giveWay !== 'CANCEL_OLDEST') break;
    }
    return wanted <= 0;
  }

  private trade(taker: Order): Facts[] {
    const fills: Facts[] = [];
    for (const maker of this.opposite(taker.thing, taker.side, taker.price)) {
      if (taker.ended !== '') break;
      if (maker.party.group === taker.party.group) {
        if (taker.giveWay !== 'CANCEL_NEWEST') this.end(maker, 'CANCELLED');
        if (taker.giveWay !== 'CANCEL_OLDEST') this.end(taker, 'CANCELLED');
        continue;
      }
      const quantity = Math.min(maker.quantity - maker.filled, taker.quantity - taker.filled);
      const [buy, sell] = taker.side === 'buy' ? [taker, maker] : [maker, taker];
      const fees = [buy, sell].map((o) => this.fill(o, quantity, maker.price));
      const { no, party } = buy;
      buy.party.goods.set(taker.thing.no, buy.party.goods.get(taker.thing.no)! + quantity);
      buy.party.boughtToday.set(taker.thing.no, (buy.party.boughtToday.get(taker.thing.no) ?? 0) + quantity);
      sell.party.goods.set(taker.thing.no, sell.party.goods.get(taker.thing.no)! - quantity);
      taker.thing.volume += quantity;
      taker.thing.value += quantity * maker.price;
      const tradeNo = this.trades.length + 1;
      this.trades.push([
        tradeNo,
        taker.thing.no,
        maker.price,
        quantity,
        no,
        sell.no,
        party.no,
        sell.party.no,
        ...fees,
      ]);
      fills.push({ tradeNo, price: maker.price, quantity });
    }
    return fills;
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

  private end(order: Order, how: 'CANCELLED' | 'EXPIRED'): void {
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
    if (!keepsPlace && order.makesOnly && this.opposite(order.thing, order.side, price).length > 0)
      return 'market.post_only_would_trade';
    order.price = price;
    order.quantity = quantity;
    if (keepsPlace) return { ...this.show(order), fills: [] };
    order.place = ++this.places;
    const fills = this.trade(order);
    return { ...this.show(order), fills };
  }

  private openDay(day: string): string | Facts {
    if (this.open) return 'market.day_still_open';
    if (day <= this.day) return 'market.day_not_after';
    this.day = day;
    this.open = true;
    this.clientIdsToday = [];
    this.orders = this.openOrders();
    for (const party of this.parties) party.boughtToday.clear();
    for (const thing of this.things) thing.volume = thing.value = 0;
    return { day, status: 'OPEN' };
  }

  private closeDay(day: string): string | Facts {
    if (!this.open || day !== this.day) return 'market.day_not_open';
    this.open = false;
    const lapsing = this.openOrders();
    for (const order of lapsing) this.end(order, 'EXPIRED');
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
