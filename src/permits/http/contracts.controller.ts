import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { ProposalMade } from '../../approvals/http/venue-desk.js';
import { type Caller, CallerOf, Chapter, Door, Once, type OnceTicket } from '../../platform/http/index.js';
import { PermitTables } from '../queries/permit-tables.js';
import {
  contractPaid,
  contractSigned,
  permitChangeStarted,
  transferCompleted,
  transferDefaulted,
} from './answers.js';
import { PermitDesk } from './permit-desk.js';
import { contractParams, proposing, publicId, reason, step, transferParams } from './shapes.js';

const party = z.strictObject({ plantId: publicId });
const voiding = z.strictObject({ reason });
type Contract = z.infer<typeof contractParams>;
type Params = z.infer<typeof transferParams>;

/** From the contract to the changed permits. */
@Chapter('permits')
@Controller('api/v1/venues/:venue')
export class PermitContractsController {
  constructor(
    @Inject(PermitDesk) private readonly desk: PermitDesk,
    @Inject(PermitTables) private readonly tables: PermitTables,
  ) {}

  @Post('permit-contracts/:contract/signature')
  @Door({
    ...step,
    name: 'signPermitContract',
    summary: 'Sign the contract in the name of your plant',
    power: 'permit.sign',
    params: contractParams,
    body: party,
    problems: ['permits.unknown_transfer', 'permits.term_over', 'permits.illegal_transition'],
    answer: contractSigned,
  })
  sign(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: Contract,
    @Body() body: z.infer<typeof party>,
  ): Promise<object> {
    return this.asParty('sign-permit-contract', caller, once, where, body.plantId);
  }

  @Post('permit-contracts/:contract/payment')
  @Door({
    ...step,
    name: 'payPermitContract',
    summary: 'Pay: the price and the fee go into escrow, the deposit is part of them',
    power: 'permit.sign',
    params: contractParams,
    body: party,
    problems: [
      'permits.not_the_buyer',
      'permits.insufficient_cash',
      'permits.term_over',
      'permits.illegal_transition',
    ],
    answer: contractPaid,
  })
  pay(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() where: Contract,
    @Body() body: z.infer<typeof party>,
  ): Promise<object> {
    return this.asParty('pay-permit-contract', caller, once, where, body.plantId);
  }

  @Post('permit-transfers/:transfer/default')
  @Door({
    ...step,
    name: 'declarePermitDefault',
    summary: 'Record a default after the term to sign or to pay. The clock does it too',
    power: 'permit.list',
    params: transferParams,
    problems: ['permits.not_due', 'permits.illegal_transition'],
    answer: transferDefaulted,
  })
  default(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Params): Promise<object> {
    return this.step('default-permit-transfer', caller, once, where);
  }

  @Post('permit-transfers/:transfer/void')
  @Door({
    ...proposing,
    name: 'proposePermitVoid',
    summary: 'Propose to void a transfer that skipped a step or overstepped an authority',
    power: 'permit.review',
    params: transferParams,
    body: voiding,
    problems: ['permits.illegal_transition'],
  })
  void(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, transfer }: Params,
    @Body() { reason: why }: z.infer<typeof voiding>,
  ): Promise<ProposalMade> {
    const payload = { transferNo: this.desk.no('ptr', venue, transfer), reason: why };
    return this.desk.propose(venue, caller, once, 'void-permit-transfer', payload, why);
  }

  @Post('permit-transfers/:transfer/certificate')
  @Door({
    ...proposing,
    name: 'proposePermitCertificate',
    summary: 'Propose the certificate: signed, it moves the right, the money and both districts’ caps',
    power: 'permit.list',
    params: transferParams,
    problems: ['permits.illegal_transition', 'permits.account_not_active'],
  })
  async certify(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue, transfer }: Params,
  ): Promise<ProposalMade> {
    const transferNo = this.desk.no('ptr', venue, transfer);
    const found = await this.tables.instrumentOf(this.desk.venueNo(venue), 'permit_transfers', transferNo);
    const payload = { transferNo, instrumentNo: found?.instrument_no };
    return this.desk.propose(venue, caller, once, 'certify-permit-transfer', payload);
  }

  @Post('permit-transfers/:transfer/permit-change')
  @Door({
    ...step,
    name: 'startPermitChange',
    summary: 'Begin to change the permits, or to grant the buyer a new one, as the certificate orders',
    power: 'permit.review',
    params: transferParams,
    problems: ['permits.illegal_transition'],
    answer: permitChangeStarted,
  })
  change(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Params): Promise<object> {
    return this.step('start-permit-change', caller, once, where);
  }

  @Post('permit-transfers/:transfer/completion')
  @Door({
    ...step,
    name: 'completePermitTransfer',
    summary: 'Complete: both permits say what their plants may discharge now',
    power: 'permit.approve',
    params: transferParams,
    problems: ['permits.four_eyes', 'permits.illegal_transition'],
    answer: transferCompleted,
  })
  complete(@CallerOf() caller: Caller, @Once() once: OnceTicket, @Param() where: Params): Promise<object> {
    return this.step('complete-permit-transfer', caller, once, where);
  }

  private async step(
    kind: string,
    caller: Caller,
    once: OnceTicket,
    { venue, transfer }: Params,
  ): Promise<object> {
    const transferNo = this.desk.no('ptr', venue, transfer);
    const found = await this.tables.instrumentOf(this.desk.venueNo(venue), 'permit_transfers', transferNo);
    return this.desk.submit(venue, caller, once, { kind, transferNo }, found?.unit_scale);
  }

  private asParty(
    kind: string,
    caller: Caller,
    once: OnceTicket,
    { venue, contract }: Contract,
    plantId: string,
  ): Promise<object> {
    const transferNo = this.desk.no('ptr', venue, contract);
    // Whichever of the two is not the caller's: one answer.
    const plantNo = this.desk.noOr('plt', venue, plantId, 'permits.unknown_transfer');
    return this.desk.submit(venue, caller, once, { kind, transferNo, plantNo });
  }
}
