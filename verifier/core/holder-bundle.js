import { fromHex, utf8 } from './bytes.js';
import { readCanonical } from './canonical.js';
import { Heads } from './heads.js';
import { provenTitle } from './holdings.js';
import { entryOf, isIncluded, leafHash, toldHash } from './merkle.js';
import { Broken } from './broken.js';
import { hasShape, is } from './shape.js';
import { readStatement } from './supply.js';

const HASHES_MAX = 110;
const KEYS_MAX = 64;

export const HOLDER_HEADER = {
  ...{ v: is.exactly(1), kind: is.exactly('holder'), name: is.text, origin: is.text },
  ...{ keys: is.listOf(is.text, KEYS_MAX), witnesses: is.listOf(is.text, KEYS_MAX) },
};
const proof = is.listOf(is.hash, HASHES_MAX);
const LINES = {
  checkpoint: { note: is.text },
  // What the sender said and was told; its events, which may name others, by their hash.
  record: { seq: is.count, told: is.text, salt: is.hash, events: is.hash, proof },
  holding: { seq: is.count, asset: is.count, account: is.count, amount: is.count, pieces: is.list },
};

/** What one holder may see: its own records, and what it has by the statement of a day. */
export class HolderBundle {
  /**
   * @param {Record<string, any>} header
   * @param {import('./trust.js').Trust} trust
   */
  constructor(header, trust) {
    if (!hasShape(header, HOLDER_HEADER) || !header.origin.endsWith(`/${header.name}`))
      throw new Broken('form', 0, 'no_header');
    this.heads = new Heads(trust, header.origin, header.keys);
    /** @type {import('./note.js').Checkpoint | undefined} */
    this.checkpoint = undefined;
    this.seq = 0;
    this.records = 0;
    /** @type {Map<number, import('./supply.js').Statement>} */
    this.statements = new Map();
    /** @type {{ seq: number, day: string, asset: number, account: number, amount: number, total: number }[]} */
    this.holdings = [];
  }

  /** @returns {never} */
  record() {
    throw new Broken('form', this.seq, 'records_inside');
  }

  /**
   * @param {string} kind
   * @param {Record<string, any>} line
   */
  control(kind, line) {
    const shape = LINES[/** @type {keyof typeof LINES} */ (kind)];
    if (!Object.hasOwn(LINES, kind) || !hasShape(line, shape))
      throw new Broken('form', this.seq, 'no_meaning', { seq: this.seq });
    if (kind === 'checkpoint') return this.begin(line);
    if (this.checkpoint === undefined) throw new Broken('form', 0, 'checkpoint_first');
    if (kind === 'holding') return this.holding(line);
    this.include(line);
  }

  /** @param {Record<string, any>} line */
  begin({ note }) {
    if (this.checkpoint !== undefined) throw new Broken('form', this.seq, 'one_checkpoint');
    // It is as large as it says: nothing of its tree is here but what the proofs lead to.
    this.heads.take(note, 0, () => new Uint8Array(32), []);
    this.checkpoint = this.heads.checkpoints[0];
  }

  /** @param {Record<string, any>} line */
  include({ seq, told, salt, events, proof: path }) {
    if (seq <= this.seq) throw new Broken('records', seq, 'record_order', { seq, after: this.seq });
    this.seq = seq;
    const half = utf8(told);
    const leaf = leafHash(entryOf(toldHash(hashOf(salt), half), hashOf(events)));
    const { size, root } = /** @type {import('./note.js').Checkpoint} */ (this.checkpoint);
    if (!isIncluded({ index: seq - 1, size, leaf, proof: path.map(hashOf), root }))
      throw new Broken('log', seq, 'not_in_log', { seq, size });
    this.read(seq, half);
  }

  /**
   * @param {number} seq
   * @param {Uint8Array} half
   */
  read(seq, half) {
    const record = /** @type {Record<string, any> | undefined} */ (readCanonical(half));
    if (record === undefined || record.seq !== seq || record.v !== 1 || Object.hasOwn(record, 'ev'))
      throw new Broken('records', seq, 'not_canonical', { seq });
    this.records += 1;
    if (record.ok !== true || record.cmd?.kind !== 'publish-holdings') return;
    const statement = readStatement(seq, record.cmd);
    if (statement === undefined || statement.atSeq >= seq)
      throw new Broken('supply', seq, 'statement_form', { seq });
    for (const { asset, issued, retired, total } of statement.assets)
      if (total !== issued - retired)
        throw new Broken('supply', seq, 'total_stated', { asset, issued, retired, total });
    this.statements.set(seq, statement);
  }

  /** @param {Record<string, any>} line */
  holding({ seq, asset, account, amount, pieces }) {
    const last = this.holdings.at(-1);
    if (last !== undefined && (last.seq > seq || (last.seq === seq && last.asset >= asset)))
      throw new Broken('form', seq, 'holding_order');
    const statement = this.statements.get(seq);
    const stated = statement?.assets.find((one) => one.asset === asset);
    if (statement === undefined || stated === undefined)
      throw new Broken('holdings', seq, 'no_statement', { seq, asset });
    if (provenTitle(stated, account, pieces) !== amount)
      throw new Broken('holdings', seq, 'not_held', { account, day: statement.day, amount, asset });
    this.holdings.push({ seq, day: statement.day, asset, account, amount, total: stated.total });
  }

  /** @param {Record<string, any>} end */
  async finish({ records }) {
    if (records !== this.records)
      throw new Broken('form', this.seq, 'records_missing', { records: this.records, stated: records });
    // The checkpoint alone covers what is proved by it.
    await this.heads.finish(0);
    if (this.checkpoint === undefined) throw new Broken('covered', 1, 'no_checkpoint');
  }

  counts() {
    const { heads, records } = this;
    return {
      ...{ form: 1, chain: 0, roots: 0, records, conserved: 0, supply: this.statements.size },
      ...{ reports: 0, holdings: this.holdings.length, log: records, growth: heads.keptMet },
      ...{ signed: heads.signatures, witnessed: heads.cosignatures, covered: records },
    };
  }

  facts() {
    return {
      lastSeq: this.seq,
      size: this.checkpoint?.size ?? 0,
      holdings: this.holdings,
      withheld: this.withheld,
    };
  }
}

/** @param {unknown} text */
function hashOf(text) {
  return /** @type {Uint8Array} */ (fromHex(text, 32));
}
