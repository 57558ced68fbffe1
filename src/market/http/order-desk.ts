import { Inject, Injectable } from '@nestjs/common';
import { formatDecimal } from '../../kernel/decimal.js';
import { formatInstant } from '../../kernel/instant.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { MarketMachine } from '../domain/world.js';
import { type Caller, PublicIds } from '../../platform/http/index.js';
import type { Instrument } from '../../registry/index.js';
import { answerOf, type Command, type Engine, type Receipt } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { money, type Placing, priceFrom, quantityFrom } from './shapes.js';

interface OrderAnswer {
  readonly orderNo: number;
  readonly status: string;
  readonly price: number;
  readonly quantity: number;
  readonly filled: number;
  readonly remaining: number;
  readonly cancelled: number;
  readonly packNo: number;
  readonly fills: readonly { tradeNo: number; price: number; quantity: number }[];
}

/** From the words of a request to a command, and from its receipt back: no database on this road. */
@Injectable()
export class OrderDesk {
  // Instruments never change and packs never change: what was seen once is remembered per venue.
  private readonly instruments = new Map<string, Instrument>();
  private readonly packs = new Map<string, string>();

  constructor(
    @Inject(ENGINE) private readonly engine: Engine<MarketMachine>,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {}

  venueNo(slug: string): number {
    return this.engine.venue(slug).venueNo;
  }

  async placeCommand(slug: string, caller: Caller, order: Placing): Promise<{ command: Command; instrument: Instrument }> {
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

  /** The scale of the order's instrument, for orders named by id only. */
  async instrumentOfOrder(slug: string, orderNo: number): Promise<Instrument> {
    const instrument = await this.engine.ask(slug, ({ market, registry }) => {
      const order = market.order(orderNo);
      return order === undefined ? undefined : registry.instrument(order.instrumentNo);
    });
    if (instrument === undefined) throw new RejectionError({ code: 'market.order_not_open' });
    return instrument;
  }

  async show(slug: string, receipt: Receipt, instrument: Instrument): Promise<object> {
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
    if (named === undefined || named.venueNo !== this.venueNo(slug)) throw new RejectionError({ code: unknown });
    return named.no;
  }
}
