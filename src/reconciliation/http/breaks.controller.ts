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
import { CENTS, parseDecimal } from '../../kernel/decimal.js';
import type { Json } from '../../kernel/json.js';
import { CORRECTION_ENTRIES_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { Clock } from '../../platform/clock.js';
import {
  calendarDay,
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
import { BREAK_STATES } from '../domain/break.js';
import { TOTALS } from '../domain/figure.js';
import { ReconciliationTables } from '../queries/reconciliation-tables.js';
import { breakAnswer, breakAssigned, breakExplained, breaksAnswer } from './answers.js';

const query = z.strictObject({
  ...pageQuery,
  state: z.enum([...BREAK_STATES, 'live']).optional(),
  total: z.enum(TOTALS).optional(),
  owner: z.string().max(64).optional(),
});
const breakParams = venueParams.extend({ break: publicId });
const signedAmount = z
  .string()
  .max(26)
  .regex(/^-?(0|[1-9]\d*)(\.\d+)?$/, 'a plain decimal number as text');
const assigning = z.strictObject({ owner: plainText(64) });
const explaining = z.strictObject({ explanation: reason });
const accepting = z.strictObject({ dueDay: calendarDay, reason });
const correcting = z.strictObject({
  /** Of a bank's line in suspense: whose money it is; null where the venue bears a debit. */
  accountId: publicId.nullable().default(null),
  /** Of any other difference of money. */
  entries: z
    .array(z.strictObject({ accountId: publicId, amount: signedAmount }))
    .max(CORRECTION_ENTRIES_MAX)
    .default([]),
  reason,
});
type Named = z.infer<typeof breakParams>;

/** What does not tie, as cases: whose they are, why, and how they end. */
@Chapter('reconciliation')
@Controller('api/v1/venues/:venue/breaks')
export class BreaksController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ReconciliationTables) private readonly tables: ReconciliationTables,
  ) {}

  @Get()
  @Door({
    name: 'listBreaks',
    summary: 'Breaks, newest first; `state=live`: those that are not closed',
    power: 'reconciliation.read',
    params: venueParams,
    query,
    answer: breaksAnswer,
  })
  async list(
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, state, total, owner }: z.infer<typeof query>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<object>> {
    const venueNo = this.desk.venueNo(venue);
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const filter = { state: state ?? null, total: total ?? null, owner: owner ?? null };
    const rows = await this.tables.breaks(venueNo, filter, before, limit + 1);
    const instruments = await this.tables.instruments(venueNo);
    const now = this.clock.nowMicros();
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.break_no)],
      (row) => this.tables.showBreak(venueNo, row, instruments, now),
    );
  }

  @Get(':break')
  @Door({
    name: 'getBreak',
    summary: 'One break',
    power: 'reconciliation.read',
    params: breakParams,
    problems: ['reconciliation.unknown_break'],
    answer: breakAnswer,
  })
  async one(@Param() { venue, break: id }: Named): Promise<object> {
    const venueNo = this.desk.venueNo(venue);
    const row = await this.tables.break(venueNo, this.no(venue, id));
    return this.tables.showBreak(
      venueNo,
      row,
      await this.tables.instruments(venueNo),
      this.clock.nowMicros(),
    );
  }

  @Post(':break/assign')
  @Door({
    name: 'assignBreak',
    summary: 'Say which desk or person works on it',
    power: 'break.propose',
    params: breakParams,
    body: assigning,
    status: 200,
    idempotent: true,
    problems: ['reconciliation.unknown_break', 'reconciliation.break_closed'],
    answer: breakAssigned,
  })
  assign(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, break: id }: Named,
    @Body() { owner }: z.infer<typeof assigning>,
  ): Promise<object> {
    return this.tell(venue, caller, once, id, { kind: 'assign-break', owner });
  }

  @Post(':break/explain')
  @Door({
    name: 'explainBreak',
    summary: 'Say why it is there; what is gone already is closed by the next run',
    power: 'break.propose',
    params: breakParams,
    body: explaining,
    status: 200,
    idempotent: true,
    problems: ['reconciliation.unknown_break', 'reconciliation.break_closed', 'reconciliation.break_decided'],
    answer: breakExplained,
  })
  explain(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, break: id }: Named,
    @Body() { explanation }: z.infer<typeof explaining>,
  ): Promise<object> {
    return this.tell(venue, caller, once, id, { kind: 'explain-break', explanation });
  }

  @Post(':break/accept')
  @Door({
    name: 'proposeBreakAcceptance',
    summary: 'Propose to accept it as a difference of timing until a day; until then it keeps nothing shut',
    power: 'break.propose',
    params: breakParams,
    body: accepting,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: ['reconciliation.unknown_break', 'reconciliation.break_decided', 'reconciliation.due_day_past'],
  })
  accept(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, break: id }: Named,
    @Body() { dueDay, reason: why }: z.infer<typeof accepting>,
  ): Promise<ProposalMade> {
    const payload = { breakNo: this.no(venue, id), dueDay, reason: why };
    return this.desk.propose(venue, caller, once, 'accept-break', payload, why);
  }

  @Post(':break/correct')
  @Door({
    name: 'proposeBreakCorrection',
    summary:
      'Propose new entries that correct it: whose a line in suspense is, or entries of money that cancel out',
    power: 'break.propose',
    params: breakParams,
    body: correcting,
    answer: proposalMade,
    status: 201,
    idempotent: true,
    problems: [
      ...['reconciliation.unknown_break', 'reconciliation.break_decided', 'reconciliation.not_by_entries'],
      ...[
        'reconciliation.bad_entries',
        'reconciliation.entries_do_not_cancel',
        'reconciliation.money_not_free',
      ],
      ...['reconciliation.unknown_account', 'banking.line_not_in_suspense', 'banking.fees_too_low'],
    ],
  })
  correct(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, break: id }: Named,
    @Body() { accountId, entries, reason: why }: z.infer<typeof correcting>,
  ): Promise<ProposalMade> {
    const venueNo = this.desk.venueNo(venue);
    const account = (text: string): number =>
      this.desk.no('acc', venueNo, text, 'reconciliation.unknown_account');
    const payload = {
      ...{ breakNo: this.no(venue, id), reason: why, accountNo: accountId === null ? 0 : account(accountId) },
      entries: entries.map(({ accountId: of, amount }) => ({
        accountNo: account(of),
        amountFen: fen(amount),
      })),
    };
    return this.desk.propose(venue, caller, once, 'correct-break', payload, why);
  }

  private no(venue: string, id: string): number {
    return this.desk.no('brk', this.desk.venueNo(venue), id, 'reconciliation.unknown_break');
  }

  private async tell(
    venue: string,
    caller: Caller,
    once: OnceTicket,
    id: string,
    command: { readonly kind: string; readonly [field: string]: Json },
  ): Promise<object> {
    const breakNo = this.no(venue, id);
    const { answer, place } = await this.desk.submit(venue, caller, once, { ...command, breakNo });
    const { breakNo: _, ...said } = answer;
    return { breakId: id, ...said, ...place };
  }
}

function fen(text: string): number {
  const amount = parseDecimal(text.replace(/^-/, ''), CENTS);
  if (amount === undefined) throw new RejectionError({ code: 'reconciliation.bad_entries' });
  return text.startsWith('-') ? -amount : amount;
}
