import { Broken } from './broken.js';
import { hex, utf8 } from './bytes.js';
import { readCanonical } from './canonical.js';
import { judgeSignatures, parseCheckpoint, parseNote } from './note.js';
import { sha256 } from './sha256.js';
import { hasShape, is } from './shape.js';

/** @typedef {{ seq: number, day: string, note: { text: string, signatures: import('./note.js').NoteSignature[] }, head: import('./note.js').Checkpoint | undefined, state: { seq: number, hash: string } }} DayReport */

const HEADING = 'airshed day report v1';
const STATE = { seq: is.count, hash: is.hash };
const HEAD = { size: is.count, root: is.text, note: is.text };

/** The reports of closed days that a journal has: what they say of the log and of the state is what was published. */
export class DayReports {
  /**
   * @param {import('./heads.js').Heads} heads
   * @param {number} from the record before the first of the bundle
   */
  constructor(heads, from) {
    this.heads = heads;
    this.from = from;
    /** Published states by record. @type {Map<number, string>} */
    this.states = new Map();
    /** @type {DayReport[]} */
    this.reports = [];
  }

  /**
   * @param {number} seq
   * @param {string} hash
   */
  publish(seq, hash) {
    const known = this.states.get(seq);
    if (known !== undefined && known !== hash) throw new Broken('reports', seq, 'two_states', { seq });
    this.states.set(seq, hash);
  }

  /**
   * @param {number} seq
   * @param {Record<string, any>} record
   */
  take(seq, record) {
    const { cmd } = record;
    if (record.ok !== true || cmd?.kind !== 'publish-day-report') return;
    const { day } = cmd;
    const [open, full] = [bodyOf(cmd.open), bodyOf(cmd.full)];
    const note = parseNote(cmd.note);
    const isSound = typeof day === 'string' && note !== undefined && hasShape(Object(open?.state), STATE);
    if (open === undefined || full === undefined || !isSound)
      throw new Broken('reports', seq, 'report_form', { seq });
    const [openHash, fullHash] = [cmd.open, cmd.full].map((text) => hex(sha256(utf8(text))));
    const text = `${[HEADING, this.heads.origin, day, fullHash, openHash].join('\n')}\n`;
    if (note.text !== text || open.day !== day || full.openHash !== openHash)
      throw new Broken('reports', seq, 'report_hash', { day });
    const { state } = open;
    this.compareState(seq, day, state);
    this.reports.push({ seq, day, note, state, head: this.headOf(seq, day, open.checkpoint) });
  }

  /**
   * Every state that a report names and that the bundle passes is published beside it, so that a replay meets it.
   * @param {number} seq
   * @param {string} day
   * @param {{ seq: number, hash: string }} state
   */
  compareState(seq, day, state) {
    if (state.seq >= seq) throw new Broken('reports', seq, 'report_form', { seq });
    if (state.seq < this.from) return;
    if (this.states.get(state.seq) !== state.hash)
      throw new Broken('reports', seq, 'report_state', { day, of: state.seq });
  }

  /**
   * @param {number} seq
   * @param {string} day
   * @param {unknown} stated
   */
  headOf(seq, day, stated) {
    if (stated === null) return undefined;
    const head = parseCheckpoint(Object(stated).note);
    const isHead = hasShape(Object(stated), HEAD) && head?.text.split('\n')[2] === Object(stated).root;
    if (head === undefined || !isHead || head.size !== Object(stated).size || head.size >= seq)
      throw new Broken('reports', seq, 'report_head', { day });
    const same = this.heads.checkpoints.find(({ size }) => size === head.size);
    if (same !== undefined && same.text !== head.text)
      throw new Broken('reports', seq, 'report_head', { day });
    return head;
  }

  /** Signatures: of the reports themselves, and of the heads in them. */
  async finish() {
    for (const { seq, day, note, head } of this.reports)
      for (const one of head === undefined ? [note] : [note, head]) {
        const keys = this.heads.keys.filter(({ name }) => name === this.heads.origin);
        const { good, isForged } = await judgeSignatures(one, keys);
        if (isForged || good.length === 0) throw new Broken('reports', seq, 'report_unsigned', { day });
      }
  }
}

/**
 * @param {unknown} text
 * @returns {Record<string, any> | undefined}
 */
function bodyOf(text) {
  return typeof text === 'string' ? readCanonical(utf8(text)) : undefined;
}
