import { Broken, PROMISES } from './broken.js';
import { concat, hex, utf8 } from './bytes.js';
import { readCanonical } from './canonical.js';
import { HolderBundle } from './holder-bundle.js';
import { JournalBundle } from './journal-bundle.js';
import { sha256 } from './sha256.js';
import { hasShape, is } from './shape.js';
import { Trust } from './trust.js';

/** A line longer than this is not read. */
export const LINE_BYTES_MAX = 1 << 29;
/** In the canonical form `#` stands before every letter: no record begins so. */
const CONTROL = utf8('{"#":"');
const END = { records: is.count, batches: is.maybe(is.count), head: is.maybe(is.hash), digest: is.hash };

/** @typedef {{ promise: import('./broken.js').PromiseId, ok: boolean | undefined, checked: number }} Verdict */
/** @typedef {{ fault: import('./faults.js').Fault, facts: Record<string, unknown>, what: string }} FoundFault */
/**
 * @typedef {object} Report
 * @property {boolean} ok every promise holds
 * @property {boolean} isPinned the keys were brought, not taken from the bundle
 * @property {string} kind
 * @property {string} venue
 * @property {string} origin
 * @property {readonly Verdict[]} verdicts `ok` is undefined where nothing was looked at any more
 * @property {(FoundFault & { promise: import('./broken.js').PromiseId, seq: number }) | undefined} broken the first
 * @property {Record<string, any>} facts
 */

/** Takes a bundle line by line and says what of it holds. Give it bytes without the line break. */
export class BundleCheck {
  /**
   * @param {import('./trust.js').Brought} brought
   * @param {{ keepsTiles?: boolean }} options
   */
  constructor(brought = {}, options = {}) {
    this.trust = new Trust(brought);
    this.options = options;
    /** @type {JournalBundle | HolderBundle | undefined} */
    this.bundle = undefined;
    /** @type {Record<string, any> | undefined} */
    this.header = undefined;
    /** @type {Record<string, any> | undefined} */
    this.end = undefined;
    /** @type {Broken | undefined} */
    this.broken = undefined;
    /** One hash over all lines that are no records. @type {Uint8Array} */
    this.digest = new Uint8Array(32);
  }

  /** Nothing after the first broken promise is worth reading. */
  get isBroken() {
    return this.broken !== undefined;
  }

  /** @param {Uint8Array} line */
  take(line) {
    if (this.isBroken) return;
    try {
      if (line.length > LINE_BYTES_MAX) throw new Broken('form', 0, 'line_too_long');
      if (this.end !== undefined) throw new Broken('form', 0, 'after_end');
      if (isControl(line)) this.control(line);
      else if (this.bundle === undefined) throw new Broken('form', 0, 'not_a_bundle');
      else this.bundle.record(line);
    } catch (error) {
      this.note(error);
    }
  }

  /** @returns {Promise<Report>} */
  async finish() {
    try {
      if (!this.isBroken) {
        if (this.bundle === undefined || this.end === undefined) throw new Broken('form', 0, 'no_end');
        await this.bundle.finish(this.end);
      }
    } catch (error) {
      this.note(error);
    }
    return this.report();
  }

  /** @param {Uint8Array} line */
  control(line) {
    const value = /** @type {Record<string, any> | undefined} */ (readCanonical(line));
    if (value === undefined || typeof value['#'] !== 'string')
      throw new Broken('form', 0, 'line_not_canonical');
    const kind = value['#'];
    if (kind === 'end') return this.close(value);
    this.digest = sha256(concat([this.digest, line]));
    if (this.bundle !== undefined) return this.bundle.control(kind, value);
    if (kind !== 'airshed-bundle') throw new Broken('form', 0, 'no_header');
    this.header = value;
    this.bundle =
      value.kind === 'holder'
        ? new HolderBundle(value, this.trust)
        : new JournalBundle(value, this.trust, this.options);
  }

  /** @param {Record<string, any>} end */
  close(end) {
    if (!hasShape(end, END) || end.digest !== hex(this.digest)) throw new Broken('form', 0, 'end_of_another');
    this.end = end;
  }

  /** @param {unknown} error */
  note(error) {
    // What breaks a reader that expects the promised forms is not the promised form.
    this.broken ??=
      error instanceof Broken ? error : new Broken('form', 0, 'unreadable', { error: String(error) });
  }

  /** @returns {Report} */
  report() {
    const { broken, bundle, header } = this;
    const counts = bundle?.counts();
    const first = broken === undefined ? PROMISES.length : PROMISES.indexOf(broken.promise);
    return {
      ok: broken === undefined,
      isPinned: this.trust.isPinned,
      kind: String(header?.kind ?? ''),
      venue: String(header?.name ?? ''),
      origin: String(header?.origin ?? ''),
      verdicts: PROMISES.map((promise, at) => ({
        promise,
        ok: at < first && broken === undefined ? true : at === first ? false : undefined,
        checked: counts?.[promise] ?? 0,
      })),
      broken: broken && {
        ...{ promise: broken.promise, seq: broken.seq },
        ...{ fault: broken.fault, facts: broken.facts, what: broken.message },
      },
      facts: bundle?.facts() ?? {},
    };
  }
}

/** @param {Uint8Array} line */
function isControl(line) {
  return CONTROL.every((byte, at) => line[at] === byte);
}
