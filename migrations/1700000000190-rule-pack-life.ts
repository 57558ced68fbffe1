import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const OPEN = `
-- Lock: ACCESS EXCLUSIVE on rule_packs for an instant; a venue has few packs.
ALTER TABLE rule_packs
  ADD COLUMN pack_hash text,
  ADD COLUMN approved_by text,
  ADD COLUMN proposal_no bigint,
  ADD COLUMN seq bigint,
  ADD COLUMN at bigint;
CREATE TABLE rule_pack_drafts (
  venue_no    int NOT NULL,
  draft_no    bigint NOT NULL,
  pack        text NOT NULL,
  version     text NOT NULL,
  body        jsonb NOT NULL,
  pack_hash   text NOT NULL,
  note        text NOT NULL,
  drafted_by  text NOT NULL,
  drafted_org text NOT NULL,
  drafted_at  bigint NOT NULL,
  state       text NOT NULL CHECK (state IN ('OPEN', 'PUBLISHED', 'DISCARDED')),
  pack_no     int,
  changed_at  bigint NOT NULL,
  PRIMARY KEY (venue_no, draft_no),
  CONSTRAINT published_as CHECK ((state = 'PUBLISHED') = (pack_no IS NOT NULL))
);
GRANT SELECT, INSERT, UPDATE ON rule_pack_drafts TO airshed_app;
`;

const CLOSE = `
ALTER TABLE rule_packs
  ALTER COLUMN pack_hash SET NOT NULL,
  ALTER COLUMN approved_by SET NOT NULL,
  ALTER COLUMN seq SET NOT NULL,
  ALTER COLUMN at SET NOT NULL;
`;

interface Told {
  readonly at: number;
  readonly by: string;
  readonly seq: number;
  readonly cmd: { readonly kind: string; readonly proposalNo?: number };
  readonly ev: readonly { readonly type: string; readonly packNo?: number }[];
}

export class RulePackLife1700000000190 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(OPEN);
    await fillFromJournal(runner);
    await runner.query(CLOSE);
  }

  async down(): Promise<void> {
    throw new Error('migrations are forward only');
  }
}

/** Packs of older releases: the journal knows when each was loaded and by whose hand. */
async function fillFromJournal(runner: QueryRunner): Promise<void> {
  const batches: { venue_no: number; payload: Buffer }[] = await runner.query(
    `SELECT venue_no, payload FROM journal_batches WHERE position('RulePackLoaded'::bytea IN payload) > 0`,
  );
  for (const { venue_no, payload } of batches)
    for (const line of payload.toString('utf8').split('\n')) {
      if (!line.includes('"RulePackLoaded"')) continue;
      const { at, by, seq, cmd, ev } = JSON.parse(line) as Told;
      for (const { type, packNo } of ev) {
        if (type !== 'RulePackLoaded') continue;
        const [{ body }] = await runner.query(
          `SELECT body FROM rule_packs WHERE venue_no = $1 AND pack_no = $2`,
          [venue_no, packNo],
        );
        const hash = createHash('sha256').update(canonical(body)).digest('hex');
        await runner.query(
          `UPDATE rule_packs SET pack_hash = $3, approved_by = $4, proposal_no = $5, seq = $6, at = $7
           WHERE venue_no = $1 AND pack_no = $2`,
          [venue_no, packNo, hash, by, cmd.proposalNo ?? null, seq, at],
        );
      }
    }
}

/** Sorted keys, nothing padded, as the journal writes it; a pack holds whole numbers only. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
