import { Controller, Delete, Get, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter } from '../../approvals/http/shapes.js';
import { RejectionError } from '../../kernel/rejection.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  Door,
  type DoorRequest,
  idempotencyKeyOf,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { ListFilters, ofAccount, ofInstrument } from '../../registry/http/list-filters.js';
import { answerOf } from '../../sequencer/index.js';
import { refuseMasked } from '../queries/masking.js';
import { OrderTables } from '../queries/order-tables.js';
import { cancelledAnswer, orderAnswer, ordersAnswer, orderWithFills, side } from './answers.js';
import { OrderDesk } from './order-desk.js';
import { markReplayed } from './replayed.js';
import {
  amending,
  cancellingAll,
  orderParams,
  type Placing,
  placing,
  priceFrom,
  quantityFrom,
  venueParams,
} from './shapes.js';

type Where = z.infer<typeof venueParams>;
type OrderWhere = z.infer<typeof orderParams>;
const query = z.strictObject({
  ...{ ...pageQuery, ...ofInstrument, ...ofAccount },
  side: side.optional(),
  state: z.enum(['open', 'done']).optional(),
});

const REFUSALS = [
  'market.session_closed',
  'market.price_out_of_band',
  'market.insufficient_units',
  'market.insufficient_cash',
];

@Chapter('orders')
@Controller('api/v1/venues/:venue/orders')
export class OrdersController {
  constructor(
    @Inject(OrderDesk) private readonly desk: OrderDesk,
    @Inject(OrderTables) private readonly tables: OrderTables,
    @Inject(ListFilters) private readonly filters: ListFilters,
  ) {}

  @Post()
  @Door({
    name: 'placeOrder',
    summary: 'Place an order; the answer comes after it is on disk',
    power: 'order.place',
    params: venueParams,
    body: placing,
    answer: orderAnswer,
    status: 201,
    idempotent: true,
    limit: 'orders',
    swift: true,
    problems: REFUSALS,
  })
  async place(
    @Req() request: DoorRequest<Where, Placing>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const caller = request.caller!;
    const { venue } = request.params;
    const { command, instrument } = await this.desk.placeCommand(venue, caller, request.body);
    const receipt = await this.desk.submit(venue, caller, idempotencyKeyOf(request), command);
    markReplayed(reply, receipt);
    return this.desk.show(venue, receipt, instrument);
  }

  @Get()
  @Door({
    name: 'listOrders',
    summary: 'Orders of your accounts, newest first',
    power: 'order.read',
    params: venueParams,
    query,
    problems: ['registry.unknown_account', 'registry.unknown_instrument'],
    answer: ordersAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { limit, after, side, state, ...asked }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    refuseMasked(caller, asked);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.tables.orders(venueNo, caller, {
      ...{ before, side, state, limit: limit + 1 },
      instrumentNo: await this.filters.instrument(venue, asked),
      accountNo: await this.filters.account(caller, venue, 'order.read', asked),
    });
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.order_no)],
      (row) => this.tables.showOrder(venueNo, caller, row),
    );
  }

  @Get(':order')
  @Door({
    name: 'getOrder',
    summary: 'One order and its fills',
    power: 'order.read',
    params: orderParams,
    problems: ['market.order_unknown'],
    answer: orderWithFills,
  })
  async get(@CallerOf() caller: Caller, @Param() { venue, order }: OrderWhere): Promise<object> {
    return this.tables.order(this.desk.venueNo(venue), caller, order);
  }

  @Delete(':order')
  @Door({
    name: 'cancelOrder',
    summary: 'Cancel an open order; possible in a halt and after hours',
    power: 'order.cancel',
    params: orderParams,
    answer: orderAnswer,
    status: 200,
    limit: 'orders',
    swift: true,
    problems: ['market.order_not_open'],
  })
  async cancel(@Req() request: DoorRequest<OrderWhere>): Promise<object> {
    const caller = request.caller!;
    const { venue, order } = request.params;
    const { command, instrument } = await this.desk.cancelCommand(venue, caller, order);
    const receipt = await this.desk.submit(venue, caller, undefined, command);
    return this.desk.show(venue, receipt, instrument);
  }

  @Patch(':order')
  @Door({
    name: 'amendOrder',
    summary: 'Change price or whole quantity; a pure decrease keeps its place',
    power: 'order.place',
    params: orderParams,
    body: amending,
    answer: orderAnswer,
    status: 200,
    idempotent: true,
    limit: 'orders',
    swift: true,
    problems: ['market.order_not_open', 'market.quantity_below_filled', ...REFUSALS],
  })
  async amend(
    @Req() request: DoorRequest<OrderWhere, z.infer<typeof amending>>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const [caller, key] = [request.caller!, idempotencyKeyOf(request)];
    const { venue, order } = request.params;
    const { body } = request;
    const orderNo = this.desk.orderNo(venue, order);
    const instrument = await this.desk.instrumentOfOrder(venue, caller, orderNo, key);
    if (body.price === undefined && body.quantity === undefined)
      throw new RejectionError({ code: 'market.nothing_to_amend' });
    const receipt = await this.desk.submit(venue, caller, key, {
      kind: 'amend-order',
      org: caller.orgId,
      orderNo,
      price: body.price === undefined ? undefined : priceFrom(body.price),
      quantity: body.quantity === undefined ? undefined : quantityFrom(body.quantity, instrument.unitScale),
    });
    markReplayed(reply, receipt);
    return this.desk.show(venue, receipt, instrument);
  }

  @Post('cancel-all')
  @Door({
    name: 'cancelAllOrders',
    summary: 'Cancel all open orders of an account, or of one instrument in it',
    power: 'order.cancel',
    params: venueParams,
    body: cancellingAll,
    status: 200,
    idempotent: true,
    limit: 'orders',
    swift: true,
    problems: ['market.account_unknown'],
    answer: cancelledAnswer,
  })
  async cancelAll(
    @Req() request: DoorRequest<Where, z.infer<typeof cancellingAll>>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const caller = request.caller!;
    const { venue } = request.params;
    const { body } = request;
    const receipt = await this.desk.submit(venue, caller, idempotencyKeyOf(request), {
      kind: 'cancel-all-orders',
      org: caller.orgId,
      accountNo: this.desk.accountNo(venue, body.accountId),
      instrumentNo:
        body.symbol === undefined ? undefined : (await this.desk.instrument(venue, body.symbol)).instrumentNo,
    });
    markReplayed(reply, receipt);
    const { orderNos } = answerOf(receipt).answer as { orderNos: number[] };
    return { cancelled: orderNos.length, seq: receipt.seq };
  }
}
