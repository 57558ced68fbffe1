import { Controller, Get, Headers, Inject, Param, Query } from '@nestjs/common';
import type { Pool } from 'pg';
import { z } from 'zod';
import { publicId, venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { type Caller, CallerOf, Chapter, Door, languageOf, PublicIds } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { ownOnly } from '../../registry/queries/registry-tables.js';
import { ExplainTables } from '../explain-tables.js';
import { Explainer } from '../explainer.js';
import type { Explanation } from '../explanation.js';
import { inLanguage } from '../print-explanation.js';
import { explanationAnswer } from './answers.js';

const orderParams = venueParams.extend({ order: publicId });
const tradeParams = venueParams.extend({ trade: publicId });
const which = z
  .strictObject({
    key: z.string().min(1).max(64).optional(),
    seq: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  })
  .refine(({ key, seq }) => (key === undefined) !== (seq === undefined), 'either key or seq');
const balanceParams = venueParams.extend({ account: publicId, asset: z.string().min(1).max(40) });
const LANGUAGE = 'accept-language';

/** Why a number is what it is: inputs, rule, legal basis and rounding, step by step, in the reader's language. */
@Chapter('explanations')
@Controller('api/v1/venues/:venue/explanations')
export class ExplanationsController {
  private readonly explainer: Explainer;

  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(DATABASE_POOL) pool: Pool,
    @Inject(PublicIds) ids: PublicIds,
  ) {
    this.explainer = new Explainer(new ExplainTables(pool), ids);
  }

  @Get('orders/:order')
  @Door({
    name: 'explainOrder',
    summary: 'The band, the hold and the fees of an order',
    power: 'order.read',
    params: orderParams,
    problems: ['market.order_unknown'],
    answer: explanationAnswer,
  })
  order(
    @CallerOf() caller: Caller,
    @Param() { venue, order }: z.infer<typeof orderParams>,
    @Headers(LANGUAGE) language?: string,
  ): Promise<object> {
    return said(
      this.explainer.order(this.desk.venueNo(venue), order, ownOnly(caller, 'order.read')),
      language,
    );
  }

  @Get('trades/:trade')
  @Door({
    name: 'explainTrade',
    summary: 'The price, the value, your fee and what you pay or receive of a trade',
    power: 'trade.read',
    params: tradeParams,
    problems: ['explain.unknown_trade'],
    answer: explanationAnswer,
  })
  trade(
    @CallerOf() caller: Caller,
    @Param() { venue, trade }: z.infer<typeof tradeParams>,
    @Headers(LANGUAGE) language?: string,
  ): Promise<object> {
    return said(
      this.explainer.trade(this.desk.venueNo(venue), trade, ownOnly(caller, 'trade.read')),
      language,
    );
  }

  @Get('rejections')
  @Door({
    name: 'explainRejection',
    summary: 'Why a command was refused; it is named by its idempotency key or by its place in the journal',
    power: 'audit.read',
    params: venueParams,
    query: which,
    problems: ['explain.unknown_rejection'],
    answer: explanationAnswer,
  })
  rejection(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { seq, key = '' }: z.infer<typeof which>,
    @Headers(LANGUAGE) language?: string,
  ): Promise<object> {
    const named = seq === undefined ? { key } : { seq };
    const own = ownOnly(caller, 'audit.read');
    return said(this.explainer.rejection(this.desk.venueNo(venue), named, own, isMasked(caller)), language);
  }

  @Get('accounts/:account/balances/:asset')
  @Door({
    name: 'explainBalance',
    summary: 'The entries, holds and promises that a balance is the sum of; the asset is `cash` or a symbol',
    power: 'holding.read',
    params: balanceParams,
    problems: ['registry.unknown_account', 'registry.unknown_instrument'],
    answer: explanationAnswer,
  })
  balance(
    @CallerOf() caller: Caller,
    @Param() { venue, account, asset }: z.infer<typeof balanceParams>,
    @Headers(LANGUAGE) language?: string,
  ): Promise<object> {
    const own = ownOnly(caller, 'holding.read');
    return said(this.explainer.balance(this.desk.venueNo(venue), account, asset, own), language);
  }
}

async function said(explanation: Promise<Explanation>, acceptLanguage: string | undefined): Promise<object> {
  return inLanguage(await explanation, languageOf(acceptLanguage));
}

/** The exchange's operator sees what was asked, not who asked (rulebook §6: masked). */
function isMasked(caller: Caller): boolean {
  return caller.roles.includes('exchange_op');
}
