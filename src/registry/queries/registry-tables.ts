import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RejectionError } from '../../kernel/rejection.js';
import type { Caller } from '../../platform/http/index.js';
import { DATABASE_POOL } from '../../platform/tokens.js';

export interface AccountRow {
  readonly account_no: string;
  readonly org: string;
  readonly owner_group: string;
  readonly title: string;
  readonly kind: string;
  readonly state: string;
  readonly reason: string;
  readonly applied_at: string;
  readonly changed_at: string;
}

export interface InstrumentRow {
  readonly instrument_no: number;
  readonly symbol: string;
  readonly kind: string;
  readonly pollutant: string;
  readonly zone: string;
  readonly sector: string;
  readonly vintage: number;
  readonly expiry: string | null;
  readonly unit_name: string;
  readonly unit_scale: number;
  readonly tick_fen: string;
  readonly lot_units: string;
  readonly pack_name: string;
  readonly reference_price_fen: string;
  readonly state: string;
}

export const ACCOUNT_COLUMNS = `account_no, org, owner_group, title, kind, state, reason, applied_at, changed_at`;
export const INSTRUMENT_COLUMNS = `instrument_no, symbol, kind, pollutant, zone, sector, vintage, expiry::text, unit_name,
  unit_scale, tick_fen, lot_units, pack_name, reference_price_fen, state`;

/** What every door of the registry looks up first. */
@Injectable()
export class RegistryTables {
  constructor(@Inject(DATABASE_POOL) readonly pool: pg.Pool) {}

  async rows<Row extends object>(sql: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, values)).rows;
  }

  /** A foreign account is refused exactly like one that never was. */
  async account(
    venueNo: number,
    accountNo: number,
    caller: Caller,
    power = 'account.read',
  ): Promise<AccountRow> {
    const [row] = await this.rows<AccountRow>(
      `SELECT ${ACCOUNT_COLUMNS} FROM accounts WHERE venue_no = $1 AND account_no = $2 AND ($3::text IS NULL OR org = $3)`,
      [venueNo, accountNo, ownOnly(caller, power)],
    );
    if (row === undefined) throw new RejectionError({ code: 'registry.unknown_account' });
    return row;
  }

  async instrument(venueNo: number, symbol: string): Promise<InstrumentRow> {
    const [row] = await this.rows<InstrumentRow>(
      `SELECT ${INSTRUMENT_COLUMNS} FROM instruments WHERE venue_no = $1 AND symbol = $2`,
      [venueNo, symbol],
    );
    if (row === undefined) throw new RejectionError({ code: 'registry.unknown_instrument' });
    return row;
  }
}

/** The organisation a caller's reading is limited to, or null for one that reaches further. */
export function ownOnly(caller: Caller, power: string): string | null {
  const scope = caller.scopes[power];
  return scope === 'venue' || scope === 'all' ? null : caller.orgId;
}
