import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { amountText, proposalMade, publicId, reason, venueParams } from '../../approvals/http/shapes.js';
import { type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
import { type Caller, CallerOf, Chapter, Door, Once, type OnceTicket } from '../../platform/http/index.js';
import { AllocationBatches } from '../queries/allocation-batches.js';
import { RegistryTables } from '../queries/registry-tables.js';
import { symbol, unitsFrom, unitsOf, warrant, warrantFrom } from './shapes.js';

const transfer = z.strictObject({
  fromAccountId: publicId,
  toAccountId: publicId,
  symbol,
  quantity: amountText,
  reason,
});
const unitsFrozen = unitsOf.extend(warrant);
const recall = z.strictObject({ batchId: publicId, accountId: publicId, quantity: amountText, reason });
type UnitsOf = z.infer<typeof unitsOf>;

const proposing = { params: venueParams, answer: proposalMade, status: 201, idempotent: true } as const;
type Where = z.infer<typeof venueParams>;

/** Movements outside the market: each is a proposal that others sign. */
@Chapter('units')
@Controller('api/v1/venues/:venue')
export class UnitsController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RegistryTables) private readonly tables: RegistryTables,
    @Inject(AllocationBatches) private readonly batches: AllocationBatches,
  ) {}

  @Post('transfers')
  @Door({
    ...proposing,
    name: 'proposeTransfer',
    summary: 'Propose a transfer from your account; the units are kept at once',
    power: 'transfer.propose',
    body: transfer,
    problems: ['approvals.unknown_subject', 'registry.receiver_not_open', 'registry.insufficient_units'],
  })
  async transfer(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof transfer>,
  ): Promise<ProposalMade> {
    const venueNo = this.desk.venueNo(venue);
    const instrument = await this.tables.instrument(venueNo, body.symbol);
    const payload = {
      fromAccount: this.desk.no('acc', venueNo, body.fromAccountId, 'approvals.unknown_subject'),
      toAccount: this.desk.no('acc', venueNo, body.toAccountId, 'registry.receiver_not_open'),
      instrumentNo: instrument.instrument_no,
      quantity: unitsFrom(body.quantity, instrument.unit_scale),
    };
    return this.desk.propose(venue, caller, once, 'transfer-units', payload, body.reason);
  }

  @Post('cancellations')
  @Door({
    ...proposing,
    name: 'proposeCancellation',
    summary: 'Propose a voluntary cancellation; it lowers the cap for good and is public',
    power: 'cancel-units.propose',
    body: unitsOf,
    problems: ['approvals.unknown_subject', 'registry.insufficient_units'],
  })
  cancel(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: UnitsOf,
  ): Promise<ProposalMade> {
    return this.propose('cancel-units', 'approvals.unknown_subject', caller, once, venue, body);
  }

  @Post('freezes')
  @Door({
    ...proposing,
    name: 'proposeUnitFreeze',
    summary: 'Propose a freeze of units by order of a court or authority; with `until` it ends by itself',
    power: 'registry.propose',
    body: unitsFrozen,
    problems: ['registry.unknown_account', 'registry.insufficient_units'],
  })
  freeze(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof unitsFrozen>,
  ): Promise<ProposalMade> {
    return this.propose('freeze-units', 'registry.unknown_account', caller, once, venue, body);
  }

  @Post('unfreezes')
  @Door({
    ...proposing,
    name: 'proposeUnitRelease',
    summary: 'Propose to release frozen units',
    power: 'registry.propose',
    body: unitsOf,
    problems: ['registry.unknown_account', 'registry.not_frozen'],
  })
  unfreeze(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: UnitsOf,
  ): Promise<ProposalMade> {
    return this.propose('unfreeze-units', 'registry.unknown_account', caller, once, venue, body);
  }

  @Post('recalls')
  @Door({
    ...proposing,
    name: 'proposeRecall',
    summary:
      'Propose to take back part of what a distributed batch gave to an account; the units are kept at once',
    power: 'registry.propose',
    body: recall,
    problems: [
      'registry.unknown_batch',
      'registry.illegal_transition',
      'registry.not_in_batch',
      'registry.recall_too_large',
      'registry.insufficient_units',
    ],
  })
  async recall(
    @CallerOf() caller: Caller,
    @Once() once: OnceTicket,
    @Param() { venue }: Where,
    @Body() body: z.infer<typeof recall>,
  ): Promise<ProposalMade> {
    const venueNo = this.desk.venueNo(venue);
    const batchNo = this.desk.no('bat', venueNo, body.batchId, 'registry.unknown_batch');
    const { unit_scale: unitScale } = await this.batches.find(venueNo, null, batchNo);
    const payload = {
      batchNo,
      accountNo: this.desk.no('acc', venueNo, body.accountId, 'registry.not_in_batch'),
      quantity: unitsFrom(body.quantity, unitScale),
      reason: body.reason,
    };
    return this.desk.propose(venue, caller, once, 'recall-units', payload, body.reason);
  }

  private async propose(
    action: string,
    unknown: string,
    caller: Caller,
    once: OnceTicket,
    venue: string,
    body: UnitsOf & Partial<z.infer<typeof unitsFrozen>>,
  ): Promise<ProposalMade> {
    const venueNo = this.desk.venueNo(venue);
    const instrument = await this.tables.instrument(venueNo, body.symbol);
    const payload = {
      accountNo: this.desk.no('acc', venueNo, body.accountId, unknown),
      instrumentNo: instrument.instrument_no,
      quantity: unitsFrom(body.quantity, instrument.unit_scale),
      reason: body.reason,
      ...warrantFrom(body),
    };
    return this.desk.propose(venue, caller, once, action, payload, body.reason);
  }
}
