import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import {
  amountText,
  plainText,
  proposalMade,
  publicId,
  reason,
  venueParams,
} from '../../approvals/http/shapes.js';
import { type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
import { CENTS, parseDecimal } from '../../kernel/decimal.js';
import { RejectionError } from '../../kernel/rejection.js';
import { type Caller, CallerOf, Chapter, Door, Once, type OnceTicket } from '../../platform/http/index.js';

const movement = z.strictObject({
  accountId: publicId,
  /** Yuan with at most two decimals. */
  amount: amountText,
  bankReference: plainText(64),
  reason: reason.optional(),
});
type Movement = z.infer<typeof movement>;

const door = {
  power: 'cash.enter',
  params: venueParams,
  body: movement,
  answer: proposalMade,
  status: 201,
  idempotent: true,
} as const;

/** Money comes and goes by one clearing operator's entry and another one's release. */
@Chapter('money')
@Controller('api/v1/venues/:venue')
export class CashController {
  constructor(@Inject(VenueDesk) private readonly desk: VenueDesk) {}

  @Post('deposits')
  @Door({
    ...door,
    name: 'proposeDeposit',
    summary: 'Enter a deposit that arrived at the bank; another clearing operator releases it',
    problems: [
      'ledger.unknown_account',
      'ledger.account_not_active',
      'ledger.bad_amount',
      'ledger.booked_by_statement',
    ],
  })
  deposit(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Body() body: Movement,
  ): Promise<ProposalMade> {
    return this.propose('deposit-cash', caller, once, venue, body);
  }

  @Post('withdrawals')
  @Door({
    ...door,
    name: 'proposeWithdrawal',
    summary:
      'Enter a withdrawal; its money is kept at once and leaves when another clearing operator releases it',
    problems: [
      'ledger.unknown_account',
      'ledger.insufficient_cash',
      'ledger.account_not_active',
      'ledger.bad_amount',
      'ledger.booked_by_statement',
    ],
  })
  withdraw(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Body() body: Movement,
  ): Promise<ProposalMade> {
    return this.propose('withdraw-cash', caller, once, venue, body);
  }

  private propose(
    action: string,
    caller: Caller,
    once: OnceTicket,
    venue: string,
    body: Movement,
  ): Promise<ProposalMade> {
    const accountNo = this.desk.no('acc', this.desk.venueNo(venue), body.accountId, 'ledger.unknown_account');
    const amountFen = parseDecimal(body.amount, CENTS);
    if (amountFen === undefined) throw new RejectionError({ code: 'ledger.bad_amount' });
    const payload = { accountNo, amountFen, bankReference: body.bankReference };
    return this.desk.propose(venue, caller, once, action, payload, body.reason);
  }
}
