import { canonical, type Json } from '../../kernel/json.js';
import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { Approvals } from '../domain/approvals.js';
import { stagesOf } from '../domain/proposal.js';

const PROPOSALS = `
INSERT INTO proposals (venue_no, proposal_no, action, payload, payload_hash, reason, state, maker, maker_org, owner_org,
  next_power, next_within, signatures, note, proposed_at, changed_at)
SELECT $1, u.* FROM unnest($2::bigint[], $3::text[], $4::jsonb[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::text[], $11::text[], $12::text[], $13::jsonb[], $14::text[], $15::bigint[], $16::bigint[]) AS u
ON CONFLICT (venue_no, proposal_no) DO UPDATE SET state = EXCLUDED.state, next_power = EXCLUDED.next_power,
  next_within = EXCLUDED.next_within, signatures = EXCLUDED.signatures, note = EXCLUDED.note, changed_at = EXCLUDED.changed_at`;

/** Proposals that were made, signed or finished since the last drain. */
export function projectApprovals(venueNo: number, approvals: Approvals): SqlStatement[] {
  if (approvals.dirty.size === 0) return [];
  const proposals = [...approvals.dirty];
  approvals.dirty.clear();
  const next = proposals.map((p) => (p.state === 'PENDING' ? stagesOf(p)[p.signatures.length] : undefined));
  return [
    {
      name: 'approvals.proposals',
      text: PROPOSALS,
      values: [
        venueNo,
        proposals.map((p) => p.proposalNo),
        proposals.map((p) => p.action),
        proposals.map((p) => canonical(p.payload)),
        proposals.map((p) => p.payloadHash),
        proposals.map((p) => p.reason),
        proposals.map((p) => p.state),
        proposals.map((p) => p.maker),
        proposals.map((p) => p.makerOrg),
        proposals.map((p) => p.ownerOrg),
        next.map((stage) => stage?.power ?? null),
        next.map((stage) => stage?.within ?? null),
        proposals.map((p) => canonical(p.signatures as unknown as Json)),
        proposals.map((p) => p.note),
        proposals.map((p) => p.proposedAt),
        proposals.map((p) => p.changedAt),
      ],
    },
  ];
}
