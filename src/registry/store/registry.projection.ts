import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { Registry } from '../domain/registry.js';
import { projectBatches } from './batches.projection.js';
import { projectDeductions } from './deductions.projection.js';
import { projectSerials } from './serials.projection.js';

const ACCOUNTS = `
INSERT INTO accounts (venue_no, account_no, org, owner_group, title, kind, state, applied_by, reviewed_by, approved_by,
  reason, applied_at, changed_at)
SELECT $1, u.* FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::text[], $11::text[], $12::bigint[], $13::bigint[]) AS u
ON CONFLICT (venue_no, account_no) DO UPDATE SET state = EXCLUDED.state, reviewed_by = EXCLUDED.reviewed_by,
  approved_by = EXCLUDED.approved_by, reason = EXCLUDED.reason, changed_at = EXCLUDED.changed_at`;

const INSTRUMENTS = `
INSERT INTO instruments (venue_no, instrument_no, symbol, kind, pollutant, zone, sector, vintage, expiry, unit_name,
  unit_scale, tick_fen, lot_units, pack_name, reference_price_fen, state)
SELECT $1, u.* FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::date[],
  $10::text[], $11::int[], $12::bigint[], $13::bigint[], $14::text[], $15::bigint[], $16::text[]) AS u
ON CONFLICT (venue_no, instrument_no) DO UPDATE SET state = EXCLUDED.state`;

const CAPS = `
INSERT INTO caps (venue_no, instrument_no, year, cap_limit, issued, cancelled)
SELECT $1, u.* FROM unnest($2::int[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[]) AS u
ON CONFLICT (venue_no, instrument_no, year) DO UPDATE SET cap_limit = EXCLUDED.cap_limit, issued = EXCLUDED.issued,
  cancelled = EXCLUDED.cancelled`;

/** Rows of the registry that changed since the last drain, parents before children. */
export function projectRegistry(venueNo: number, registry: Registry): SqlStatement[] {
  return [
    ...accounts(venueNo, registry),
    ...instruments(venueNo, registry),
    ...caps(venueNo, registry),
    ...projectBatches(venueNo, registry),
    ...projectDeductions(venueNo, registry.deductions),
    ...projectSerials(venueNo, registry.serials),
  ];
}

function accounts(venueNo: number, registry: Registry): SqlStatement[] {
  const rows = taken(registry.dirtyAccounts);
  if (rows.length === 0) return [];
  const values = [
    venueNo,
    rows.map((a) => a.accountNo),
    rows.map((a) => a.org),
    rows.map((a) => a.ownerGroup),
    rows.map((a) => a.title),
    rows.map((a) => a.kind),
    rows.map((a) => a.state),
    rows.map((a) => a.appliedBy),
    rows.map((a) => a.reviewedBy),
    rows.map((a) => a.approvedBy),
    rows.map((a) => a.reason),
    rows.map((a) => a.appliedAt),
    rows.map((a) => a.changedAt),
  ];
  return [{ name: 'registry.accounts', text: ACCOUNTS, values }];
}

function instruments(venueNo: number, registry: Registry): SqlStatement[] {
  const rows = taken(registry.dirtyInstruments);
  if (rows.length === 0) return [];
  const values = [
    venueNo,
    rows.map((i) => i.instrumentNo),
    rows.map((i) => i.symbol),
    rows.map((i) => i.kind),
    rows.map((i) => i.pollutant),
    rows.map((i) => i.zone),
    rows.map((i) => i.sector),
    rows.map((i) => i.vintage),
    rows.map((i) => i.expiry),
    rows.map((i) => i.unitName),
    rows.map((i) => i.unitScale),
    rows.map((i) => i.tickFen),
    rows.map((i) => i.lotUnits),
    rows.map((i) => i.packName),
    rows.map((i) => i.referencePriceFen),
    rows.map((i) => i.state),
  ];
  return [{ name: 'registry.instruments', text: INSTRUMENTS, values }];
}

function caps(venueNo: number, registry: Registry): SqlStatement[] {
  const rows = taken(registry.dirtyCaps);
  if (rows.length === 0) return [];
  const values = [
    venueNo,
    rows.map((c) => c.instrumentNo),
    rows.map((c) => c.year),
    rows.map((c) => c.limit),
    rows.map((c) => c.issued),
    rows.map((c) => c.cancelled),
  ];
  return [{ name: 'registry.caps', text: CAPS, values }];
}

function taken<T>(dirty: Set<T>): T[] {
  const rows = [...dirty];
  dirty.clear();
  return rows;
}
