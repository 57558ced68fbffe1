import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { numbersAfter } from '../../approvals/http/shapes.js';
import { type Done, type ProposalMade, VenueDesk } from '../../approvals/http/venue-desk.js';
import type { Json } from '../../kernel/json.js';
import {
  type Caller,
  type OnceTicket,
  type Page,
  type PublicIdKind,
  turnPage,
} from '../../platform/http/index.js';
import { ownOnly, RegistryTables } from '../../registry/queries/registry-tables.js';

type Facts = Readonly<Record<string, Json | undefined>>;

/** A list of custody's, oldest first or newest first, as its door describes it. */
export interface Listing<Row extends object> {
  /** `$1` is the venue, `$2` the organisation or null, `$3` the number of the last row seen, `$4` how many. */
  readonly sql: string;
  readonly more?: readonly unknown[];
  readonly no: (row: Row) => number;
  readonly show: (row: Row) => object;
}

/** What the doors of custody have in common. */
@Injectable()
export class CustodyDesk {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RegistryTables) readonly tables: RegistryTables,
  ) {}

  venueNo(venue: string): number {
    return this.desk.venueNo(venue);
  }

  id(kind: PublicIdKind, venueNo: number, no: number): string {
    return this.desk.id(kind, venueNo, no);
  }

  no(kind: PublicIdKind, venue: string, id: string, unknown: string): number {
    return this.desk.no(kind, this.venueNo(venue), id, unknown);
  }

  /** The number of an account that the caller may read; a foreign one is refused like one that never was. */
  async readable(caller: Caller, venue: string, accountId: string, power: string): Promise<number> {
    const accountNo = this.no('acc', venue, accountId, 'registry.unknown_account');
    await this.tables.account(this.venueNo(venue), accountNo, caller, power);
    return accountNo;
  }

  submit(venue: string, caller: Caller, once: OnceTicket, command: { kind: string } & Facts): Promise<Done> {
    return this.desk.submit(venue, caller, once, command);
  }

  propose(
    venue: string,
    caller: Caller,
    once: OnceTicket,
    action: string,
    payload: Facts,
    why: string,
  ): Promise<ProposalMade> {
    return this.desk.propose(venue, caller, once, action, payload, why);
  }

  /** Newest first: `$3` is an upper bound. */
  async newest<Row extends object>(
    reply: FastifyReply,
    venue: string,
    caller: Caller,
    { limit, after }: { limit: number; after?: string | undefined },
    { sql, more = [], no, show }: Listing<Row>,
  ): Promise<Page<object>> {
    const [before] = numbersAfter(after, [Number.MAX_SAFE_INTEGER]);
    const own = ownOnly(caller, 'holding.read');
    const rows = await this.tables.rows<Row>(sql, [this.venueNo(venue), own, before, limit + 1, ...more]);
    return turnPage(reply, rows, limit, (row) => [no(row)], show);
  }
}
