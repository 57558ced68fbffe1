import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { SwitchChange } from '../domain/kill-switches.js';

const SWITCHES = `
INSERT INTO kill_switches (venue_no, switch_no, instrument_no, engaged_at, orders_cancelled, released_at, release_proposal,
  party, org, reason, engaged_by, released_by)
SELECT $1, u.* FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
  $8::text[], $9::text[], $10::text[], $11::text[], $12::text[]) AS u
ON CONFLICT (venue_no, switch_no) DO UPDATE SET
  released_at = EXCLUDED.released_at, release_proposal = EXCLUDED.release_proposal, released_by = EXCLUDED.released_by`;

export function projectKillSwitches(venueNo: number, changes: SwitchChange[]): SqlStatement[] {
  // One upsert cannot touch a row twice: one that was engaged and released in one batch is written as released.
  const rows = [...new Map(changes.splice(0).map((change) => [change.switchNo, change])).values()];
  if (rows.length === 0) return [];
  const column = (cell: (row: SwitchChange) => unknown): unknown[] => rows.map(cell);
  const values = [
    venueNo,
    column((r) => r.switchNo),
    column((r) => r.instrumentNo),
    column((r) => r.engagedAt),
    column((r) => r.ordersCancelled),
    column((r) => r.release?.releasedAt ?? null),
    column((r) => r.release?.proposalNo ?? null),
    column((r) => r.party),
    column((r) => r.org),
    column((r) => r.reason),
    column((r) => r.engagedBy),
    column((r) => r.release?.releasedBy ?? null),
  ];
  return [{ name: 'market.kill_switches', text: SWITCHES, values }];
}
