import { fromBase64, fromHex, isCount } from './bytes.js';

/** @typedef {(value: unknown) => boolean} Test */

export const is = {
  /** @type {Test} */
  count: isCount,
  /** @type {Test} */
  text: (value) => typeof value === 'string',
  /** @type {Test} */
  hash: (value) => fromHex(value, 32) !== undefined,
  /** @type {Test} */
  base64: (value) => fromBase64(value) !== undefined,
  /** @type {Test} */
  list: Array.isArray,
  /** @param {Test} item @param {number} most @returns {Test} */
  listOf: (item, most) => (value) => Array.isArray(value) && value.length <= most && value.every(item),
  /** @param {Test} test @returns {Test} */
  maybe: (test) => (value) => value === undefined || test(value),
  /** @param {unknown} one @returns {Test} */
  exactly: (one) => (value) => value === one,
};

/**
 * Whether a line has these members, each as it must be, and no other.
 * @param {Record<string, unknown>} value
 * @param {Record<string, Test>} members
 */
export function hasShape(value, members) {
  const known = Object.keys(value).every((name) => name === '#' || Object.hasOwn(members, name));
  return known && Object.entries(members).every(([name, test]) => test(value[name]));
}
