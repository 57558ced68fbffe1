import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
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
  type PublicIdKind,
  turnPage,
} from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';
import { CHECKING_POWERS, MAKING_POWERS } from '../domain/index.js';
import { proposalAnswer, proposalsAnswer, proposalSigned } from './answers.js';
import { type ProposalRow, showPayload, showProposal } from './proposal-view.js';
import { numbersAfter, publicId, reason, venueParams } from './shapes.js';
import { signingPowers, VenueDesk } from './venue-desk.js';

const params = venueParams.extend({ proposal: publicId });
const approval = z.strictObject({ payloadHash: z.string().regex(/^[0-9a-f]{64}$/) });
const returning = z.strictObject({ note: reason });
const query = z.strictObject({
  ...pageQuery,
  /** `waiting`: what waits for my signature. */
  view: z.enum(['waiting', 'mine', 'all']).default('all'),
  state: z.enum(['PENDING', 'EXECUTED', 'RETURNED', 'WITHDRAWN']).optional(),
  /** One matter alone, as `trail/words` names it. */
  action: z
    .string()
    .regex(/^[a-z-]{1,64}$/)
    .optional(),
});

const COLUMNS = `p.proposal_no, p.action, p.payload, p.payload_hash, p.reason, p.state, p.maker, p.maker_org, p.owner_org,
  p.next_power, p.signatures, p.note, p.proposed_at, p.changed_at, i.unit_scale`;
const FROM = `FROM proposals p LEFT JOIN instruments i
  ON i.venue_no = p.venue_no AND i.instrument_no = (p.payload->>'instrumentNo')::int`;
// $2 the caller's organisation, $3 reads every proposal of the venue
const VISIBLE = `p.venue_no = $1 AND ($3 OR p.owner_org = $2 OR p.maker_org = $2)`;

/** The task inbox: what waits for whom, and what became of it. */
@Chapter('proposals')
@Controller('api/v1/venues/:venue/proposals')
export class ProposalsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(DATABASE_POOL) private readonly pool: pg.Pool,
  ) {}

  @Get()
  @Door({
    name: 'listProposals',
    summary: 'Proposals: my task inbox, my own, or all I may see',
    power: 'proposal.read',
    params: venueParams,
    query,
    answer: proposalsAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, view, state, action }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const { rows } = await this.pool.query<ProposalRow>(
      `SELECT ${COLUMNS} ${FROM} WHERE ${VISIBLE}
         AND ($4::text IS NULL OR p.state = $4) AND p.proposal_no < $5::bigint
         AND ($6 <> 'mine' OR p.maker = $7)
         AND ($6 <> 'waiting' OR (p.state = 'PENDING' AND p.next_power = ANY ($8::text[]) AND p.maker <> $7
              AND NOT p.signatures @> jsonb_build_array(jsonb_build_object('by', $7::text))
              AND (p.next_within = 'office' OR p.owner_org = $2)))
         AND ($10::text IS NULL OR p.action = $10)
       ORDER BY p.proposal_no DESC LIMIT $9`,
      [
        venueNo,
        caller.orgId,
        readsAll(caller),
        state ?? null,
        before,
        view,
        caller.personId,
        signingPowers(caller),
        limit + 1,
        action ?? null,
      ],
    );
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.proposal_no)],
      (row) => showProposal(row, this.encode(venueNo)),
    );
  }

  @Get(':proposal')
  @Door({
    name: 'getProposal',
    summary: 'One proposal',
    power: 'proposal.read',
    params,
    problems: ['approvals.unknown_proposal'],
    answer: proposalAnswer,
  })
  async get(
    @CallerOf() caller: Caller,
    @Param() { venue, proposal }: z.infer<typeof params>,
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    return showProposal(await this.visible(caller, venueNo, proposal), this.encode(venueNo));
  }

  @Post(':proposal/approve')
  @Door({
    name: 'approveProposal',
    summary: 'Sign a proposal; the last signature carries it out',
    power: CHECKING_POWERS,
    params,
    body: approval,
    status: 200,
    idempotent: true,
    problems: [
      'approvals.four_eyes',
      'approvals.payload_mismatch',
      'approvals.not_pending',
      'approvals.missing_power',
    ],
    answer: proposalSigned,
  })
  async approve(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, proposal }: z.infer<typeof params>,
    @Body() { payloadHash }: z.infer<typeof approval>,
  ): Promise<object> {
    return this.act(caller, once, venue, proposal, { kind: 'approve', payloadHash });
  }

  @Post(':proposal/return')
  @Door({
    name: 'returnProposal',
    summary: 'Send a proposal back to its maker',
    power: CHECKING_POWERS,
    params,
    body: returning,
    status: 200,
    idempotent: true,
    problems: ['approvals.four_eyes', 'approvals.not_pending', 'approvals.missing_power'],
    answer: proposalSigned,
  })
  async return(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, proposal }: z.infer<typeof params>,
    @Body() { note }: z.infer<typeof returning>,
  ): Promise<object> {
    return this.act(caller, once, venue, proposal, { kind: 'return-proposal', note });
  }

  @Post(':proposal/withdraw')
  @Door({
    name: 'withdrawProposal',
    summary: 'Take back a proposal of your own',
    power: MAKING_POWERS,
    params,
    status: 200,
    idempotent: true,
    problems: ['approvals.not_your_proposal', 'approvals.not_pending'],
    answer: proposalSigned,
  })
  async withdraw(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, proposal }: z.infer<typeof params>,
  ): Promise<object> {
    return this.act(caller, once, venue, proposal, { kind: 'withdraw-proposal' });
  }

  private async act(
    caller: Caller,
    once: OnceTicket,
    venue: string,
    proposal: string,
    facts: { kind: string; payloadHash?: string; note?: string },
  ): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const row = await this.visible(caller, venueNo, proposal);
    const command = { ...facts, proposalNo: Number(row.proposal_no), powers: signingPowers(caller) };
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    const { state, stagesLeft, result } = answer;
    const shown = result
      ? { result: showPayload(result as never, row.unit_scale ?? 0, this.encode(venueNo)) }
      : {};
    return {
      proposalId: proposal,
      action: row.action,
      state,
      ...(stagesLeft !== undefined && { stagesLeft }),
      ...shown,
      ...place,
    };
  }

  /** Throws the same refusal for a foreign proposal as for one that never was. */
  private async visible(caller: Caller, venueNo: number, proposal: string): Promise<ProposalRow> {
    const no = this.desk.no('prp', venueNo, proposal, 'approvals.unknown_proposal');
    const { rows } = await this.pool.query<ProposalRow>(
      `SELECT ${COLUMNS} ${FROM} WHERE ${VISIBLE} AND p.proposal_no = $4`,
      [venueNo, caller.orgId, readsAll(caller), no],
    );
    if (rows.length === 0) throw new RejectionError({ code: 'approvals.unknown_proposal' });
    return rows[0];
  }

  private encode(venueNo: number): (kind: PublicIdKind, no: number) => string {
    return (kind, no) => this.desk.id(kind, venueNo, no);
  }
}

function readsAll(caller: Caller): boolean {
  return caller.scopes['proposal.read'] !== 'own';
}
