import { canonical } from './canonical.js';
import { concat, fromHex, hex, same, utf8 } from './bytes.js';
import { GrowingTree, leafHash } from './merkle.js';
import { sha256 } from './sha256.js';
import { Broken } from './broken.js';

const LINK = Uint8Array.of(2);
/** Version of the journal's encoding. */
const VERSION = 1;

/** @typedef {{ first: number, last: number, prev: string, root: string, hash: string }} BatchHeader */

/** The batches of one journal: each links to the one before and has its records under its Merkle root. */
export class Chain {
  /**
   * @param {number} venue
   * @param {number} seq the record before the first
   * @param {string} head the hash of the batch before the first
   */
  constructor(venue, seq, head) {
    this.venue = venue;
    this.seq = seq;
    this.head = head;
    this.batches = 0;
    this.at = -1;
    /** @type {BatchHeader | undefined} */
    this.open = undefined;
    this.tree = new GrowingTree();
  }

  /** @param {BatchHeader} header */
  begin(header) {
    const { first, last, prev, root, hash } = header;
    this.assertClosed();
    const next = this.seq + 1;
    if (first !== next) throw new Broken('chain', next, 'batch_begins', { first, next });
    if (last < first) throw new Broken('chain', next, 'batch_empty', { first });
    if (prev !== this.head) throw new Broken('chain', first, 'batch_link', { first });
    const link = canonical({ first, last, prev, root, v: VERSION, venue: this.venue });
    if (hex(sha256(concat([LINK, utf8(link)]))) !== hash)
      throw new Broken('chain', first, 'batch_hash', { first });
    this.open = header;
    this.tree = new GrowingTree();
  }

  /**
   * @param {Uint8Array} line
   * @param {Record<string, unknown>} record
   */
  take(line, record) {
    const seq = this.seq + 1;
    if (this.open === undefined) throw new Broken('chain', seq, 'no_batch', { seq });
    const { at, v } = record;
    if (record.seq !== seq || v !== VERSION)
      throw new Broken('records', seq, 'record_place', { found: String(record.seq), seq });
    if (!Number.isSafeInteger(at) || Number(at) < this.at)
      throw new Broken('records', seq, 'time_back', { seq });
    this.seq = seq;
    this.at = Number(at);
    this.tree.push(leafHash(line));
    if (seq === this.open.last) this.close(this.open);
  }

  assertClosed() {
    if (this.open !== undefined)
      throw new Broken('chain', this.seq + 1, 'batch_short', {
        first: this.open.first,
        last: this.open.last,
      });
  }

  /** @param {BatchHeader} header */
  close({ first, root, hash }) {
    if (!same(this.tree.root(), fromHex(root, 32) ?? new Uint8Array()))
      throw new Broken('roots', first, 'batch_root', { first });
    this.open = undefined;
    this.head = hash;
    this.batches += 1;
  }
}
