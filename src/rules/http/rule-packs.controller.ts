import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter, proposalMade, publicId, reason, venueParams } from '../../approvals/http/shapes.js';
import { type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
import { formatInstant, type TradingDay } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { Clock } from '../../platform/clock.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  Door,
  Once,
  type OnceTicket,
  type Page,
  pageQuery,
  turnPage,
} from '../../platform/http/index.js';
import { CLOCK } from '../../platform/tokens.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { Engine, Machine } from '../../sequencer/index.js';
import type { PackStatus, Rules } from '../domain/index.js';
import { type PackRow, RuleTables } from '../queries/rule-tables.js';
import { packsAnswer, packWithKeys } from './answers.js';
import { packBody, plainPack, tradingDay } from './shapes.js';

const params = venueParams.extend({ pack: publicId });
const publishing = z
  .strictObject({ pack: packBody.optional(), draftId: publicId.optional(), reason: reason.optional() })
  .refine(({ pack, draftId }) => (pack === undefined) !== (draftId === undefined), 'either pack or draftId');
const onDay = z.strictObject({ day: tradingDay.optional() });
const query = z.strictObject({
  ...pageQuery,
  name: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional(),
  day: tradingDay.optional(),
});

@Chapter('rule packs')
@Controller('api/v1/venues/:venue/rule-packs')
export class RulePacksController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RuleTables) private readonly tables: RuleTables,
    @Inject(ENGINE) private readonly engine: Engine<Machine & { readonly rules: Rules }>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Door({
    name: 'listRulePacks',
    summary: 'The rules of this venue: every pack and version, and where each stands on a day (today)',
    power: 'public',
    params: venueParams,
    query,
    answer: packsAnswer,
  })
  async list(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, name, day }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [last] = numbersAfter(after, [0]);
    const rows = await this.tables.packs(venueNo, name ?? null, last, limit + 1);
    const status = await this.statuses(venue, day);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [row.pack_no],
      (row) => this.show(venueNo, row, status),
    );
  }

  @Get(':pack')
  @Door({
    name: 'getRulePack',
    summary: 'One rule pack with the legal basis of every key',
    power: 'public',
    params,
    query: onDay,
    problems: ['rules.unknown_pack'],
    answer: packWithKeys,
  })
  async get(
    @Param() { venue, pack }: z.infer<typeof params>,
    @Query() { day }: z.infer<typeof onDay>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const no = this.desk.no('rul', venueNo, pack, 'rules.unknown_pack');
    const row = await this.tables.pack(venueNo, no);
    if (row === undefined) throw new RejectionError({ code: 'rules.unknown_pack' });
    return { ...this.show(venueNo, row, await this.statuses(venue, day)), keys: row.body.keys };
  }

  @Post()
  @Door({
    name: 'proposeRulePack',
    summary: 'Propose to publish a draft, or a whole pack; it takes effect after approval, never today',
    power: 'rules.propose',
    params: venueParams,
    body: publishing,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: [
      'rules.invalid_pack',
      'rules.version_exists',
      'rules.unknown_draft',
      'rules.draft_finished',
      'rules.retroactive',
    ],
  })
  async publish(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Body() { pack, draftId, reason }: z.infer<typeof publishing>,
  ): Promise<ProposalMade> {
    const payload = pack === undefined ? await this.drafted(venue, draftId ?? '') : { pack: plainPack(pack) };
    return this.desk.propose(venue, caller, once, 'publish-rule-pack', payload, reason);
  }

  private async drafted(venue: string, draftId: string): Promise<{ pack: Json; draftNo: number }> {
    const venueNo = this.desk.venueNo(venue);
    const draftNo = this.desk.no('drf', venueNo, draftId, 'rules.unknown_draft');
    const row = await this.tables.draft(venueNo, draftNo);
    if (row === undefined) throw new RejectionError({ code: 'rules.unknown_draft' });
    return { pack: row.body as Json, draftNo };
  }

  /** Where every pack stands on a day; without one, on this day of the venue. */
  private statuses(venue: string, asked: TradingDay | undefined): Promise<ReadonlyMap<number, PackStatus>> {
    const now = this.clock.nowMicros();
    return this.engine.ask(
      venue,
      ({ rules }) =>
        new Map(
          rules.all().map((pack) => [pack.packNo, rules.statusOn(pack, asked ?? pack.localTime(now).day)]),
        ),
    );
  }

  private show(venueNo: number, row: PackRow, statuses: ReadonlyMap<number, PackStatus>): object {
    const { title, jurisdiction, instrumentClass } = row.body;
    return {
      rulePackId: this.desk.id('rul', venueNo, row.pack_no),
      pack: row.pack,
      version: row.version,
      status: statuses.get(row.pack_no),
      title,
      jurisdiction,
      instrumentClass,
      effectiveFrom: row.effective_from,
      effectiveTo: row.effective_to,
      packHash: row.pack_hash,
      proposedBy: row.proposed_by,
      approvedBy: row.approved_by,
      ...(row.proposal_no !== null && {
        proposalId: this.desk.id('prp', venueNo, Number(row.proposal_no)),
      }),
      seq: Number(row.seq),
      at: formatInstant(Number(row.at)),
    };
  }
}
