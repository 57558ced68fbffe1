import { Inject, Injectable } from '@nestjs/common';
import { plainText, publicId } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { type Bounds, type Caller, type DayRange, instantsOf } from '../../platform/http/index.js';
import type { RulesWorld } from '../../rules/index.js';
import { ENGINE } from '../../sequencer/engine.token.js';
import type { Engine, Machine } from '../../sequencer/index.js';
import { RegistryTables } from '../queries/registry-tables.js';
import { symbol } from './shapes.js';

/** Query parts of lists that can be narrowed to an account, an instrument, or titles with a text in them. */
export const ofAccount = { accountId: publicId.optional() };
export const ofInstrument = { symbol: symbol.optional() };
export const ofTitle = {
  title: plainText(100)
    .optional()
    .describe('A part of the account’s title; large and small letters are alike'),
};

/** The condition that a title contains the text of the parameter `$at`. */
export const titled = (column: string, at: number): string =>
  `($${at}::text IS NULL OR position(lower($${at}) IN lower(${column})) > 0)`;

/** What the filters of lists name, as the numbers of the tables; null where nothing was said. */
@Injectable()
export class ListFilters {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(RegistryTables) private readonly tables: RegistryTables,
    @Inject(ENGINE) private readonly engine: Engine<Machine & RulesWorld>,
  ) {}

  /** A foreign account is refused like one that never was. */
  async account(
    caller: Caller,
    venue: string,
    power: string,
    { accountId }: { readonly accountId?: string | undefined },
  ): Promise<number | null> {
    if (accountId === undefined) return null;
    const venueNo = this.desk.venueNo(venue);
    const accountNo = this.desk.no('acc', venueNo, accountId, 'registry.unknown_account');
    await this.tables.account(venueNo, accountNo, caller, power);
    return accountNo;
  }

  async instrument(
    venue: string,
    { symbol: asked }: { readonly symbol?: string | undefined },
  ): Promise<number | null> {
    if (asked === undefined) return null;
    return (await this.tables.instrument(this.desk.venueNo(venue), asked)).instrument_no;
  }

  /** The instants of whole days on the venue's clock. */
  async instants(venue: string, range: DayRange): Promise<Bounds<number>> {
    if (range.from === undefined && range.to === undefined) return [null, null];
    const offset = await this.engine.ask(venue, ({ rules }) => rules.all()[0]?.offsetMinutes ?? 0);
    return instantsOf(range, offset);
  }
}
