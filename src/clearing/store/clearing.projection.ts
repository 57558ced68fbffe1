import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { Clearing } from '../domain/clearing.js';

const SETTLEMENTS = `
INSERT INTO settlements (venue_no, trade_no, seq, at)
SELECT $1, u.* FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS u`;

export function projectClearing(venueNo: number, clearing: Clearing): SqlStatement[] {
  const settled = clearing.settlements.splice(0);
  if (settled.length === 0) return [];
  const values = [
    venueNo,
    settled.map((s) => s.tradeNo),
    settled.map((s) => s.seq),
    settled.map((s) => s.at),
  ];
  return [{ name: 'clearing.settlements', text: SETTLEMENTS, values }];
}
