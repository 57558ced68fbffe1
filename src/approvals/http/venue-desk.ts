import { Inject, Injectable } from '@nestjs/common';
import { formatInstant } from '../../kernel/instant.js';
import type { Json } from '../../kernel/json.js';
import { RejectionError } from '../../kernel/rejection.js';
import { type Caller, type OnceTicket, PublicIds, type PublicIdKind } from '../../platform/http/index.js';
import { answerOf, type Command, type Engine, type Machine } from '../../sequencer/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import { type Facts, SIGNING_POWERS } from '../domain/index.js';

/** What a command left behind: its answer and its place in the venue's journal. */
export interface Done {
  readonly answer: Readonly<Record<string, Json>>;
  readonly place: { readonly seq: number; readonly at: string };
}

export interface ProposalMade {
  readonly proposalId: string;
  readonly payloadHash: string;
  readonly state: string;
  readonly stagesLeft: number;
  readonly seq: number;
  readonly at: string;
}

/** Where the quiet doors hand in venue commands: public ids in, public ids out, once per idempotency key. */
@Injectable()
export class VenueDesk {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine<Machine>,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {}

  /** Throws `sequencer.venue_unknown`. */
  venueNo(slug: string): number {
    return this.engine.venue(slug).venueNo;
  }

  async submit(slug: string, caller: Caller, once: OnceTicket, command: Command): Promise<Done> {
    const request = { by: caller.personId, org: caller.orgId, key: once.key, command };
    const receipt = answerOf(await this.engine.submit(slug, request));
    if (receipt.replayed) once.markReplayed();
    const place = { seq: receipt.seq, at: formatInstant(receipt.at) };
    return { answer: receipt.answer as Record<string, Json>, place };
  }

  /** Starts a matter that others must sign. */
  async propose(
    slug: string,
    caller: Caller,
    once: OnceTicket,
    action: string,
    payload: Facts,
    reason = '',
  ): Promise<ProposalMade> {
    const venueNo = this.venueNo(slug);
    const command = { kind: 'propose', action, payload, reason, powers: signingPowers(caller) };
    const { answer, place } = await this.submit(slug, caller, once, command);
    return {
      proposalId: this.ids.encode('prp', venueNo, answer.proposalNo as number),
      payloadHash: answer.payloadHash as string,
      state: answer.state as string,
      stagesLeft: answer.stagesLeft as number,
      ...place,
    };
  }

  id(kind: PublicIdKind, venueNo: number, no: number): string {
    return this.ids.encode(kind, venueNo, no);
  }

  /** The number behind an id of this venue; anything else is as unknown as a number that never was. */
  no(kind: PublicIdKind, venueNo: number, id: string, unknown: string): number {
    const named = this.ids.decode(kind, id);
    if (named === undefined || named.venueNo !== venueNo) throw new RejectionError({ code: unknown });
    return named.no;
  }
}

/** Only powers that a signature can ask for are journalled with a command. */
export function signingPowers(caller: Caller): string[] {
  return caller.powers.filter((power) => SIGNING_POWERS.has(power)).sort();
}
