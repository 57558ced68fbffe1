import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ForgeryKind } from './forger.js';

export type Verifier = typeof import('../../verifier/core/index.js');

/** One check of the verifier, left out or done by half. */
export interface Weakness {
  readonly name: string;
  /** The forgery that nothing else stops. */
  readonly letsIn: ForgeryKind;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export const WEAKNESSES: readonly Weakness[] = [
  {
    name: 'a checkpoint needs no signature',
    letsIn: 'signed by another',
    file: 'heads.js',
    from: 'if (good.length === 0)',
    to: 'if (false)',
  },
  {
    name: 'a signature is not looked at',
    letsIn: 'another signature under the key',
    file: 'ed25519.js',
    from: "return await subtle.verify({ name: 'Ed25519' }, key, signature.slice(), message.slice());",
    to: 'return true;',
  },
  {
    name: 'witnesses are not counted',
    letsIn: 'fork without witness',
    file: 'heads.js',
    from: 'witnesses.size < quorum',
    to: 'false',
  },
  {
    name: 'a checkpoint that was kept is not compared',
    letsIn: 'fork against a kept checkpoint',
    file: 'heads.js',
    from: 'if (!same(kept.root, root()))',
    to: 'if (false)',
  },
  {
    name: 'a kept checkpoint of more records is forgotten',
    letsIn: 'stale',
    file: 'heads.js',
    from: 'for (const kept of this.kept) {',
    to: 'for (const kept of []) {',
  },
  {
    name: 'the root of the log is not compared',
    letsIn: 'rehashed',
    file: 'heads.js',
    from: 'if (!same(checkpoint.root, root()))',
    to: 'if (false)',
  },
  {
    name: 'records after the last checkpoint are believed',
    letsIn: 'uncovered',
    file: 'heads.js',
    from: 'last === undefined || last.size < size',
    to: 'false',
  },
  {
    name: 'batches need not link',
    letsIn: 'a batch that links to another',
    file: 'chain.js',
    from: 'if (prev !== this.head)',
    to: 'if (false)',
  },
  {
    name: 'the root of a batch is not derived',
    letsIn: 'a batch under another root',
    file: 'chain.js',
    from: 'if (!same(this.tree.root()',
    to: 'if (false && !same(this.tree.root()',
  },
  {
    name: 'a record may stand anywhere',
    letsIn: 'a record under another number',
    file: 'chain.js',
    from: 'if (record.seq !== seq || v !== VERSION)',
    to: 'if (false)',
  },
  {
    name: 'entries need not cancel out',
    letsIn: 'unbalanced entries',
    file: 'titles.js',
    from: "this.assert(sum === 0n, 'unbalanced',",
    to: "this.assert(true, 'unbalanced',",
  },
  {
    name: 'an account may be overdrawn',
    letsIn: 'out of nothing',
    file: 'titles.js',
    from: 'this.assert(isCovered,',
    to: 'this.assert(true,',
  },
  {
    name: 'stated totals are believed',
    letsIn: 'inflated totals',
    file: 'supply.js',
    from: 'const own = this.titles.supply(asset);',
    to: 'const own = { issued, retired, total };',
  },
  {
    name: 'stated roots are believed',
    letsIn: 'another root of holdings',
    file: 'supply.js',
    from: 'if (tree === undefined || tree.root !== root || tree.size !== size)',
    to: 'if (false)',
  },
  {
    name: 'a key may be of a day that nobody stated',
    letsIn: 'a key of another day',
    file: 'supply.js',
    from: 'if (!isStated)',
    to: 'if (false)',
  },
  {
    name: 'a proof of a record leads anywhere',
    letsIn: 'proofs of records',
    file: 'merkle.js',
    from: 'return sn === 0 && same(hash, root);',
    to: 'return sn === 0;',
  },
  {
    name: 'a sum in a path may be negative',
    letsIn: 'a negative holder',
    file: 'bytes.js',
    from: '/** @type {number} */ (value) >= 0',
    to: 'true',
  },
  {
    name: 'a node is hashed without its sums',
    letsIn: 'pieces of a title',
    file: 'holdings.js',
    from: 'top.sum !== total || !same(top.hash, root)',
    to: 'top.sum !== total',
  },
  {
    name: 'a piece may be shown twice',
    letsIn: 'pieces of a title',
    file: 'holdings.js',
    from: 'pieces.length !== PIECES',
    to: 'false',
  },
  {
    name: 'an account’s number is not part of its leaf',
    letsIn: 'pieces of a title',
    file: 'holdings.js',
    from: 'provenTitle(statement, account, pieces) {',
    to: 'provenTitle(statement, _account, pieces) {\n  const account = 101;',
  },
  {
    name: 'a record may be written in any way',
    letsIn: 'one record in two texts',
    file: 'canonical.js',
    from: 'return canonical(value) === text ? value : undefined;',
    to: 'return value;',
  },
  {
    name: 'a report may name any state',
    letsIn: 'a report of a day',
    file: 'day-reports.js',
    from: 'if (this.states.get(state.seq) !== state.hash)',
    to: 'if (false)',
  },
  {
    name: 'a report need not be what was signed',
    letsIn: 'a report of a day',
    file: 'day-reports.js',
    from: 'if (note.text !== text ||',
    to: 'if (false && note.text !== text ||',
  },
  {
    name: 'a report needs no signature',
    letsIn: 'a report of a day',
    file: 'day-reports.js',
    from: 'if (isForged || good.length === 0)',
    to: 'if (isForged)',
  },
  {
    name: 'a report may name any head of the log',
    letsIn: 'a report of a day',
    file: 'day-reports.js',
    from: 'if (head === undefined || !isHead ||',
    to: 'if (head === undefined || (!isHead && false) ||',
  },
];

/** The verifier as it is, or with one check weakened: its own files, changed and loaded once more. */
export async function loadVerifier(weakness?: Weakness): Promise<Verifier> {
  const folder = mkdtempSync(join(tmpdir(), 'airshed-verifier-'));
  try {
    cpSync('verifier', folder, { recursive: true });
    if (weakness !== undefined) {
      const file = join(folder, 'core', weakness.file);
      const text = readFileSync(file, 'utf8');
      const [before, after, ...more] = text.split(weakness.from);
      if (after === undefined || more.length > 0)
        throw new Error(`${weakness.name}: the check is not in ${weakness.file} once`);
      writeFileSync(file, before + weakness.to + after);
    }
    const load = async (name: string) => (await import(pathToFileURL(join(folder, name)).href)) as never;
    const { useFastHash } = (await load('node/fast-hash.js')) as { useFastHash(): void };
    useFastHash();
    return (await load('core/index.js')) as Verifier;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
