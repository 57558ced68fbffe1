import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { amountText, publicId, venueParams } from '../../approvals/http/shapes.js';
import { formatInstant, type Instant } from '../../kernel/instant.js';
import { type Outcome, RejectionError } from '../../kernel/rejection.js';
import type { Clock } from '../../platform/clock.js';
import { type Caller, CallerOf, Chapter, Door } from '../../platform/http/index.js';
import { CLOCK } from '../../platform/tokens.js';
import { symbol, unitsFrom } from '../../registry/http/shapes.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { Engine } from '../../sequencer/index.js';
import type { CustodyMachine } from '../custody-machine.js';
import { forecastTransfer, forecastTrust } from '../domain/index.js';
import { transferForecast, trustForecast } from './answers.js';
import { CustodyDesk } from './custody-desk.js';

const transfer = z.strictObject({
  fromAccountId: publicId,
  toAccountId: publicId,
  symbol,
  quantity: amountText,
});
const params = venueParams.extend({ account: publicId });
const trust = z.strictObject({ trustedAccountId: publicId });

const told = (at: Instant | undefined): string | null => (at === undefined ? null : formatInstant(at));

/** What would happen, asked before it is proposed: of the machine, by its rules, and without changing anything. */
@Chapter('safe movement')
@Controller('api/v1/venues/:venue')
export class ForecastsController {
  constructor(
    @Inject(CustodyDesk) private readonly desk: CustodyDesk,
    @Inject(ENGINE) private readonly engine: Engine<CustodyMachine>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('transfers/forecast')
  @Door({
    name: 'forecastTransfer',
    summary: 'Whether a transfer would wait, until when and why, and who would have to sign it',
    power: 'transfer.propose',
    params: venueParams,
    query: transfer,
    problems: [
      'approvals.unknown_subject',
      'registry.receiver_not_open',
      'registry.insufficient_units',
      'custody.calendar_ends',
    ],
    answer: transferForecast,
  })
  async transfer(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() asked: z.infer<typeof transfer>,
  ): Promise<object> {
    const instrument = await this.desk.tables.instrument(this.desk.venueNo(venue), asked.symbol);
    const payload = {
      fromAccount: this.desk.no('acc', venue, asked.fromAccountId, 'approvals.unknown_subject'),
      toAccount: this.desk.no('acc', venue, asked.toAccountId, 'registry.receiver_not_open'),
      instrumentNo: instrument.instrument_no,
      quantity: unitsFrom(asked.quantity, instrument.unit_scale),
    };
    const found = await this.ask(venue, (machine) => forecastTransfer(machine, payload, this.asking(caller)));
    return {
      pace: found.pace,
      standing: found.standing,
      trustedFrom: told(found.trustedFrom),
      leavesAt: told(found.leavesAt),
      cancelUntil: told(found.cancelUntil),
      first: found.isFirst,
      signatures: found.stages.map(({ power, within }) => ({ power, within })),
      rules: found.rules,
    };
  }

  @Get('accounts/:account/trusted-accounts/forecast')
  @Door({
    name: 'forecastTrustedAccount',
    summary: 'From when on an account would be trusted',
    power: 'transfer.propose',
    params,
    query: trust,
    problems: ['approvals.unknown_subject', 'custody.already_trusted', 'custody.too_many_trusted'],
    answer: trustForecast,
  })
  async trust(
    @CallerOf() caller: Caller,
    @Param() { venue, account }: z.infer<typeof params>,
    @Query() { trustedAccountId }: z.infer<typeof trust>,
  ): Promise<object> {
    const payload = {
      accountNo: this.desk.no('acc', venue, account, 'approvals.unknown_subject'),
      trusted: this.desk.no('acc', venue, trustedAccountId, 'registry.receiver_not_open'),
    };
    const asking = this.asking(caller);
    const { effectiveAt } = await this.ask(venue, (machine) => forecastTrust(machine, payload, asking));
    return { effectiveAt: formatInstant(effectiveAt), atOnce: effectiveAt <= asking.at };
  }

  private asking({ personId, orgId }: Caller): { at: Instant; by: string; org: string } {
    return { at: this.clock.nowMicros(), by: personId, org: orgId };
  }

  private async ask<T>(venue: string, question: (machine: CustodyMachine) => Outcome<T>): Promise<T> {
    const outcome = await this.engine.ask(venue, question);
    if (!outcome.ok) throw new RejectionError(outcome.rejection);
    return outcome.value;
  }
}
