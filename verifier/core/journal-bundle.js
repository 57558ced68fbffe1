import { fromHex } from './bytes.js';
import { Chain } from './chain.js';
import { readCanonical } from './canonical.js';
import { DayReports } from './day-reports.js';
import { Heads } from './heads.js';
import { blinded, GrowingTree, leafHash } from './merkle.js';
import { Broken } from './broken.js';
import { Hmac } from './sha256.js';
import { hasShape, is } from './shape.js';
import { Supply } from './supply.js';
import { Titles } from './titles.js';

/** Complete subtrees that a tree of 2^53 leaves has at most. */
const FRONTIER_MAX = 53;
const KEYS_MAX = 64;

export const JOURNAL_HEADER = {
  ...{ v: is.exactly(1), kind: is.exactly('journal'), venue: is.count, name: is.text, origin: is.text },
  ...{ from: is.count, prev: is.hash, blinding: is.hash, frontier: is.listOf(is.hash, FRONTIER_MAX) },
  ...{ keys: is.listOf(is.text, KEYS_MAX), witnesses: is.listOf(is.text, KEYS_MAX) },
};
const LINES = {
  opening: { titles: is.list, waiting: is.list },
  snapshot: { seq: is.count, stateHash: is.hash, state: is.base64 },
  state: { seq: is.count, hash: is.hash },
  batch: { first: is.count, last: is.count, prev: is.hash, root: is.hash, hash: is.hash },
  holdings: { seq: is.count, day: is.text, key: is.hash },
  checkpoint: { note: is.text, proof: is.maybe(is.listOf(is.hash, 110)) },
};

/** All records of a venue from one place to another: everything is derived again from them. */
export class JournalBundle {
  /**
   * @param {Record<string, any>} header
   * @param {import('./trust.js').Trust} trust
   * @param {{ keepsTiles?: boolean }} options
   */
  constructor(header, trust, { keepsTiles = false }) {
    const { from, frontier, blinding, prev, venue, origin, keys } = header;
    if (!hasShape(header, JOURNAL_HEADER) || from < 1 || !origin.endsWith(`/${header.name}`))
      throw new Broken('form', 0, 'no_header');
    const before = GrowingTree.from(
      from - 1,
      frontier.map((/** @type {string} */ hash) => fromHex(hash, 32)),
    );
    if (before === undefined) throw new Broken('form', 0, 'frontier', { records: from - 1 });
    if (from === 1 && !/^0*$/.test(prev)) throw new Broken('chain', 1, 'links_before_first');
    this.tree = from === 1 ? new GrowingTree(keepsTiles) : before;
    this.chain = new Chain(venue, from - 1, prev);
    this.hmac = new Hmac(fromHex(blinding, 32) ?? new Uint8Array());
    this.heads = new Heads(trust, origin, keys);
    this.titles = new Titles();
    this.supply = new Supply(this.titles);
    this.reports = new DayReports(this.heads, from - 1);
    this.records = 0;
    this.needsOpening = from > 1 && venue > 0;
    this.heads.pass(this.tree.size, () => this.tree.root());
  }

  /** @param {Uint8Array} line */
  record(line) {
    const seq = this.chain.seq + 1;
    if (this.needsOpening) throw new Broken('form', seq, 'titles_missing', { seq });
    if (this.heads.checkpoints.some(({ size }) => size >= seq))
      throw new Broken('growth', seq, 'checkpoint_ahead', { seq });
    const record = readCanonical(line);
    if (record === undefined) throw new Broken('records', seq, 'not_canonical', { seq });
    this.chain.take(line, record);
    this.records += 1;
    this.tree.push(leafHash(blinded(this.hmac, seq, record)));
    this.heads.pass(seq, () => this.tree.root());
    const { ev = [] } = record;
    if (!Array.isArray(ev)) throw new Broken('records', seq, 'no_events', { seq });
    this.titles.take(seq, ev);
    this.supply.take(seq, ev);
    this.reports.take(seq, record);
  }

  /**
   * @param {string} kind
   * @param {Record<string, any>} line
   */
  control(kind, line) {
    const seq = this.chain.seq;
    const shape = LINES[/** @type {keyof typeof LINES} */ (kind)];
    if (!Object.hasOwn(LINES, kind) || !hasShape(line, shape))
      throw new Broken('form', seq, 'no_meaning', { seq });
    // In the middle of a batch nothing stands but its records.
    this.chain.assertClosed();
    switch (kind) {
      case 'opening':
        return this.open(line);
      case 'batch':
        return this.chain.begin(/** @type {any} */ (line));
      case 'holdings':
        return this.derive(line);
      case 'checkpoint':
        return this.heads.take(line.note, seq, () => this.tree.root(), line.proof);
      case 'snapshot':
        return this.reports.publish(line.seq, line.stateHash);
      case 'state':
        if (line.seq > seq) throw new Broken('form', seq, 'state_ahead', { of: line.seq, seq });
        return this.reports.publish(line.seq, line.hash);
    }
  }

  /** @param {Record<string, any>} line */
  open({ titles, waiting }) {
    const isList =
      titles.every(Array.isArray) && waiting.every((/** @type {unknown} */ one) => Object(one) === one);
    if (!this.needsOpening || !isList) throw new Broken('form', this.chain.seq, 'titles_twice');
    this.needsOpening = false;
    this.titles.seq = this.chain.seq;
    this.titles.open(titles, waiting);
  }

  /** A day's trees are of the titles at a place inside a batch, so they are given before the batch: from there on. */
  derive({ seq, day, key }) {
    if (seq !== this.chain.seq)
      throw new Broken('form', this.chain.seq, 'holdings_place', { seq, after: this.chain.seq });
    this.supply.derive(seq, day, /** @type {Uint8Array} */ (fromHex(key, 32)));
  }

  /** @param {Record<string, any>} end */
  async finish({ records, batches, head }) {
    this.chain.assertClosed();
    const { seq } = this.chain;
    if (records !== this.records || batches !== this.chain.batches || head !== this.chain.head)
      throw new Broken('form', seq, 'records_missing', { records: this.records, stated: records });
    this.titles.seq = seq;
    this.titles.assertConserved();
    this.supply.assertStated();
    await this.heads.finish(this.tree.size);
    await this.reports.finish();
  }

  /** How many things were looked at, promise by promise. */
  counts() {
    const { heads, chain, titles, supply } = this;
    return {
      ...{ form: 1, chain: chain.batches, roots: chain.batches, records: this.records },
      ...{ conserved: titles.moves, supply: supply.statements.length, holdings: supply.rootsCompared },
      ...{ reports: this.reports.reports.length },
      ...{ log: heads.checkpoints.length, growth: heads.keptMet + heads.checkpoints.length },
      ...{ signed: heads.signatures, witnessed: heads.cosignatures, covered: chain.seq },
    };
  }

  facts() {
    const last = this.supply.statements.at(-1);
    return {
      lastSeq: this.chain.seq,
      head: this.chain.head,
      size: this.heads.checkpoints.at(-1)?.size ?? 0,
      statement: last,
    };
  }
}
