import { faultText } from './faults.js';

/** The promises, in the order in which they are looked at. */
export const PROMISES = /** @type {const} */ ([
  'form',
  'chain',
  'roots',
  'records',
  'conserved',
  'supply',
  'holdings',
  'reports',
  'log',
  'growth',
  'signed',
  'witnessed',
  'covered',
]);
/** @typedef {typeof PROMISES[number]} PromiseId */

/** The first promise that does not hold; nothing after it is worth looking at. */
export class Broken extends Error {
  /**
   * @param {PromiseId} promise
   * @param {number} seq the record at which it showed
   * @param {import('./faults.js').Fault} fault
   * @param {Record<string, unknown>} facts
   */
  constructor(promise, seq, fault, facts = {}) {
    super(faultText(fault, facts, 'en'));
    this.promise = promise;
    this.seq = seq;
    this.fault = fault;
    this.facts = facts;
  }
}
