import { AMOUNT_MAX } from '../kernel/amount.js';
import { marketHandlers, type Order, type Side } from '../market/index.js';
import type { VenueEvent } from '../sequencer/index.js';
import type { PortCommand } from './port-command.js';
import { INSTRUMENT, NOW, ORG, type PortMarket } from './port-market.js';
import type { ReportWriter } from './report-writer.js';

const MALFORMED = 'conformance.malformed';
const DUPLICATE = 'market.client_order_id_taken';
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
 * Nothing is matched or decided here: an order's id outside is its number in the market, which asks only that no two
 * open orders have the same.
 */
export class ConformancePort {
  /** The command at hand and the order it names. */
  private seq = 0;
  private orderId = 0;
  /** What the market is asked for; filled again for every order, as it keeps none of it. */
  private readonly order = {
    kind: 'place-order',
    org: ORG,
    accountNo: 0,
    instrumentNo: INSTRUMENT,
    side: 'buy' as Side,
    type: 'limit',
    price: 0,
    quantity: 0,
    timeInForce: 'DAY',
    postOnly: false,
  };
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
    return this.market.world.market.liveCount;
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
    if (this.open() !== undefined) return this.refuse(DUPLICATE);
    this.submit(command, this.market.accountNo(command.account, this.orderId));
  }

  private cancel(): void {
    const { market, orderId, context } = this;
    context.seq = orderId;
    const outcome = cancel(market.world, { kind: 'cancel-order', org: ORG, orderNo: orderId }, context);
    if (!outcome.ok) return this.refuse(outcome.rejection.code);
    market.finish(context);
  }

  /** A cancel and a new order of the same id, side and account, for the day. */
  private replace({ price, quantity }: PortCommand): void {
    const before = this.open();
    this.cancel();
    if (before === undefined) return;
    this.submit({ side: before.side, price, quantity, term: 'DAY' }, before.accountNo);
  }

  private submit({ side, price, quantity, term }: Wish, accountNo: number): void {
    const { world, hasFunds } = this.market;
    // The day's figures would grow without end, and no day ends here.
    world.market.find(INSTRUMENT)?.startDay();
    this.context.seq = this.orderId;
    const isMarket = term === 'MKT';
    const { order } = this;
    order.accountNo = accountNo;
    order.side = side;
    order.type = isMarket && hasFunds ? 'market' : 'limit';
    order.price = isMarket ? worstPrice(side, quantity) : price;
    order.quantity = quantity;
    order.timeInForce = isMarket ? 'IOC' : term === 'POST' ? 'DAY' : term;
    order.postOnly = term === 'POST';
    const outcome = place(world, order, this.context);
    if (!outcome.ok) return this.refuse(outcome.rejection.code);
    this.market.finish(this.context);
  }

  private open(): Order | undefined {
    return this.market.world.market.order(this.orderId);
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
      this.reports.trade(seq, price, quantity, makerSide === 'buy' ? buyOrder : sellOrder, orderId);
    } else if (event.type === 'OrderAccepted') {
      this.reports.accepted(seq, orderId);
    } else if (event.type === 'OrderEnded') {
      const { orderNo, quantity } = event as unknown as Ended;
      this.reports.cancelled(seq, orderNo, quantity);
    }
  }
}

/**
 * The market's own market order keeps a distance from the best price and is refused when there is none, because it must
 * know what to hold. Without funds it has no limit: the worst price at which its value is still exact.
 */
function worstPrice(side: 'buy' | 'sell', quantity: number): number {
  return side === 'sell' || quantity < 1 ? 1 : Math.min(Math.floor(AMOUNT_MAX / quantity), AMOUNT_MAX - 1);
}
