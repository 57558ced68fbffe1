import { Controller, Inject, Post, Req } from '@nestjs/common';
import { z } from 'zod';
import { type Rejection, RejectionError } from '../../kernel/rejection.js';
import {
  type Caller,
  Chapter,
  Door,
  type DoorRequest,
  idempotencyKeyOf,
  problemOf,
} from '../../platform/http/index.js';
import { batchAnswer } from './answers.js';
import { OrderDesk } from './order-desk.js';
import { batching, venueParams } from './shapes.js';

type Batch = z.infer<typeof batching>;
type ItemAnswer = z.infer<typeof batchAnswer>['items'][number];

/** Up to 1,000 orders and cancels in one request; each is decided for itself, in the order given. */
@Chapter('orders')
@Controller('api/v1/venues/:venue')
export class OrderBatchesController {
  constructor(@Inject(OrderDesk) private readonly desk: OrderDesk) {}

  // The router reads a double colon as one literal colon: the address is /orders:batch.
  @Post('orders::batch')
  @Door({
    name: 'sendOrderBatch',
    summary: 'Place and cancel many orders; one answer an item',
    power: 'order.place',
    params: venueParams,
    body: batching,
    answer: batchAnswer,
    status: 200,
    idempotent: true,
    limit: 'orders',
    swift: true,
  })
  async batch(
    @Req() request: DoorRequest<z.infer<typeof venueParams>, Batch>,
  ): Promise<z.infer<typeof batchAnswer>> {
    const [caller, key] = [request.caller!, idempotencyKeyOf(request)];
    const { venue } = request.params;
    const { items } = request.body;
    const answers = items.map((item, index) => this.answer(venue, caller, `${key}#${index}`, item));
    return { items: await Promise.all(answers) };
  }

  private async answer(
    venue: string,
    caller: Caller,
    key: string,
    item: Batch['items'][number],
  ): Promise<ItemAnswer> {
    let replayed: { replayed?: true } = {};
    try {
      const { command, instrument } =
        item.action === 'place'
          ? await this.desk.placeCommand(venue, caller, item.order)
          : await this.desk.cancelCommand(venue, caller, item.orderId, key);
      const receipt = await this.desk.submit(venue, caller, key, command);
      if (receipt.replayed) replayed = { replayed: true };
      return { ok: true, order: await this.desk.show(venue, receipt, instrument), ...replayed };
    } catch (error) {
      if (!(error instanceof RejectionError)) throw error;
      return { ok: false, problem: problemOf(error.rejection satisfies Rejection, 'en'), ...replayed };
    }
  }
}
