import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { numbersAfter, publicId, reason, venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { formatInstant } from '../../kernel/instant.js';
import { RejectionError } from '../../kernel/rejection.js';
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
import { ENGINE } from '../../sequencer/engine.token.js';
import type { Engine, Machine } from '../../sequencer/index.js';
import { packChanges, type Rules } from '../domain/index.js';
import { type DraftRow, RuleTables } from '../queries/rule-tables.js';
import { draftChanges, draftDiscarded, draftMade, draftsAnswer, draftWithFile } from './answers.js';
import { packBody, plainPack, tradingDay } from './shapes.js';

const params = venueParams.extend({ draft: publicId });
type Params = z.infer<typeof params>;
const drafting = z.strictObject({ pack: packBody, note: reason.optional() });
const query = z.strictObject({
  ...pageQuery,
  state: z.enum(['OPEN', 'PUBLISHED', 'DISCARDED']).optional(),
});
const against = z.strictObject({ day: tradingDay.optional() });

/** Packs that are thought about: they rule nothing until one is published under four eyes. */
@Chapter('rule packs')
@Controller('api/v1/venues/:venue/rule-pack-drafts')
export class RulePackDraftsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RuleTables) private readonly tables: RuleTables,
    @Inject(ENGINE) private readonly engine: Engine<Machine & { readonly rules: Rules }>,
  ) {}

  @Get()
  @Door({
    name: 'listRulePackDrafts',
    summary: 'Drafts, newest first',
    power: 'rules-draft.read',
    params: venueParams,
    query,
    answer: draftsAnswer,
  })
  async list(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, state }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.tables.drafts(venueNo, state ?? null, before, limit + 1);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.draft_no)],
      (row) => this.show(venueNo, row),
    );
  }

  @Get(':draft')
  @Door({
    name: 'getRulePackDraft',
    summary: 'One draft with its whole text',
    power: 'rules-draft.read',
    params,
    problems: ['rules.unknown_draft'],
    answer: draftWithFile,
  })
  async get(@Param() { venue, draft }: Params): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const row = await this.find(venueNo, draft);
    return { ...this.show(venueNo, row), file: row.body };
  }

  @Get(':draft/changes')
  @Door({
    name: 'getRulePackDraftChanges',
    summary: 'What a draft says differently from the pack that rules a day; without one, its own first day',
    power: 'rules-draft.read',
    params,
    query: against,
    problems: ['rules.unknown_draft'],
    answer: draftChanges,
  })
  async changes(
    @Param() { venue, draft }: Params,
    @Query() { day }: z.infer<typeof against>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const { body: after } = await this.find(venueNo, draft);
    const asked = day ?? after.effectiveFrom;
    const before = await this.engine.ask(venue, ({ rules }) => rules.inForce(after.pack, asked)?.file);
    return {
      day: asked,
      against: before === undefined ? null : `${before.pack}@${before.version}`,
      changes: before === undefined ? [] : packChanges(before, after),
    };
  }

  @Post()
  @Door({
    name: 'draftRulePack',
    summary: 'Draft a pack; it is checked whole and never edited',
    power: 'rules.propose',
    params: venueParams,
    body: drafting,
    status: 201,
    idempotent: true,
    problems: ['rules.invalid_pack', 'rules.version_exists', 'rules.too_many_drafts'],
    answer: draftMade,
  })
  async draft(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Body() { pack, note }: z.infer<typeof drafting>,
  ): Promise<object> {
    const command = { kind: 'draft-rule-pack', pack: plainPack(pack), note };
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    const { draftNo, ...shown } = answer;
    return {
      draftId: this.desk.id('drf', this.desk.venueNo(venue), draftNo as number),
      ...shown,
      ...place,
    };
  }

  @Post(':draft/discard')
  @Door({
    name: 'discardRulePackDraft',
    summary: 'Give a draft up',
    power: 'rules.propose',
    params,
    status: 200,
    idempotent: true,
    problems: ['rules.unknown_draft', 'rules.draft_finished'],
    answer: draftDiscarded,
  })
  async discard(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, draft }: Params,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const draftNo = this.desk.no('drf', venueNo, draft, 'rules.unknown_draft');
    const command = { kind: 'discard-rule-pack-draft', draftNo };
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    return { draftId: draft, state: answer.state, ...place };
  }

  private async find(venueNo: number, draft: string): Promise<DraftRow> {
    const no = this.desk.no('drf', venueNo, draft, 'rules.unknown_draft');
    const row = await this.tables.draft(venueNo, no);
    if (row === undefined) throw new RejectionError({ code: 'rules.unknown_draft' });
    return row;
  }

  private show(venueNo: number, row: DraftRow): object {
    const { title, jurisdiction, instrumentClass, effectiveFrom, effectiveTo } = row.body;
    return {
      draftId: this.desk.id('drf', venueNo, Number(row.draft_no)),
      pack: row.pack,
      version: row.version,
      state: row.state,
      title,
      jurisdiction,
      instrumentClass,
      effectiveFrom,
      effectiveTo,
      packHash: row.pack_hash,
      note: row.note,
      draftedBy: row.drafted_by,
      draftedAt: formatInstant(Number(row.drafted_at)),
      ...(row.pack_no !== null && { rulePackId: this.desk.id('rul', venueNo, row.pack_no) }),
      changedAt: formatInstant(Number(row.changed_at)),
    };
  }
}
