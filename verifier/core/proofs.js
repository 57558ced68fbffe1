import { fromBase64, isCount, same, utf8 } from './bytes.js';
import { readCanonical } from './canonical.js';
import { faultText } from './faults.js';
import { provenTitle } from './holdings.js';
import { entryOf, isConsistent, isIncluded, leafHash, toldHash } from './merkle.js';
import { judgeSignatures, parseCheckpoint } from './note.js';
import { Trust } from './trust.js';

/**
 * Single proofs, as the doors of a log and of a venue give them: for a page that shows one record, two checkpoints or
 * one holding. Nothing is fetched here; what is given is judged, and a fault has a name and its text in both languages.
 */

/** @typedef {import('./faults.js').Fault} Fault */
/** @typedef {import('./note.js').Checkpoint} Checkpoint */
/**
 * @typedef {object} Judgement
 * @property {boolean} ok
 * @property {boolean} isPinned keys were named; where none were, nothing says whose checkpoint it is
 * @property {{ origin: string, size: number, root: string } | undefined} checkpoint
 * @property {readonly string[]} signedBy names of the log's keys that signed
 * @property {readonly { name: string, seconds: number }[]} witnessedBy
 * @property {{ fault: Fault, facts: Record<string, unknown>, en: string, zh: string } | undefined} broken
 */
/** @typedef {{ seq: number, index: number, size: number, leaf: string, hashes: readonly string[], checkpoint: string, told?: string, toldSalt?: string, eventsHash?: string }} InclusionAnswer */
/** @typedef {{ day: string, asset: number, issued: number, retired: number, total: number, size: number, root: string, account: number, amount: number, pieces: unknown }} HoldingAnswer */

class Untrue extends Error {
  /**
   * @param {Fault} fault
   * @param {Record<string, unknown>} facts
   */
  constructor(fault, facts = {}) {
    super(faultText(fault, facts, 'en'));
    this.fault = fault;
    this.facts = facts;
  }
}

/**
 * A checkpoint: its form, the log's signature, the witnesses'.
 * @param {string} note
 * @param {import('./trust.js').Brought} brought
 * @returns {Promise<Judgement>}
 */
export function verifyCheckpoint(note, brought) {
  return judged(note, brought, () => undefined);
}

/**
 * That a record is in the log of a checkpoint: what `GET /api/v1/logs/<log>/records/<seq>` or `…/proofs/inclusion/<seq>`
 * answers. With `told` it is also shown that this is what was sent and answered.
 * @param {InclusionAnswer} answer
 * @param {import('./trust.js').Brought} brought
 * @returns {Promise<Judgement>}
 */
export function verifyInclusion(answer, brought) {
  return judged(answer?.checkpoint, brought, ({ size, root }) => {
    const { seq, leaf, hashes, told } = answer;
    if (!isCount(seq) || seq < 1 || !Array.isArray(hashes)) throw new Untrue('proof_form');
    if (answer.size !== size) throw new Untrue('other_sizes', { size: answer.size, found: size });
    const hash = told === undefined ? bytesOf(leaf) : leafOf(answer);
    if (!same(hash, bytesOf(leaf))) throw new Untrue('other_leaf', { seq });
    const proof = hashes.map(bytesOf);
    if (!isIncluded({ index: seq - 1, size, leaf: hash, proof, root }))
      throw new Untrue('not_in_log', { seq, size });
  });
}

/**
 * That the later of two checkpoints is the earlier with records added: `GET …/proofs/consistency?from=&to=`.
 * @param {{ older: string, newer: string, hashes: readonly string[] }} claim two notes and what is between them
 * @param {import('./trust.js').Brought} brought
 * @returns {Promise<Judgement>} of the later one
 */
export async function verifyConsistency({ older, newer, hashes }, brought) {
  // Witnesses are asked for the newer one: the older may be from before there were any.
  const earlier = await judged(older, { ...brought, quorum: 0 }, () => undefined);
  const from = parseCheckpoint(older);
  if (!earlier.ok || from === undefined) return earlier;
  return judged(newer, brought, (to) => {
    if (to.origin !== from.origin) throw new Untrue('other_log', { found: to.origin, origin: from.origin });
    if (to.size < from.size) throw new Untrue('shrunk', { newer: to.size, older: from.size });
    if (!Array.isArray(hashes)) throw new Untrue('proof_form');
    const claim = { older: from.size, newer: to.size, olderRoot: from.root, newerRoot: to.root };
    if (!isConsistent({ ...claim, proof: hashes.map(bytesOf) }))
      throw new Untrue('not_grown', { newer: to.size, older: from.size });
  });
}

/**
 * That an account's holding is part of the published total: one of `proofs` of `GET …/accounts/<account>/holding-proofs`.
 * Give the statement as it was published to everybody (`GET …/holding-statements`), so that the proof leads there.
 * @param {HoldingAnswer} answer
 * @param {{ asset: number, day: string, issued: number, retired: number, total: number, size: number, root: string }} statement
 * @returns {{ ok: boolean, amount: number | undefined, total: number | undefined, broken: Judgement['broken'] }}
 */
export function verifyHolding(answer, statement = answer) {
  try {
    const { account, amount, pieces } = answer;
    const { day, asset, issued, retired, total, size, root } = statement;
    if (![account, amount, asset, issued, retired, total, size].every(isCount) || typeof root !== 'string')
      throw new Untrue('proof_form');
    if (total !== issued - retired) throw new Untrue('total_stated', { asset, issued, retired, total });
    const isOfIt = answer.day === day && answer.asset === asset;
    if (!isOfIt || provenTitle({ size, root, total, asset }, account, pieces) !== amount)
      throw new Untrue('not_held', { account, day, amount, asset });
    return { ok: true, amount, total, broken: undefined };
  } catch (error) {
    return { ok: false, amount: undefined, total: undefined, broken: faultOf(error) };
  }
}

/**
 * @param {string} note
 * @param {import('./trust.js').Brought} brought
 * @param {(checkpoint: Checkpoint) => void} more
 * @returns {Promise<Judgement>}
 */
async function judged(note, brought, more) {
  /** @type {Judgement} */
  const judgement = {
    ...{ ok: false, isPinned: false, checkpoint: undefined },
    ...{ signedBy: [], witnessedBy: [], broken: undefined },
  };
  try {
    const trust = new Trust(brought);
    judgement.isPinned = trust.isPinned;
    const checkpoint = parseCheckpoint(note);
    if (checkpoint === undefined) throw new Untrue('proof_form');
    const { origin, size } = checkpoint;
    const root = note.split('\n')[2];
    judgement.checkpoint = { origin, size, root };
    await signatures(checkpoint, trust, judgement);
    more(checkpoint);
    return { ...judgement, ok: true };
  } catch (error) {
    return { ...judgement, broken: faultOf(error) };
  }
}

/**
 * @param {Checkpoint} checkpoint
 * @param {Trust} trust
 * @param {Judgement} judgement
 */
async function signatures(checkpoint, trust, judgement) {
  const { origin, size } = checkpoint;
  if (trust.keys.length === 0) throw new Untrue('no_key');
  const keys = trust.keys.filter(({ name }) => name === origin);
  if (keys.length === 0) throw new Untrue('other_log', { found: origin, origin: trust.keys[0].name });
  const own = await judgeSignatures(checkpoint, keys);
  if (own.isForged) throw new Untrue('forged', { size });
  if (own.good.length === 0) throw new Untrue('unsigned', { size });
  judgement.signedBy = own.good.map(({ key }) => key.name);
  const others = await judgeSignatures(checkpoint, trust.witnesses);
  if (others.isForged) throw new Untrue('forged_witness', { size });
  // By key, not by name: one witness under two names is one.
  const known = new Set(others.good.map(({ key }) => key.publicKey.join()));
  judgement.witnessedBy = others.good.map(({ key, seconds = 0 }) => ({ name: key.name, seconds }));
  if (known.size < trust.quorum)
    throw new Untrue('too_few_witnesses', { found: known.size, quorum: trust.quorum, size });
}

/**
 * What was sent and answered, hashed to the leaf it must be.
 * @param {InclusionAnswer} answer
 */
function leafOf({ seq, told, toldSalt, eventsHash }) {
  const half = utf8(String(told));
  const record = readCanonical(half);
  if (record === undefined || record.seq !== seq || record.v !== 1 || Object.hasOwn(record, 'ev'))
    throw new Untrue('not_canonical', { seq });
  return leafHash(entryOf(toldHash(bytesOf(toldSalt), half), bytesOf(eventsHash)));
}

/** @param {unknown} text */
function bytesOf(text) {
  const bytes = fromBase64(text);
  if (bytes?.length !== 32) throw new Untrue('proof_form');
  return bytes;
}

/**
 * @param {unknown} error
 * @returns {NonNullable<Judgement['broken']>}
 */
function faultOf(error) {
  // What breaks a reader that expects the promised forms is not the promised form.
  const { fault, facts } =
    error instanceof Untrue
      ? error
      : { fault: /** @type {Fault} */ ('unreadable'), facts: { error: String(error) } };
  return { fault, facts, en: faultText(fault, facts, 'en'), zh: faultText(fault, facts, 'zh') };
}
