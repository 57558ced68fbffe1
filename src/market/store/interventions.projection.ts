import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { Intervention } from '../domain/intervention.js';

const INTERVENTIONS = `
INSERT INTO interventions (venue_no, instrument_no, average, threshold, days, pack_no, day, kind)
SELECT $1, u.* FROM unnest($2::int[], $3::bigint[], $4::bigint[], $5::int[], $6::int[], $7::date[], $8::text[]) AS u`;

export function projectInterventions(venueNo: number, fresh: Intervention[]): SqlStatement[] {
  const rows = fresh.splice(0);
  if (rows.length === 0) return [];
  const column = (cell: (row: Intervention) => unknown): unknown[] => rows.map(cell);
  const values = [
    venueNo,
    column((r) => r.instrumentNo),
    column((r) => r.average),
    column((r) => r.threshold),
    column((r) => r.days),
    column((r) => r.packNo),
    column((r) => r.day),
    column((r) => r.kind),
  ];
  return [{ name: 'market.interventions', text: INTERVENTIONS, values }];
}
