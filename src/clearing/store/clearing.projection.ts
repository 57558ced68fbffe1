import type { SqlStatement } from '../../sequencer/domain/command.js';
import { bigints } from '../../sequencer/store/integer-column.js';
import type { Clearing } from '../domain/clearing.js';
import { projectSettlementDay } from './settlement-day.projection.js';

const SETTLEMENTS = `
INSERT INTO settlements (venue_no, trade_no, seq, at)
SELECT $1, u.* FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS u`;

const ANNULMENTS = `
INSERT INTO annulments (venue_no, trade_no, proposal_no, seq, at, reason)
SELECT $1, u.* FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[]) AS u`;

export function projectClearing(venueNo: number, clearing: Clearing): SqlStatement[] {
  const statements: SqlStatement[] = [];
  const settled = clearing.settlements.splice(0);
  if (settled.length > 0) {
    const values = [
      venueNo,
      bigints(settled.map((s) => s.tradeNo)),
      bigints(settled.map((s) => s.seq)),
      bigints(settled.map((s) => s.at)),
    ];
    statements.push({ name: 'clearing.settlements', text: SETTLEMENTS, values });
  }
  const annulled = clearing.annulments.splice(0);
  if (annulled.length > 0) {
    const values = [
      venueNo,
      annulled.map((a) => a.tradeNo),
      annulled.map((a) => a.proposalNo),
      annulled.map((a) => a.seq),
      annulled.map((a) => a.at),
      annulled.map((a) => a.reason),
    ];
    statements.push({ name: 'clearing.annulments', text: ANNULMENTS, values });
  }
  return [...statements, ...projectSettlementDay(venueNo, clearing)];
}
