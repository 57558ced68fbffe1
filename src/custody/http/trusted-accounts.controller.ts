import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { proposalMade, publicId, reason, venueParams } from '../../approvals/http/shapes.js';
import type { ProposalMade } from '../../approvals/http/venue-desk.js';
import { formatInstant } from '../../kernel/instant.js';
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
} from '../../platform/http/index.js';
import { CLOCK } from '../../platform/tokens.js';
import { TRUST_STATES, trustedAccountsAnswer, trustRemoved } from './answers.js';
import { CustodyDesk } from './custody-desk.js';

const params = venueParams.extend({ account: publicId });
const one = params.extend({ trust: publicId });
const query = z.strictObject({ ...pageQuery, state: z.enum(TRUST_STATES).optional() });
const addition = z.strictObject({ trustedAccountId: publicId, reason });

interface TrustRow {
  readonly trust_no: string;
  readonly account_no: string;
  readonly trusted: string;
  readonly added_at: string;
  readonly effective_at: string;
  readonly removed_at: string;
  readonly state: string;
}

/** To whom an account may send without delay. */
@Chapter('safe movement')
@Controller('api/v1/venues/:venue/accounts/:account/trusted-accounts')
export class TrustedAccountsController {
  constructor(
    @Inject(CustodyDesk) private readonly desk: CustodyDesk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Door({
    name: 'listTrustedAccounts',
    summary: 'Accounts that an account trusts or has trusted, newest first',
    power: 'holding.read',
    params,
    query,
    problems: ['registry.unknown_account'],
    answer: trustedAccountsAnswer,
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue, account }: z.infer<typeof params>,
    @Query() { state, ...query }: { limit: number; after?: string; state?: string },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const accountNo = await this.desk.readable(caller, venue, account, 'holding.read');
    const venueNo = this.desk.venueNo(venue);
    return this.desk.newest<TrustRow>(reply, venue, caller, query, {
      sql: `SELECT * FROM (
          SELECT trust_no, account_no, trusted, added_at, effective_at, removed_at, CASE WHEN removed_at > 0 THEN 'REMOVED'
            WHEN effective_at > $6::bigint THEN 'COOLING' ELSE 'TRUSTED' END AS state
          FROM trusted_accounts WHERE venue_no = $1 AND account_no = $5 AND trust_no < $3::bigint
            AND ($2::text IS NULL OR EXISTS (SELECT 1 FROM accounts a WHERE a.venue_no = $1 AND a.account_no = $5 AND a.org = $2))
        ) t WHERE $7::text IS NULL OR state = $7 ORDER BY trust_no DESC LIMIT $4`,
      more: [accountNo, this.clock.nowMicros(), state ?? null],
      no: (row) => Number(row.trust_no),
      show: (row) => ({
        trustId: this.desk.id('tru', venueNo, Number(row.trust_no)),
        accountId: account,
        trustedAccountId: this.desk.id('acc', venueNo, Number(row.trusted)),
        addedAt: formatInstant(Number(row.added_at)),
        effectiveAt: formatInstant(Number(row.effective_at)),
        removedAt: row.removed_at === '0' ? null : formatInstant(Number(row.removed_at)),
        state: row.state,
      }),
    });
  }

  @Post()
  @Door({
    name: 'proposeTrustedAccount',
    summary: 'Propose to trust an account; another person signs, and it is trusted after the cooling delay',
    power: 'transfer.propose',
    params,
    body: addition,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: ['approvals.unknown_subject', 'custody.already_trusted', 'custody.too_many_trusted'],
  })
  add(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, account }: z.infer<typeof params>,
    @Body() body: z.infer<typeof addition>,
  ): Promise<ProposalMade> {
    const payload = {
      accountNo: this.desk.no('acc', venue, account, 'approvals.unknown_subject'),
      trusted: this.desk.no('acc', venue, body.trustedAccountId, 'registry.receiver_not_open'),
    };
    return this.desk.propose(venue, caller, once, 'trust-account', payload, body.reason);
  }

  @Post(':trust/removal')
  @Door({
    name: 'removeTrustedAccount',
    summary: 'Trust an account no longer: at once, by one person',
    power: ['transfer.propose', 'transfer.approve'],
    params: one,
    status: 200,
    idempotent: true,
    problems: ['custody.unknown_trust'],
    answer: trustRemoved,
  })
  async remove(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, account, trust }: z.infer<typeof one>,
  ): Promise<object> {
    const accountNo = this.desk.no('acc', venue, account, 'custody.unknown_trust');
    const trustNo = this.desk.no('tru', venue, trust, 'custody.unknown_trust');
    const { place } = await this.desk.submit(venue, caller, once, {
      kind: 'distrust-account',
      accountNo,
      trustNo,
    });
    return { trustId: trust, accountId: account, ...place };
  }
}
