import { Inject, Injectable } from '@nestjs/common';
import { showPayload } from '../../approvals/http/proposal-view.js';
import { type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
import { CENTS, parseDecimal } from '../../kernel/decimal.js';
import { formatInstant, type Instant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { Clock } from '../../platform/clock.js';
import { CLOCK } from '../../platform/tokens.js';
import type { Caller, OnceTicket, PublicIdKind } from '../../platform/http/index.js';
import type { InstrumentRow } from '../../registry/queries/registry-tables.js';
import type { Command, Engine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { PermitsMachine } from '../index.js';

const INSTANTS: readonly string[] = ['opensAt', 'closesAt'];
type Facts = Readonly<Record<string, Json | undefined>>;

/** What each kind of id is called when nothing is behind it. */
const UNKNOWN = {
  acc: 'permits.account_not_active',
  dst: 'permits.unknown_district',
  plt: 'permits.unknown_plant',
  rgt: 'permits.unknown_right',
  enc: 'permits.unknown_encumbrance',
  ptr: 'permits.unknown_transfer',
} as const;

/** Where the doors of permits hand in commands and proposals: ids and decimals in, ids and decimals out. */
@Injectable()
export class PermitDesk {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(ENGINE) private readonly engine: Engine<PermitsMachine>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  venueNo(venue: string): number {
    return this.desk.venueNo(venue);
  }

  id(kind: PublicIdKind, venueNo: number, no: number): string {
    return this.desk.id(kind, venueNo, no);
  }

  /** The number behind an id; one of nothing, or of another venue, is refused by its own name. */
  no(kind: keyof typeof UNKNOWN, venue: string, id: string): number {
    return this.desk.no(kind, this.venueNo(venue), id, UNKNOWN[kind]);
  }

  /** The same where the door has a refusal of its own for what is unknown. */
  noOr(kind: PublicIdKind, venue: string, id: string, unknown: string): number {
    return this.desk.no(kind, this.venueNo(venue), id, unknown);
  }

  /** Nobody named: 0. */
  noOrNone(kind: keyof typeof UNKNOWN, venue: string, id: string | null): number {
    return id === null ? 0 : this.no(kind, venue, id);
  }

  fen(text: string): number {
    const fen = parseDecimal(text, CENTS);
    if (fen === undefined)
      throw new RejectionError({ code: 'permits.price_off_tick', data: { decimals: CENTS } });
    return fen;
  }

  units(text: string, { unit_scale: scale }: Pick<InstrumentRow, 'unit_scale'>): number {
    const units = parseDecimal(text, scale);
    if (units === undefined)
      throw new RejectionError({ code: 'permits.bad_quantity', data: { decimals: scale } });
    return units;
  }

  /** Of a question only: a command's time is the sequencer's. */
  now(): Instant {
    return this.clock.nowMicros();
  }

  ask<T>(venue: string, question: (machine: PermitsMachine) => T): Promise<T> {
    return this.engine.ask(venue, question);
  }

  propose(
    venue: string,
    caller: Caller,
    once: OnceTicket,
    action: string,
    payload: Facts,
    reason = '',
  ): Promise<ProposalMade> {
    return this.desk.propose(venue, caller, once, action, payload, reason);
  }

  async submit(
    venue: string,
    caller: Caller,
    once: OnceTicket,
    command: Command,
    unitScale = 0,
  ): Promise<object> {
    const { answer, place } = await this.desk.submit(venue, caller, once, command);
    return { ...this.show(venue, answer, unitScale), ...place };
  }

  private show(venue: string, answer: Facts, unitScale: number): Record<string, Json> {
    const venueNo = this.venueNo(venue);
    const shown = showPayload(answer, unitScale, (kind, no) => this.id(kind, venueNo, no));
    for (const field of INSTANTS)
      if (typeof shown[field] === 'number') shown[field] = formatInstant(shown[field]);
    return shown;
  }
}
