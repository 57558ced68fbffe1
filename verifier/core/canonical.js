import { textOf } from './bytes.js';

/**
 * RFC 8785 limited to safe integers: the only form in which anything is accepted. Throws a TypeError for other values.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isSafeInteger(value)) throw new TypeError('only safe integers have a canonical form');
      return Object.is(value, -0) ? '0' : String(value);
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
      return record(/** @type {Record<string, unknown>} */ (value));
    default:
      throw new TypeError(`${typeof value} has no canonical form`);
  }
}

/** @param {Record<string, unknown>} value */
function record(value) {
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(',')}}`;
}

/**
 * The object that a line says, if the line is its canonical text byte for byte: then nothing in it can be read in two
 * ways (members twice, 1e3, other escapes, blanks, bytes that are not UTF-8).
 * @param {Uint8Array} line
 * @returns {Record<string, unknown> | undefined}
 */
export function readCanonical(line) {
  const text = textOf(line);
  if (text === undefined || !text.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(text);
    return canonical(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
