import { hash } from 'node:crypto';
import { batchLines, encodeRecord, type JournalBatch, sealBatch } from '../../src/audit/index.js';
import { canonical, type Json } from '../../src/kernel/json.js';
import type { Dice } from '../simulation/dice.js';
import { bundleOf, DAY } from './bundles.js';
import { type LogKeeper, TestKey } from './log-keeper.js';

/** A report, and what stands around it. */
interface Told {
  day: string;
  state: { seq: number; hash: string };
  /** Published beside the record that the report names. */
  published: string;
  /** What is written otherwise, or added, after the report was signed. */
  amended: (open: string) => string;
  added: { [figure: string]: Json };
  rootOf: (root: string) => string;
  noteOf: (note: string) => string;
}

const STATE = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);

/** A day's report at the end of a journal, in the log's name; untouched it is true. */
export function reportedBundle(
  batches: readonly JournalBatch[],
  keeperOf: () => LogKeeper,
  lie: (told: Told) => unknown = () => undefined,
): readonly Buffer[] {
  const last = batches.at(-1)!;
  // The log as it stood before the report.
  const before = keeperOf();
  for (const batch of batches) before.append(batchLines(batch));
  const told: Told = {
    ...{ day: DAY, state: { seq: last.lastSeq, hash: STATE }, published: STATE },
    ...{ amended: (open: string) => open, added: {} },
    ...{ rootOf: (root: string) => root, noteOf: (note: string) => note },
  };
  lie(told);
  const note = before.checkpoint();
  const root = told.rootOf(note.split('\n')[2]);
  const checkpoint = { size: last.lastSeq, root, note };
  const written = canonical({ day: DAY, state: told.state, checkpoint } as unknown as Json);
  const [open, openHash] = [told.amended(written), sha256(written)];
  const facts = { open: JSON.parse(written) as Json, openHash };
  const text = `${['airshed day report v1', before.origin, told.day, sha256(canonical(facts)), openHash].join('\n')}\n`;
  const signed = told.noteOf(`${text}\n${before.key.line(text)}`);
  const full = canonical({ ...facts, ...told.added });
  const cmd = { kind: 'publish-day-report', day: told.day, open, full, note: signed };
  const seq = last.lastSeq + 1;
  const { at } = JSON.parse(batchLines(last).at(-1)!) as { at: number };
  const record = encodeRecord({ at, by: 'system:clearing', cmd, ev: [], ok: true, org: '', seq });
  const states = new Map([[last.lastSeq, told.published]]);
  const report = sealBatch(1, seq, last.hash, [record]);
  return bundleOf(keeperOf(), [...batches, report], () => true, undefined, states).lines;
}

/** By whoever has the keys of the log: the report itself says what was not so, or another hand signed it. */
export function lieInReport(dice: Dice): (told: Told) => unknown {
  return dice.one<(told: Told) => unknown>([
    (told) => (told.state.hash = OTHER),
    (told) => (told.published = OTHER),
    (told) => (told.state.seq += dice.between(1, 5)),
    (told) => (told.day = '2026-11-04'),
    (told) => (told.added = { fines: dice.between(1, 9) }),
    (told) =>
      (told.amended = (open) => open.replace(/"size":(\d+)/, (_, size) => `"size":${Number(size) - 1}`)),
    (told) => (told.rootOf = (root) => Buffer.from(root, 'base64').reverse().toString('base64')),
    (told) => (told.noteOf = (note) => note.slice(0, note.indexOf('— '))),
    (told) => (told.noteOf = bySomebodyElse),
    (told) => (told.noteOf = (note) => note.replace('report v1', 'report v2')),
  ]);
}

/** A good signature of a key that the log never had. */
function bySomebodyElse(note: string): string {
  const text = note.slice(0, note.indexOf('\n\n') + 1);
  return `${text}\n${new TestKey(text.split('\n')[1]).line(text)}`;
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
