import { canonical, type Json } from '../../kernel/json.js';
import type { SqlStatement } from '../../sequencer/domain/command.js';
import type { Rules } from '../domain/rules.js';

/** Packs loaded since the last drain; append-only. */
export function projectRules(venueNo: number, rules: Rules): SqlStatement[] {
  const loaded = rules.loaded.splice(0);
  if (loaded.length === 0) return [];
  return [
    {
      name: 'rules.packs',
      text: `INSERT INTO rule_packs (venue_no, pack_no, pack, version, effective_from, effective_to, body)
SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[], $5::date[], $6::date[], $7::jsonb[])`,
      values: [
        venueNo,
        loaded.map((pack) => pack.packNo),
        loaded.map((pack) => pack.file.pack),
        loaded.map((pack) => pack.file.version),
        loaded.map((pack) => pack.file.effectiveFrom),
        loaded.map((pack) => pack.file.effectiveTo),
        loaded.map((pack) => canonical(pack.file as Json)),
      ],
    },
  ];
}
