import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { FEED_WATCHERS_MAX, STREAM_DEPTH_LEVELS_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import { type Caller, CallerOf, Chapter, Door, PublicIds } from '../../platform/http/index.js';
import type { MarketMachine } from '../domain/world.js';
import { OrderDesk } from '../http/order-desk.js';
import { venueParams } from '../http/shapes.js';
import { depthOf, tickerOf } from '../queries/market-view.js';
import { type Channel, CHANNELS, type FeedMessage } from './feed-message.js';
import { EventStream } from './event-stream.js';
import { MarketFeed } from './market-feed.js';

const query = z.strictObject({
  channels: z
    .string()
    .default(CHANNELS.join(','))
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(CHANNELS)).min(1)),
  symbol: z.string().max(40).optional(),
  resume_from: z.coerce.number().int().min(0).optional(),
});
const ownQuery = z.strictObject({ resume_from: z.coerce.number().int().min(0).optional() });
type Where = z.infer<typeof venueParams>;

/**
 * Server-sent events: `id` is the venue's sequence number, `event` the channel. A stream begins with a snapshot, or,
 * after a gap that is still kept (`Last-Event-ID` or `resume_from`), with exactly what was missed.
 */
@Chapter('stream')
@Controller('api/v1/venues/:venue/stream')
export class StreamController {
  constructor(
    @Inject(MarketFeed) private readonly feed: MarketFeed,
    @Inject(OrderDesk) private readonly desk: OrderDesk,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {}

  @Get()
  @Door({
    name: 'streamMarket',
    summary: 'Book, trades, ticker and session as they happen',
    power: 'public',
    params: venueParams,
    query,
    produces: 'text/event-stream',
    answer: z.string(),
    problems: ['market.too_many_watchers'],
  })
  async market(
    @Param() { venue }: Where,
    @Query() { channels, symbol, resume_from }: z.infer<typeof query>,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const instrumentNo =
      symbol === undefined ? undefined : (await this.desk.instrument(venue, symbol)).instrumentNo;
    const venueNo = this.desk.venueNo(venue);
    const wanted = new Set<Channel>(channels);
    const shows = (message: FeedMessage): boolean =>
      wanted.has(message.channel) &&
      (instrumentNo === undefined || message.instrumentNo === 0 || message.instrumentNo === instrumentNo);
    await this.open(
      venue,
      reply,
      resumeAfter(lastEventId, resume_from),
      shows,
      ({ data }) => this.named(venueNo, data),
      (machine) =>
        instrumentNos(machine, instrumentNo).map((no) => ({
          ...depthOf(machine, no, STREAM_DEPTH_LEVELS_MAX),
          ticker: tickerOf(machine, no),
        })),
    );
  }

  @Get('orders')
  @Door({
    name: 'streamOwnOrders',
    summary: 'What happens to the orders of your accounts',
    power: 'order.read',
    params: venueParams,
    query: ownQuery,
    produces: 'text/event-stream',
    answer: z.string(),
  })
  async own(
    @CallerOf() caller: Caller,
    @Param() { venue }: Where,
    @Query() { resume_from }: z.infer<typeof ownQuery>,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const venueNo = this.desk.venueNo(venue);
    // Whoever reads orders of others reads them from the lists; the stream is for one's own.
    const show = ({ data, accountNo }: FeedMessage): object => {
      const { orderNo, ...rest } = data as { orderNo?: number };
      return {
        ...(orderNo === undefined ? {} : { orderId: this.ids.encode('ord', venueNo, orderNo) }),
        accountId: this.ids.encode('acc', venueNo, accountNo),
        ...this.named(venueNo, rest),
      };
    };
    const shows = (message: FeedMessage): boolean =>
      message.channel === 'orders' && message.org === caller.orgId;
    await this.open(venue, reply, resumeAfter(lastEventId, resume_from), shows, show, () => []);
  }

  /** Of a trade that was taken back it is told which; other messages name none. */
  private named(venueNo: number, data: object): object {
    if (!('tradeNo' in data)) return data;
    const { tradeNo, ...rest } = data as { tradeNo: number };
    return { tradeId: this.ids.encode('trd', venueNo, tradeNo), ...rest };
  }

  private async open(
    venue: string,
    reply: FastifyReply,
    after: number | undefined,
    shows: (message: FeedMessage) => boolean,
    show: (message: FeedMessage) => object,
    snapshot: (machine: MarketMachine) => object[],
  ): Promise<void> {
    if (this.feed.watcherCount(venue) >= FEED_WATCHERS_MAX)
      throw new RejectionError({ code: 'market.too_many_watchers' });
    const waiting: (readonly FeedMessage[])[] = [];
    const opened: { stream?: EventStream } = {};
    const sendAll = (messages: readonly FeedMessage[], upTo: number): void => {
      const shown = messages.filter(shows);
      shown.forEach((message, i) =>
        opened.stream?.send(message.channel, i === shown.length - 1 ? upTo : undefined, show(message)),
      );
    };
    const sendBatch = (messages: readonly FeedMessage[]): void =>
      sendAll(messages, Math.max(...messages.map(({ seq }) => seq)));
    const joined = await this.feed.join(
      venue,
      after,
      // What happens before the stream is open waits for it.
      (messages) => (opened.stream === undefined ? waiting.push(messages) : sendBatch(messages)),
      snapshot,
    );
    const forget = this.feed.onClose(() => opened.stream?.end());
    const stream = new EventStream(reply, () => {
      joined.leave();
      forget();
    });
    opened.stream = stream;
    if (joined.missed === undefined)
      stream.send('snapshot', joined.seq, { seq: joined.seq, instruments: joined.snapshot });
    else sendAll(joined.missed, joined.seq);
    waiting.forEach(sendBatch);
  }
}

function resumeAfter(lastEventId: string | undefined, resumeFrom: number | undefined): number | undefined {
  const last = Number(lastEventId);
  return lastEventId !== undefined && Number.isSafeInteger(last) ? last : resumeFrom;
}

function instrumentNos({ registry }: MarketMachine, only: number | undefined): number[] {
  return only === undefined ? [...registry.allInstruments()].map(({ instrumentNo }) => instrumentNo) : [only];
}
