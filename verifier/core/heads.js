import { Broken } from './broken.js';
import { fromHex, hex, same } from './bytes.js';
import { isConsistent } from './merkle.js';
import { judgeSignatures, parseCheckpoint } from './note.js';

/** @typedef {import('./note.js').Checkpoint} Checkpoint */
/** @typedef {import('./trust.js').Trust} Trust */

/** The signed heads of one log, in the order of its growth, with those that the reader kept from earlier. */
export class Heads {
  /**
   * @param {Trust} trust
   * @param {string} origin
   * @param {readonly string[]} named keys that the bundle names
   */
  constructor(trust, origin, named) {
    this.trust = trust;
    this.origin = origin;
    this.keys = trust.logKeys(named);
    /** @type {Checkpoint[]} */
    this.checkpoints = [];
    /** Kept from earlier, and not yet met on the way. */
    this.kept = [...trust.seen].sort((a, b) => a.size - b.size);
    this.keptMet = 0;
    this.signatures = 0;
    this.cosignatures = 0;
  }

  /**
   * The log has grown to this size.
   * @param {number} size
   * @param {() => Uint8Array} root
   */
  pass(size, root) {
    for (let kept = this.kept[0]; kept !== undefined && kept.size <= size; kept = this.kept[0]) {
      if (kept.size < size) throw new Broken('growth', size, 'kept_too_old', { size: kept.size });
      if (!same(kept.root, root())) throw new Broken('growth', size, 'past_changed', { size });
      this.kept.shift();
      this.keptMet += 1;
    }
  }

  /**
   * @param {unknown} note
   * @param {number} size of the tree that the records give
   * @param {() => Uint8Array} root of it
   * @param {readonly string[] | undefined} proof of consistency, where the checkpoint is of a larger tree
   */
  take(note, size, root, proof) {
    const checkpoint = parseCheckpoint(note);
    if (checkpoint === undefined) throw new Broken('form', size, 'not_a_checkpoint', { seq: size });
    const last = this.checkpoints.at(-1);
    if (checkpoint.origin !== this.origin)
      throw new Broken('log', size, 'checkpoint_of', { found: checkpoint.origin, origin: this.origin });
    if (checkpoint.size < size || (last !== undefined && checkpoint.size <= last.size))
      throw new Broken('growth', size, 'checkpoint_place', { size: checkpoint.size, seq: size });
    if (checkpoint.size === size && proof === undefined) {
      if (!same(checkpoint.root, root())) throw new Broken('log', size, 'checkpoint_root', { size });
    } else {
      const hashes = (proof ?? []).map((hash) => fromHex(hash, 32) ?? new Uint8Array());
      const claim = { older: size, newer: checkpoint.size, olderRoot: root(), newerRoot: checkpoint.root };
      if (!isConsistent({ ...claim, proof: hashes }))
        throw new Broken('growth', size, 'not_grown', { newer: checkpoint.size, older: size });
    }
    this.checkpoints.push(checkpoint);
  }

  /** Signatures, witnesses, and what was kept from earlier. @param {number} size */
  async finish(size) {
    const last = this.checkpoints.at(-1);
    for (const checkpoint of [...this.trust.seen, ...this.checkpoints]) {
      await this.assertSigned(checkpoint);
      await this.assertWitnessed(checkpoint, checkpoint === last ? this.trust.quorum : 0);
    }
    for (const kept of this.kept) {
      const isLast = last !== undefined && kept.size === last.size && same(kept.root, last.root);
      if (!isLast)
        throw new Broken('growth', size, 'kept_beyond', { size: kept.size, last: last?.size ?? 0 });
      this.keptMet += 1;
    }
    if (last === undefined || last.size < size)
      throw new Broken('covered', (last?.size ?? 0) + 1, 'uncovered', {
        first: (last?.size ?? 0) + 1,
        last: size,
      });
  }

  /** @param {Checkpoint} checkpoint */
  async assertSigned(checkpoint) {
    const keys = this.keys.filter(({ name }) => name === checkpoint.origin);
    const { good, isForged } = await judgeSignatures(checkpoint, keys);
    if (checkpoint.origin !== this.origin)
      throw new Broken('signed', checkpoint.size, 'signed_for', {
        size: checkpoint.size,
        found: checkpoint.origin,
      });
    if (isForged) throw new Broken('signed', checkpoint.size, 'forged', { size: checkpoint.size });
    if (good.length === 0) throw new Broken('signed', checkpoint.size, 'unsigned', { size: checkpoint.size });
    this.signatures += good.length;
  }

  /**
   * @param {Checkpoint} checkpoint
   * @param {number} quorum of the last one; of the others no cosignature may be forged
   */
  async assertWitnessed(checkpoint, quorum) {
    const { good, isForged } = await judgeSignatures(checkpoint, this.trust.witnesses);
    if (isForged) throw new Broken('witnessed', checkpoint.size, 'forged_witness', { size: checkpoint.size });
    // By key, not by name: one witness under two names is one.
    const witnesses = new Set(good.map(({ key }) => hex(key.publicKey)));
    if (witnesses.size < quorum)
      throw new Broken('witnessed', checkpoint.size, 'too_few_witnesses', {
        found: witnesses.size,
        quorum,
        size: checkpoint.size,
      });
    this.cosignatures = witnesses.size;
  }
}
