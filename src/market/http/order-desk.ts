import { Inject, Injectable } from '@nestjs/common';
import { formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { MarketMachine } from '../domain/world.js';
import { type Caller, PublicIds } from '../../platform/http/index.js';
import type { Instrument } from '../../registry/index.js';
import { answerOf, type Command, type Engine, type Receipt } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { OrderTables } from '../queries/order-tables.js';
import type { OrderStatus } from '../domain/order.js';
import type { OrderShown } from './answers.js';
import { money, type Placing, priceFrom, quantityFrom } from './shapes.js';

interface OrderAnswer {
  readonly orderNo: number;
  readonly status: OrderStatus;
  readonly price: number;
  readonly quantity: number;
  readonly filled: number;
  readonly remaining: number;
  readonly cancelled: number;
  readonly packNo: number;
  readonly fills: readonly { tradeNo: number; price: number; quantity: number }[];
}

/** From the words of a request to a command, and from its receipt back: no database on the road of an order. */
@Injectable()
export class OrderDesk {
  // Instruments never change and packs never change: what was seen once is remembered per venue.
  private readonly instruments = new Map<string, Instrument>();
  private readonly packs = new Map<string, string>();

  constructor(
    @Inject(ENGINE) private readonly engine: Engine<MarketMachine>,
    @Inject(PublicIds) private readonly ids: PublicIds,
    @Inject(OrderTables) private readonly tables: OrderTables,
  ) {}

  venueNo(slug: string): number {
    return this.engine.venue(slug).venueNo;
  }

  async placeCommand(
    slug: string,
    caller: Caller,
    order: Placing,
  ): Promise<{ command: Command; instrument: Instrument }> {
    const instrument = await this.instrument(slug, order.symbol);
    if ((order.type === 'limit') !== (order.price !== undefined)) {
      throw new RejectionError({ code: 'market.price_does_not_fit_type' });
    }
    const command: Command = {
      kind: 'place-order',
      org: caller.orgId,
      accountNo: this.no('acc', slug, order.accountId, 'market.account_unknown'),
      instrumentNo: instrument.instrumentNo,
      side: order.side,
      type: order.type,
      price: order.price === undefined ? undefined : priceFrom(order.price),
      quantity: quantityFrom(order.quantity, instrument.unitScale),
      timeInForce: order.timeInForce,
      postOnly: order.postOnly || undefined,
      clientOrderId: order.clientOrderId,
      selfTrade: order.selfTrade,
    };
    return { command, instrument };
  }

  orderNo(slug: string, orderId: string): number {
    return this.no('ord', slug, orderId, 'market.order_not_open');
  }

  /** Somebody else's order, named to be picked. */
  listingNo(slug: string, listingId: string): number {
    return this.no('ord', slug, listingId, 'market.listing_not_open');
  }

  accountNo(slug: string, accountId: string): number {
    return this.no('acc', slug, accountId, 'market.account_unknown');
  }

  submit(slug: string, caller: Caller, key: string | undefined, command: Command): Promise<Receipt> {
    return this.engine.submit(slug, { by: caller.personId, org: caller.orgId, key, command });
  }

  async instrument(slug: string, symbol: string): Promise<Instrument> {
    const name = `${slug} ${symbol}`;
    let instrument = this.instruments.get(name);
    if (instrument === undefined) {
      instrument = await this.engine.ask(slug, ({ registry }) => registry.instrumentBySymbol(symbol));
      if (instrument === undefined) throw new RejectionError({ code: 'market.instrument_unknown' });
      this.instruments.set(name, instrument);
    }
    return instrument;
  }

  async cancelCommand(
    slug: string,
    caller: Caller,
    orderId: string,
    key?: string,
  ): Promise<{ command: Command; instrument: Instrument }> {
    const orderNo = this.orderNo(slug, orderId);
    const instrument = await this.instrumentOfOrder(slug, caller, orderNo, key);
    return { command: { kind: 'cancel-order', org: caller.orgId, orderNo }, instrument };
  }

  /**
   * The instrument of one's own order, for its scale. A foreign order is refused before its facts are read.
   * With a key the request may be a repeated one, about an order that its first time ended: the tables know it still.
   */
  async instrumentOfOrder(slug: string, caller: Caller, orderNo: number, key?: string): Promise<Instrument> {
    const open = await this.engine.ask(slug, ({ market, registry }) => {
      const order = market.order(orderNo);
      if (order === undefined || registry.account(order.accountNo)?.org !== caller.orgId) return undefined;
      return registry.instrument(order.instrumentNo);
    });
    if (open !== undefined) return open;
    const symbol =
      key === undefined
        ? undefined
        : await this.tables.symbolOfOwn(this.venueNo(slug), caller.orgId, orderNo);
    if (symbol === undefined) throw new RejectionError({ code: 'market.order_not_open' });
    return this.instrument(slug, symbol);
  }

  async show(slug: string, receipt: Receipt, instrument: Instrument): Promise<OrderShown> {
    const { answer, seq, at } = answerOf(receipt);
    const order = answer as unknown as OrderAnswer;
    const venueNo = this.venueNo(slug);
    const units = (quantity: number): string => formatDecimal(quantity, instrument.unitScale);
    return {
      orderId: this.ids.encode('ord', venueNo, order.orderNo),
      status: order.status,
      price: money(order.price),
      quantity: units(order.quantity),
      filled: units(order.filled),
      remaining: units(order.remaining),
      cancelled: units(order.cancelled),
      rulePack: await this.packId(slug, order.packNo),
      fills: order.fills.map(({ tradeNo, price, quantity }) => ({
        tradeId: this.ids.encode('trd', venueNo, tradeNo),
        price: money(price),
        quantity: units(quantity),
      })),
      seq,
      at: formatInstant(at),
    };
  }

  async packId(slug: string, packNo: number): Promise<string> {
    const name = `${slug} ${packNo}`;
    let id = this.packs.get(name);
    if (id === undefined) {
      id = await this.engine.ask(slug, ({ rules }) => rules.pack(packNo)!.id);
      this.packs.set(name, id);
    }
    return id;
  }

  private no(kind: 'acc' | 'ord', slug: string, id: string, unknown: string): number {
    const named = this.ids.decode(kind, id);
    if (named === undefined || named.venueNo !== this.venueNo(slug))
      throw new RejectionError({ code: unknown });
    return named.no;
  }
}
