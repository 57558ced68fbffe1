import { AMOUNT_MAX } from '../kernel/amount.js';
import { marketHandlers } from '../market/index.js';
import type { VenueEvent } from '../sequencer/index.js';
import type { PortCommand } from './port-command.js';
import { INSTRUMENT, NOW, ORG, type PortMarket } from './port-market.js';
import type { ReportWriter } from './report-writer.js';

const MALFORMED = 'conformance.malformed';
const DUPLICATE = 'market.client_order_id_taken';
const UNKNOWN = 'market.order_not_open';
const place = marketHandlers['place-order'];
const cancel = marketHandlers['cancel-order'];

/** A trade as the market tells it. */
interface Executed {
  readonly makerSide: 'buy' | 'sell';
  readonly buyOrder: number;
  readonly sellOrder: number;
  readonly price: number;
  readonly quantity: number;
}
interface Ended {
  readonly orderNo: number;
  readonly quantity: number;
}

/** Where reports go; printed, as a rule. */
export type Reports = Pick<ReportWriter, 'accepted' | 'trade' | 'cancelled' | 'refused' | 'level'>;
type Wish = Pick<PortCommand, 'side' | 'price' | 'quantity' | 'term'>;

/**
 * Commands in the port's language go to the market's own handlers; the events that these emit come out as reports.
 * Nothing is matched or decided here beyond whose name an order goes by.
 */
export class ConformancePort {
  /** The port's ids of open orders and the market's numbers, both ways. */
  private readonly orderNos = new Map<number, number>();
  private readonly orderIds = new Map<number, number>();
  /** The command at hand: its number outside, the order it names, and that order's number in the market. */
  private seq = 0;
  private orderId = 0;
  private orderNo = 0;
  private lastNo = 0;
  private readonly context = {
    seq: 0,
    at: NOW,
    by: ORG,
    org: ORG,
    emit: (event: VenueEvent): void => this.report(event),
  };

  constructor(
    private readonly market: PortMarket,
    private readonly reports: Reports,
  ) {}

  /** How many orders wait in the book: all that the port remembers. */
  get openOrders(): number {
    return this.orderNos.size;
  }

  handle(command: PortCommand): void {
    const { kind, seq, orderId } = command;
    this.seq = seq;
    this.orderId = orderId;
    if (kind === 'new') this.place(command);
    else if (kind === 'cancel') this.cancel();
    else if (kind === 'replace') this.replace(command);
    else if (kind === 'book') this.showBook(command.levels);
    else this.refuse(MALFORMED);
  }

  private place(command: PortCommand): void {
    if (this.orderNos.has(this.orderId)) return this.refuse(DUPLICATE);
    this.submit(command, this.market.accountNo(command.account, this.lastNo + 1));
  }

  private cancel(): void {
    const orderNo = this.orderNos.get(this.orderId);
    if (orderNo === undefined) return this.refuse(UNKNOWN);
    this.orderNo = this.context.seq = orderNo;
    const outcome = cancel(this.market.world, { kind: 'cancel-order', org: ORG, orderNo }, this.context);
    if (!outcome.ok) this.refuse(outcome.rejection.code);
    this.finish();
  }

  /** A cancel and a new order of the same id, side and account, for the day. */
  private replace({ price, quantity }: PortCommand): void {
    const before = this.market.world.market.order(this.orderNos.get(this.orderId) ?? 0);
    this.cancel();
    if (before === undefined) return;
    this.submit({ side: before.side, price, quantity, term: 'DAY' }, before.accountNo);
  }

  private submit({ side, price, quantity, term }: Wish, accountNo: number): void {
    const { world, hasFunds } = this.market;
    // The day's figures would grow without end, and no day ends here.
    world.market.find(INSTRUMENT)?.startDay();
    this.orderNo = this.context.seq = ++this.lastNo;
    const isMarket = term === 'MKT';
    const order = {
      kind: 'place-order',
      org: ORG,
      accountNo,
      instrumentNo: INSTRUMENT,
      side,
      type: isMarket && hasFunds ? 'market' : 'limit',
      price: isMarket ? worstPrice(side, quantity) : price,
      quantity,
      timeInForce: isMarket ? 'IOC' : term === 'POST' ? 'DAY' : term,
      postOnly: term === 'POST',
    };
    const outcome = place(world, order, this.context);
    if (!outcome.ok) this.refuse(outcome.rejection.code);
    this.finish();
  }

  private showBook(levels: number): void {
    const book = this.market.world.market.find(INSTRUMENT)?.book;
    for (const side of book === undefined ? [] : [book.bids, book.asks])
      for (const { price, quantity, orders } of side.depth(levels))
        this.reports.level(this.seq, side.side, price, quantity, orders);
  }

  private refuse(code: string): void {
    this.reports.refused(this.seq, this.orderId, code);
  }

  private report(event: VenueEvent): void {
    const { seq, orderId } = this;
    if (event.type === 'TradeExecuted') {
      const { makerSide, buyOrder, sellOrder, price, quantity } = event as unknown as Executed;
      this.reports.trade(
        seq,
        price,
        quantity,
        this.idOf(makerSide === 'buy' ? buyOrder : sellOrder),
        orderId,
      );
    } else if (event.type === 'OrderAccepted') {
      this.reports.accepted(seq, orderId);
    } else if (event.type === 'OrderEnded') {
      const { orderNo, quantity } = event as unknown as Ended;
      this.reports.cancelled(seq, this.idOf(orderNo), quantity);
    }
  }

  private idOf(orderNo: number): number {
    return orderNo === this.orderNo ? this.orderId : this.orderIds.get(orderNo)!;
  }

  /** Names the order that now rests and frees the ids of those that have ended. */
  private finish(): void {
    for (const order of this.market.world.market.dirtyOrders) {
      const { orderNo, isLive } = order;
      if (!isLive) this.free(orderNo);
      else if (orderNo === this.orderNo) {
        this.orderNos.set(this.orderId, orderNo);
        this.orderIds.set(orderNo, this.orderId);
      }
    }
    this.market.finish(this.context);
  }

  private free(orderNo: number): void {
    const orderId = this.orderIds.get(orderNo);
    if (orderId === undefined) return;
    this.orderIds.delete(orderNo);
    this.orderNos.delete(orderId);
  }
}

/**
 * The market's own market order keeps a distance from the best price and is refused when there is none, because it must
 * know what to hold. Without funds it has no limit: the worst price at which its value is still exact.
 */
function worstPrice(side: 'buy' | 'sell', quantity: number): number {
  return side === 'sell' || quantity < 1 ? 1 : Math.min(Math.floor(AMOUNT_MAX / quantity), AMOUNT_MAX - 1);
}
