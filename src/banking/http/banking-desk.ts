import { Inject, Injectable } from '@nestjs/common';
import { showPayload } from '../../approvals/http/proposal-view.js';
import { type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
import { CENTS, parseDecimal } from '../../kernel/decimal.js';
import type { Json } from '../../kernel/json.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { Caller, OnceTicket, PublicIdKind } from '../../platform/http/index.js';
import type { Command, Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { BankingMachine } from '../index.js';

/** What each kind of id is called when nothing is behind it. */
const UNKNOWN = {
  acc: 'banking.unknown_account',
  bka: 'banking.unknown_bank_account',
  wdr: 'banking.unknown_withdrawal',
  pmf: 'banking.unknown_payment_file',
  stf: 'banking.unknown_statement_file',
  lin: 'banking.line_not_in_suspense',
} as const;

/** Where the doors of banking hand in commands and proposals: ids and decimals in, ids and decimals out. */
@Injectable()
export class BankingDesk {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(ENGINE) private readonly engine: Engine<BankingMachine>,
  ) {}

  venueNo(venue: string): number {
    return this.desk.venueNo(venue);
  }

  id(kind: PublicIdKind, venueNo: number, no: number): string {
    return this.desk.id(kind, venueNo, no);
  }

  no(kind: keyof typeof UNKNOWN, venue: string, id: string, unknown: string = UNKNOWN[kind]): number {
    return this.desk.no(kind, this.venueNo(venue), id, unknown);
  }

  fen(text: string): number {
    const fen = parseDecimal(text, CENTS);
    if (fen === undefined) throw new RejectionError({ code: 'banking.bad_amount' });
    return fen;
  }

  ask<T>(venue: string, question: (machine: BankingMachine) => T): Promise<T> {
    return this.engine.ask(venue, question);
  }

  propose(
    venue: string,
    caller: Caller,
    once: OnceTicket,
    action: string,
    payload: Readonly<Record<string, Json | undefined>>,
    reason = '',
  ): Promise<ProposalMade> {
    return this.desk.propose(venue, caller, once, action, payload, reason);
  }

  async submit(venue: string, caller: Caller, once: OnceTicket, command: Command): Promise<object> {
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    const venueNo = this.venueNo(venue);
    return { ...showPayload(answer, 0, (kind, no) => this.id(kind, venueNo, no)), ...place };
  }
}
