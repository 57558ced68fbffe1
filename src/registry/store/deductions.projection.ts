import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { Deductions } from '../domain/deductions.js';

const DEDUCTIONS = `
INSERT INTO allocation_deductions (venue_no, account_no, instrument_no, imposed, open)
SELECT $1, u.* FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[]) AS u
ON CONFLICT (venue_no, account_no, instrument_no) DO UPDATE SET imposed = EXCLUDED.imposed, open = EXCLUDED.open`;

/** Deductions that were imposed, paid or returned. */
export function projectDeductions(venueNo: number, deductions: Deductions): SqlStatement[] {
  const rows = [...deductions.dirty];
  deductions.dirty.clear();
  if (rows.length === 0) return [];
  const values = [
    venueNo,
    rows.map((d) => d.accountNo),
    rows.map((d) => d.instrumentNo),
    rows.map((d) => d.imposed),
    rows.map((d) => d.open),
  ];
  return [{ name: 'registry.deductions', text: DEDUCTIONS, values }];
}
