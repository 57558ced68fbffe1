import { InvariantBroken } from './invariant.js';

/** Plain data that has one canonical text: integers only, no floats. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Canonical text, version 1: RFC 8785 (JSON Canonicalization Scheme) limited to safe integers.
 * Keys are sorted by UTF-16 code units, members that are `undefined` are left out, nothing is padded.
 * Throws InvariantBroken for floats and for anything that is not plain data.
 */
export function canonical(value: Json | undefined): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isSafeInteger(value)) throw new InvariantBroken('canonical data holds safe integers only');
      return Object.is(value, -0) ? '0' : String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null
        ? 'null'
        : Array.isArray(value)
          ? list(value)
          : record(value as { [k: string]: Json });
    default:
      throw new InvariantBroken(`canonical data holds no ${typeof value}`);
  }
}

function list(values: readonly Json[]): string {
  let text = '[';
  for (let i = 0; i < values.length; i++) text += (i === 0 ? '' : ',') + canonical(values[i]);
  return text + ']';
}

function record(value: { readonly [key: string]: Json | undefined }): string {
  const keys = Object.keys(value).sort();
  let text = '{';
  for (const key of keys) {
    const member = value[key];
    if (member === undefined) continue;
    text += (text.length === 1 ? '' : ',') + JSON.stringify(key) + ':' + canonical(member);
  }
  return text + '}';
}
