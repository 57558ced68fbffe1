import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { proposalMade, publicId, reason, venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { RejectionError } from '../../kernel/rejection.js';
import { type Caller, CallerOf, Chapter, Door, Once, type OnceTicket } from '../../platform/http/index.js';
import type { Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { settleUpTo } from '../commands/settle-up-to.js';
import type { ClearingMachine } from '../domain/handlers.js';
import { SettledTrades } from '../queries/settled-trades.js';

const params = venueParams.extend({ trade: publicId });
const body = z.strictObject({ reason });

/** The exchange asks to take a trade back, the supervisor agrees. */
@Chapter('trades')
@Controller('api/v1/venues/:venue/trades')
export class AnnulmentsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(ENGINE) private readonly engine: Engine<ClearingMachine>,
    @Inject(SettledTrades) private readonly trades: SettledTrades,
  ) {}

  @Post(':trade/annul')
  @Door({
    name: 'proposeAnnulment',
    summary: 'Propose to annul a trade by its mirror entries',
    power: 'halt.propose',
    params,
    body,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: [
      'clearing.trade_unknown',
      'clearing.trade_already_annulled',
      'clearing.goods_not_free',
      'clearing.serials_moved_on',
      'clearing.money_not_free',
    ],
  })
  async annul(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, trade }: z.infer<typeof params>,
    @Body() { reason }: z.infer<typeof body>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const tradeNo = this.desk.no('trd', venueNo, trade, 'clearing.trade_unknown');
    if (!(await this.trades.isKnown(venueNo, tradeNo)))
      throw new RejectionError({ code: 'clearing.trade_unknown' });
    // A trade is final when matched: it is delivered before it can be given back, serial by serial.
    await settleUpTo(this.engine, venue, tradeNo);
    const payload = { ...(await this.trades.find(venueNo, tradeNo)), reason };
    return this.desk.propose(venue, caller, once, 'annul-trade', payload, reason);
  }
}
