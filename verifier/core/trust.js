import { parseCheckpoint, parseVkey } from './note.js';

/** @typedef {import('./note.js').NoteKey} NoteKey */
/** @typedef {import('./note.js').Checkpoint} Checkpoint */

/**
 * What a reader brings along and does not take from the bundle.
 * @typedef {object} Brought
 * @property {readonly string[]} [keys] vkeys of the log, all that it ever had
 * @property {readonly string[]} [witnesses] vkeys of witnesses
 * @property {number} [quorum] how many of them must have signed the last checkpoint; all, when it is not said
 * @property {readonly string[]} [seen] checkpoints that were kept from earlier
 */

/** Whom to believe: keys that were brought, or else — and then it is said — those that the bundle names itself. */
export class Trust {
  /** @param {Brought} brought */
  constructor({ keys = [], witnesses = [], quorum, seen = [] }) {
    this.keys = keys.map(keyOf);
    this.witnesses = witnesses.map(keyOf);
    if (this.keys.some(isWitness) || !this.witnesses.every(isWitness))
      throw new TypeError('a key of the log was given as a witness, or the other way round');
    this.quorum = quorum ?? this.witnesses.length;
    if (!Number.isSafeInteger(this.quorum) || this.quorum < 0 || this.quorum > this.witnesses.length)
      throw new TypeError(`a quorum of ${this.quorum} cannot be had of ${this.witnesses.length} witnesses`);
    this.seen = seen.map((note) => {
      const checkpoint = parseCheckpoint(note);
      if (checkpoint === undefined) throw new TypeError('a checkpoint that was kept is not one');
      return checkpoint;
    });
    this.isPinned = this.keys.length > 0;
  }

  /**
   * The keys of the log by which a bundle is judged.
   * @param {readonly string[]} named the bundle's own
   * @returns {NoteKey[]}
   */
  logKeys(named) {
    return this.isPinned ? this.keys : named.map(keyOf).filter((key) => !isWitness(key));
  }
}

/** @param {string} vkey */
function keyOf(vkey) {
  const key = parseVkey(vkey);
  if (key === undefined) throw new TypeError(`${vkey} is not a key`);
  return key;
}

/** @param {NoteKey} key */
function isWitness({ algorithm }) {
  return algorithm === 'cosignature';
}
