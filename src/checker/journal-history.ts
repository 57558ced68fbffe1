import { IDEMPOTENCY_KEYS_MAX } from '../kernel/limits.js';
import type { VenueMachine } from '../machine.js';
import type { Side, Trade } from '../market/index.js';
import type { DecidedRecord, VenueEvent } from '../sequencer/index.js';
import { type ToldUncrossing, wrongWith } from './call-price.js';
import { EventBook, type ToldOrder } from './event-book.js';
import { exactFee } from './exact-fee.js';
import { Findings } from './findings.js';
import { isInTurn } from './in-turn.js';
import type { Verdict } from './invariant.js';
import { JOURNAL_PROMISES } from './journal-promises.js';
import { type ToldAnnulment, ToldLocks } from './told-locks.js';
import { type ToldConfirmation, ToldSettlement } from './told-settlement.js';
import { ToldTransfers } from './told-transfers.js';

const ANSWERED_WITH_AN_ORDER = new Set(['place-order', 'amend-order', 'pick-listing']);

/**
 * The venue told again by its events alone: a second, plainer account of orders, trades and settlements that must
 * agree with the machine. The machine is asked for rules and owner groups, and at the end for what it believes.
 */
export class JournalHistory {
  private readonly findings = new Findings(JOURNAL_PROMISES);
  private readonly settlement = new ToldSettlement(this.findings);
  private readonly live = new Map<number, ToldOrder>();
  private readonly books = new Map<number, EventBook>();
  private readonly keys = new Set<string>();
  private readonly locks: ToldLocks;
  private incoming: ToldOrder | undefined;
  /** Orders of other methods than the book's, which end in the command that brings them. */
  private readonly negotiated: ToldOrder[] = [];
  /** The price at which the orders of an instrument are meeting, in the command that is being told. */
  private readonly meeting = new Map<number, number>();
  private readonly transfers = new ToldTransfers();
  private at = 0;
  private trades = 0;

  /** `seq`: where the machine stands; no order may be live there. */
  constructor(
    private readonly machine: VenueMachine,
    private seq = 0,
  ) {
    this.locks = new ToldLocks(machine);
  }

  /** Call it when the machine has decided the record again. */
  take(record: DecidedRecord): void {
    const { seq, at, by, key } = record;
    this.findings.check('I11 time', seq === this.seq + 1 && at >= this.at, () => `record ${seq} at ${at}`);
    this.seq = seq;
    this.at = at;
    if (key !== undefined) this.useKey(`${by} ${key}`, seq);
    for (const event of record.ev) this.hear(event, seq);
    if (record.ok) this.compareAnswer(record);
    if (this.incoming !== undefined && this.live.has(this.incoming.orderNo)) this.rest(this.incoming);
    this.incoming = undefined;
    this.meeting.clear();
    for (const { orderNo } of this.negotiated.splice(0))
      this.findings.check(
        'I7 journal',
        !this.live.has(orderNo),
        () => `order ${orderNo} outlives its command`,
      );
  }

  verdicts(): Verdict[] {
    this.compareOrders();
    for (const { holds, what } of this.locks.compared()) this.findings.check('T1', holds, () => what);
    return this.findings.verdicts();
  }

  private useKey(name: string, seq: number): void {
    this.findings.check(
      'I15 journal',
      !this.keys.has(name),
      () => `record ${seq} uses the key of ${name} again`,
    );
    this.keys.add(name);
    if (this.keys.size > IDEMPOTENCY_KEYS_MAX) this.keys.delete(this.keys.values().next().value!);
  }

  private hear(event: VenueEvent, seq: number): void {
    switch (event.type) {
      case 'OrderAccepted':
        return this.accept(event as unknown as ToldOrder);
      case 'OrderAmended':
        return this.amend(event as unknown as ToldOrder & { keepsPlace: boolean });
      case 'OrderEnded':
        return this.end(event as unknown as ToldOrder);
      case 'TradeExecuted':
        return this.trade(event as unknown as Trade);
      case 'CallAuctionUncrossed':
        return this.meet(event as unknown as ToldUncrossing);
      case 'TradesSettled':
        return this.settlement.settle(event.from as number, event.to as number, this.trades, seq);
      case 'DeliveryFailed':
        return this.settlement.fail(event.tradeNo as number);
      case 'TradeDelivered':
        return this.settlement.deliverLate(event.tradeNo as number, seq);
      case 'TradeAnnulled':
        this.settlement.annul(event.tradeNo as number);
        return this.locks.giveBack(event as unknown as ToldAnnulment);
      case 'TransferDelayed':
      case 'TransferLeft':
      case 'TransferCancelled':
      case 'TransferStopped':
        return this.transferred(event);
      case 'DayClosed':
        return this.settlement.close(event.day as string, this.trades);
      case 'SettlementConfirmed':
        return this.settlement.confirm(event as unknown as ToldConfirmation, seq);
      case 'DayOpened':
        return this.locks.open();
    }
  }

  private transferred(event: VenueEvent): void {
    const wrong = this.transfers.hear(event, this.at);
    this.findings.check('C4 journal', wrong === undefined, () => wrong ?? '');
  }

  private accept({ orderNo, accountNo, instrumentNo, side, price, quantity, method }: ToldOrder): void {
    this.findings.check('I7 journal', !this.live.has(orderNo), () => `order ${orderNo} is accepted twice`);
    const order = {
      ...{ orderNo, accountNo, instrumentNo, side, price, quantity, method },
      ...{ remaining: quantity, filled: 0, cancelled: 0, value: 0, fees: 0 },
    };
    this.live.set(orderNo, order);
    if (method === undefined) this.incoming = order;
    else this.negotiated.push(order);
  }

  private amend({
    orderNo,
    price,
    quantity,
    remaining,
    keepsPlace,
  }: ToldOrder & { keepsPlace: boolean }): void {
    const order = this.live.get(orderNo);
    const sound = order !== undefined && remaining === quantity - order.filled && remaining > 0;
    this.findings.check(
      'I7 journal',
      sound,
      () => `order ${orderNo} is amended to ${remaining} of ${quantity}`,
    );
    if (order === undefined) return;
    const staysInPlace = price === order.price && quantity <= order.quantity;
    this.findings.check(
      'I9 journal',
      keepsPlace === staysInPlace,
      () => `order ${orderNo} is amended in its place`,
    );
    if (!keepsPlace) {
      this.queueOf(order).remove(order);
      this.incoming = order;
    }
    Object.assign(order, { price, quantity, remaining });
  }

  private end({ orderNo, quantity }: ToldOrder): void {
    const order = this.live.get(orderNo);
    const sound = order?.remaining === quantity && quantity > 0;
    this.findings.check(
      'I7 journal',
      sound,
      () => `order ${orderNo} ends with ${quantity} of ${order?.remaining}`,
    );
    if (order === undefined) return;
    order.cancelled += quantity;
    order.remaining = 0;
    this.forget(order);
  }

  private trade(trade: Trade): void {
    const { tradeNo, buyOrder, sellOrder, makerSide, price, quantity, value } = trade;
    this.trades += 1;
    const buy = this.live.get(buyOrder);
    const sell = this.live.get(sellOrder);
    const joined = tradeNo === this.trades && buy?.side === 'buy' && sell?.side === 'sell' && quantity > 0;
    this.findings.check('I8 journal', joined, () => `trade ${tradeNo} joins no two live orders`);
    if (buy === undefined || sell === undefined) return;
    const maker = makerSide === 'buy' ? buy : sell;
    const called = this.meeting.get(maker.instrumentNo);
    const inTurn = isInTurn(this.machine, this.bookOf(maker.instrumentNo), trade, buy, sell, called);
    this.findings.check('I9 journal', inTurn, () => {
      return `trade ${tradeNo} at ${price} with order ${maker.orderNo}, first in the queue is ${this.queueOf(maker).first()?.orderNo}`;
    });
    const isAgreed = buy.method === trade.method && sell.method === trade.method;
    const sound = isAgreed && price <= buy.price && price >= sell.price && value === price * quantity;
    const groups = [buy, sell].map(({ accountNo }) => this.machine.registry.account(accountNo)?.ownerGroup);
    const owners =
      groups[0] !== groups[1] && buy.accountNo === trade.buyer && sell.accountNo === trade.seller;
    this.findings.check(
      'I8 journal',
      sound && owners,
      () => `trade ${tradeNo} between ${groups.join(' and ')}`,
    );
    this.fill(buy, trade, trade.buyerFee);
    this.fill(sell, trade, trade.sellerFee);
    this.locks.buy(trade);
  }

  private meet(uncrossing: ToldUncrossing): void {
    const { instrumentNo, price } = uncrossing;
    const wrong = wrongWith(this.bookOf(instrumentNo), uncrossing);
    this.findings.check('I9 calls', wrong === undefined, () => `instrument ${instrumentNo}: ${wrong}`);
    this.meeting.set(instrumentNo, price);
  }

  private fill(order: ToldOrder, { tradeNo, packNo, quantity, value, method }: Trade, fee: number): void {
    const within = quantity <= order.remaining;
    this.findings.check(
      'I7 journal',
      within,
      () => `trade ${tradeNo} takes more than order ${order.orderNo} has`,
    );
    order.remaining -= quantity;
    order.filled += quantity;
    order.value += value;
    order.fees += fee;
    const due = exactFee(this.machine.rules.pack(packNo)!, order.side, order.value, method);
    this.findings.check('I8 fees', fee >= 0 && order.fees === due, () => {
      return `order ${order.orderNo} is charged ${order.fees} on ${order.value}, due are ${due}`;
    });
    if (order.remaining <= 0) this.forget(order);
  }

  /** The answer of an order's own command: what is left of it, what was filled. */
  private compareAnswer({ seq, cmd, ans }: DecidedRecord): void {
    if (!ANSWERED_WITH_AN_ORDER.has(cmd.kind)) return;
    const told = ans as unknown as ToldOrder;
    const order = this.incoming ?? this.live.get(told.orderNo);
    const same =
      order?.orderNo === told.orderNo &&
      order.filled === told.filled &&
      order.remaining === told.remaining &&
      order.cancelled === told.cancelled;
    this.findings.check('I7 journal', same, () => `record ${seq} answers another order than its events tell`);
  }

  private compareOrders(): void {
    const { market, clearing } = this.machine;
    const counts =
      market.tradeCount === this.trades &&
      clearing.lastSettled === this.settlement.settled &&
      clearing.undeliveredUpTo() === this.settlement.undelivered;
    this.findings.check('I12 memory', counts, () => {
      return `${market.tradeCount} trades, ${clearing.lastSettled} settled; events tell ${this.trades} and ${this.settlement.settled}`;
    });
    const kept = [...market.all()].flatMap((instrument) => [...instrument.restingOrders()].map(line));
    const told = [...market.all()].flatMap(({ instrumentNo }) =>
      [...this.bookOf(instrumentNo).resting()].map(line),
    );
    this.findings.check('I12 memory', kept.length === this.live.size && kept.join() === told.join(), () => {
      return `the books hold ${kept.join(' ')}; events tell ${told.join(' ')}`.slice(0, 400);
    });
  }

  private rest(order: ToldOrder): void {
    this.queueOf(order).add(order);
  }

  private forget(order: ToldOrder): void {
    this.live.delete(order.orderNo);
    this.queueOf(order).remove(order);
  }

  private queueOf({ instrumentNo, side }: { instrumentNo: number; side: Side }): EventBook[Side] {
    return this.bookOf(instrumentNo)[side];
  }

  private bookOf(instrumentNo: number): EventBook {
    let book = this.books.get(instrumentNo);
    if (book === undefined) this.books.set(instrumentNo, (book = new EventBook()));
    return book;
  }
}

function line(
  o: Pick<ToldOrder, 'orderNo' | 'price' | 'quantity' | 'remaining' | 'filled' | 'value' | 'fees'>,
): string {
  return `${o.orderNo}:${o.price}:${o.remaining}/${o.quantity}:${o.filled}:${o.value}:${o.fees}`;
}
