import { hex, isCount } from './bytes.js';
import { Broken } from './broken.js';
import { HoldingsTree } from './holdings.js';
import { hasShape, is } from './shape.js';

/** @typedef {import('./holdings.js').AssetStatement} AssetStatement */
/** @typedef {{ seq: number, day: string, atSeq: number, assets: AssetStatement[] }} Statement */
/** @typedef {{ seq: number, day: string, trees: Map<number, { root: string, size: number }>, isStated: boolean }} Derived */

const ASSET = {
  ...{ asset: is.count, issued: is.count, retired: is.count, total: is.count },
  ...{ size: is.count, root: is.hash },
};

/** What a journal's records state about holdings, held against the titles that its other records give. */
export class Supply {
  /** @param {import('./titles.js').Titles} titles */
  constructor(titles) {
    this.titles = titles;
    /** What was derived with a day's key, by place and day. @type {Map<string, Derived>} */
    this.derived = new Map();
    /** @type {Statement[]} */
    this.statements = [];
    this.rootsCompared = 0;
  }

  /**
   * The trees of a day, from the titles as they stand now.
   * @param {number} seq
   * @param {string} day
   * @param {Uint8Array} key
   */
  derive(seq, day, key) {
    const place = `${seq} ${day}`;
    if (this.derived.has(place)) throw new Broken('form', seq, 'key_twice', { day });
    const trees = new Map();
    for (const asset of this.titles.assets()) {
      const { root, size } = new HoldingsTree(key, asset, this.titles.holders(asset));
      trees.set(asset, { root: hex(root.hash), size });
    }
    this.derived.set(place, { seq, day, trees, isStated: false });
  }

  /**
   * @param {number} seq
   * @param {readonly Record<string, unknown>[]} events
   */
  take(seq, events) {
    for (const event of events) {
      if (event.type !== 'HoldingsPublished') continue;
      const statement = readStatement(seq, event);
      if (statement === undefined || statement.atSeq >= seq)
        throw new Broken('supply', seq, 'statement_form', { seq });
      this.compare(statement);
      this.statements.push(statement);
    }
  }

  /** @param {Statement} statement */
  compare({ seq, day, atSeq, assets }) {
    const known = this.titles.assets();
    if (assets.map(({ asset }) => asset).join() !== known.join())
      throw new Broken('supply', seq, 'other_assets', { day, assets: known.join(', ') });
    const derived = this.derived.get(`${atSeq} ${day}`);
    if (derived !== undefined) derived.isStated = true;
    for (const { asset, issued, retired, total, size, root } of assets) {
      const own = this.titles.supply(asset);
      if (
        issued !== own.issued ||
        retired !== own.retired ||
        total !== own.total ||
        total !== issued - retired
      )
        throw new Broken('supply', seq, 'other_totals', {
          day,
          asset,
          issued,
          retired,
          total,
          ownIssued: own.issued,
          ownRetired: own.retired,
          ownTotal: own.total,
        });
      if (derived === undefined) continue;
      const tree = derived.trees.get(asset);
      if (tree === undefined || tree.root !== root || tree.size !== size)
        throw new Broken('holdings', seq, 'other_root', { day, asset });
      this.rootsCompared += 1;
    }
  }

  /** A key under another day would be compared with nothing: whoever brings one must be told so. */
  assertStated() {
    for (const { seq, day, isStated } of this.derived.values())
      if (!isStated) throw new Broken('holdings', seq, 'key_unused', { seq, day });
  }
}

/**
 * @param {number} seq
 * @param {Record<string, unknown>} event
 * @returns {Statement | undefined}
 */
export function readStatement(seq, event) {
  const { day, atSeq, assets } = event;
  if (!isCount(atSeq) || typeof day !== 'string' || !Array.isArray(assets)) return undefined;
  if (!assets.every((one) => one !== null && typeof one === 'object' && hasShape(one, ASSET)))
    return undefined;
  return { seq, day, atSeq: /** @type {number} */ (atSeq), assets };
}
