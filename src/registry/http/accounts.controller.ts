import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  numbersAfter,
  plainText,
  proposalMade,
  publicId,
  reason,
  venueParams,
} from '../../approvals/http/shapes.js';
import { type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
import { formatInstant } from '../../kernel/instant.js';
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
import { ACCOUNT_KINDS } from '../domain/index.js';
import { accountAnswer, accountApplied, accountMoved, accountsAnswer } from './answers.js';
import { ofTitle, titled } from './list-filters.js';
import { warrant, warrantFrom } from './shapes.js';
import { ACCOUNT_COLUMNS, type AccountRow, ownOnly, RegistryTables } from '../queries/registry-tables.js';

const params = venueParams.extend({ account: publicId });
type Params = z.infer<typeof params>;
const application = z.strictObject({ title: plainText(200), kind: z.enum(ACCOUNT_KINDS) });
const change = z.strictObject({ reason });
const freezing = change.extend(warrant);
const STATES = ['APPLIED', 'UNDER_REVIEW', 'ACTIVE', 'RESTRICTED', 'FROZEN', 'CLOSED'] as const;
const query = z.strictObject({
  ...pageQuery,
  state: z.enum(STATES).optional(),
  kind: z.enum(ACCOUNT_KINDS).optional(),
  ...ofTitle,
});

const step = { params, status: 200, idempotent: true } as const;
const proposing = { params, body: change, answer: proposalMade, status: 201, idempotent: true } as const;

@Chapter('accounts')
@Controller('api/v1/venues/:venue/accounts')
export class AccountsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RegistryTables) private readonly tables: RegistryTables,
  ) {}

  @Get()
  @Door({
    name: 'listAccounts',
    summary: 'Accounts: your own, or all you supervise',
    power: 'account.read',
    params: venueParams,
    query,
    answer: accountsAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, state, kind, title }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [last] = numbersAfter(after, [0]);
    const rows = await this.tables.rows<AccountRow>(
      `SELECT ${ACCOUNT_COLUMNS} FROM accounts WHERE venue_no = $1 AND account_no > $2 AND ($3::text IS NULL OR org = $3)
         AND ($4::text IS NULL OR state = $4) AND ($6::text IS NULL OR kind = $6) AND ${titled('title', 7)}
       ORDER BY account_no LIMIT $5`,
      [
        ...[venueNo, last, ownOnly(caller, 'account.read'), state ?? null, limit + 1],
        ...[kind ?? null, title ?? null],
      ],
    );
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.account_no)],
      (row) => this.show(venueNo, row),
    );
  }

  @Get(':account')
  @Door({
    name: 'getAccount',
    summary: 'One account',
    power: 'account.read',
    params,
    problems: ['registry.unknown_account'],
    answer: accountAnswer,
  })
  async get(@CallerOf() caller: Caller, @Param() { venue, account }: Params): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    return this.show(venueNo, await this.find(caller, venueNo, account));
  }

  @Post()
  @Door({
    name: 'applyForAccount',
    summary: 'Apply for an account of your organisation',
    power: 'account.apply',
    params: venueParams,
    body: application,
    status: 201,
    idempotent: true,
    problems: ['registry.prohibited_person'],
    answer: accountApplied,
  })
  async apply(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Body() { title, kind }: z.infer<typeof application>,
  ): Promise<object> {
    const { orgId: org, ownerGroup } = caller;
    // Supervisors, operators, verifiers and their staff may not trade (Interim Regulation Art. 7).
    // A government account trades with nobody: allowances are auctioned from it.
    const prohibited = caller.orgKind !== 'enterprise' && kind !== 'government';
    const command = { kind: 'apply-account', org, ownerGroup, title, accountKind: kind, prohibited };
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    const accountId = this.desk.id('acc', this.desk.venueNo(venue), answer.accountNo as number);
    return { accountId, title, kind, state: answer.state, ...place };
  }

  @Post(':account/review')
  @Door({
    ...step,
    name: 'reviewAccount',
    summary: 'Review an application',
    power: 'account.review',
    problems: ['registry.illegal_transition', 'registry.four_eyes'],
    answer: accountMoved,
  })
  review(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Params): Promise<object> {
    return this.step('review-account', caller, once, where);
  }

  @Post(':account/approve')
  @Door({
    ...step,
    name: 'approveAccount',
    summary: 'Open a reviewed account',
    power: 'account.approve',
    problems: ['registry.illegal_transition', 'registry.four_eyes'],
    answer: accountMoved,
  })
  approve(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Params): Promise<object> {
    return this.step('approve-account', caller, once, where);
  }

  @Post(':account/restrict')
  @Door({
    ...proposing,
    name: 'proposeAccountRestriction',
    summary: 'Propose to bar an account from trading',
    power: 'freeze.propose',
  })
  restrict(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: Params,
    @Body() body: z.infer<typeof change>,
  ): Promise<ProposalMade> {
    return this.change('restrict-account', caller, once, where, body.reason);
  }

  @Post(':account/freeze')
  @Door({
    ...proposing,
    body: freezing,
    name: 'proposeAccountFreeze',
    summary: 'Propose to freeze an account; with `until` it ends by itself',
    power: 'registry.propose',
  })
  freeze(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: Params,
    @Body() body: z.infer<typeof freezing>,
  ): Promise<ProposalMade> {
    return this.change('freeze-account', caller, once, where, body.reason, warrantFrom(body));
  }

  @Post(':account/release')
  @Door({
    ...proposing,
    name: 'proposeAccountRelease',
    summary: 'Propose to release an account',
    power: 'registry.propose',
  })
  release(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: Params,
    @Body() body: z.infer<typeof change>,
  ): Promise<ProposalMade> {
    return this.change('release-account', caller, once, where, body.reason);
  }

  @Post(':account/close')
  @Door({
    ...proposing,
    name: 'proposeAccountClosure',
    summary: 'Propose to close an empty account',
    power: 'registry.propose',
    problems: ['registry.account_not_empty'],
  })
  close(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: Params,
    @Body() body: z.infer<typeof change>,
  ): Promise<ProposalMade> {
    return this.change('close-account', caller, once, where, body.reason);
  }

  private async step(
    kind: string,
    caller: Caller,
    once: OnceTicket,
    { venue, account }: Params,
  ): Promise<object> {
    const accountNo = this.desk.no('acc', this.desk.venueNo(venue), account, 'registry.unknown_account');
    const { answer, place } = await this.desk.submit(venue, caller, once, { kind, accountNo });
    return { accountId: account, state: answer.state, ...place };
  }

  private change(
    action: string,
    caller: Caller,
    once: OnceTicket,
    { venue, account }: Params,
    why: string,
    warranted: ReturnType<typeof warrantFrom> = {},
  ): Promise<ProposalMade> {
    const accountNo = this.desk.no('acc', this.desk.venueNo(venue), account, 'registry.unknown_account');
    return this.desk.propose(venue, caller, once, action, { accountNo, reason: why, ...warranted }, why);
  }

  private find(caller: Caller, venueNo: number, account: string): Promise<AccountRow> {
    return this.tables.account(
      venueNo,
      this.desk.no('acc', venueNo, account, 'registry.unknown_account'),
      caller,
    );
  }

  private show(venueNo: number, row: AccountRow): object {
    return {
      accountId: this.desk.id('acc', venueNo, Number(row.account_no)),
      organisationId: row.org,
      ownerGroup: row.owner_group,
      title: row.title,
      kind: row.kind,
      state: row.state,
      reason: row.reason,
      appliedAt: formatInstant(Number(row.applied_at)),
      changedAt: formatInstant(Number(row.changed_at)),
    };
  }
}
