import { canonical, type Json } from '../../kernel/json.js';
import type { SqlStatement } from '../../sequencer/domain/command.js';
import { packHash } from '../domain/pack-hash.js';
import type { Rules } from '../domain/rules.js';

/** Packs loaded and drafts changed since the last drain; packs are append-only. */
export function projectRules(venueNo: number, rules: Rules): SqlStatement[] {
  return [...projectPacks(venueNo, rules), ...projectDrafts(venueNo, rules)];
}

function projectPacks(venueNo: number, rules: Rules): SqlStatement[] {
  const loaded = rules.loaded.splice(0);
  if (loaded.length === 0) return [];
  return [
    {
      name: 'rules.packs',
      text: `INSERT INTO rule_packs (venue_no, pack_no, pack, version, effective_from, effective_to, body, pack_hash,
  approved_by, proposal_no, seq, at)
SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[], $5::date[], $6::date[], $7::jsonb[], $8::text[], $9::text[],
  $10::bigint[], $11::bigint[], $12::bigint[])`,
      values: [
        venueNo,
        loaded.map(({ pack }) => pack.packNo),
        loaded.map(({ pack }) => pack.file.pack),
        loaded.map(({ pack }) => pack.file.version),
        loaded.map(({ pack }) => pack.file.effectiveFrom),
        loaded.map(({ pack }) => pack.file.effectiveTo),
        loaded.map(({ pack }) => canonical(pack.file as Json)),
        loaded.map(({ pack }) => packHash(pack.file)),
        loaded.map(({ publication }) => publication.approvedBy),
        loaded.map(({ publication }) => publication.proposalNo),
        loaded.map(({ publication }) => publication.seq),
        loaded.map(({ publication }) => publication.at),
      ],
    },
  ];
}

function projectDrafts(venueNo: number, { drafts }: Rules): SqlStatement[] {
  if (drafts.dirty.size === 0) return [];
  const changed = [...drafts.dirty];
  drafts.letGo();
  return [
    {
      name: 'rules.drafts',
      text: `INSERT INTO rule_pack_drafts (venue_no, draft_no, pack, version, body, pack_hash, note, drafted_by, drafted_org,
  drafted_at, state, pack_no, changed_at)
SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::jsonb[], $6::text[], $7::text[], $8::text[], $9::text[],
  $10::bigint[], $11::text[], $12::int[], $13::bigint[])
ON CONFLICT (venue_no, draft_no) DO UPDATE SET state = EXCLUDED.state, pack_no = EXCLUDED.pack_no, changed_at = EXCLUDED.changed_at`,
      values: [
        venueNo,
        changed.map(({ draftNo }) => draftNo),
        changed.map(({ file }) => file.pack),
        changed.map(({ file }) => file.version),
        changed.map(({ file }) => canonical(file as Json)),
        changed.map(({ hash }) => hash),
        changed.map(({ note }) => note),
        changed.map(({ by }) => by),
        changed.map(({ org }) => org),
        changed.map(({ at }) => at),
        changed.map(({ state }) => state),
        changed.map(({ packNo }) => packNo),
        changed.map(({ changedAt }) => changedAt),
      ],
    },
  ];
}
