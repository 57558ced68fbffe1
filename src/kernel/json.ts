import { InvariantBroken } from './invariant.js';
import { shapeOf } from './json-shape.js';

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
      return quoted(value);
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
  const { keys, heads } = shapeOf(Object.keys(value));
  let text = '{';
  for (let i = 0; i < keys.length; i++) {
    const member = value[keys[i]];
    if (member !== undefined) text += (text.length === 1 ? '' : ',') + heads[i] + canonical(member);
  }
  return text + '}';
}

/** The same text in pieces, so that a large value is never one string; containers are opened down to `depth`. */
export function* canonicalPieces(value: Json | undefined, depth: number): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) return yield canonical(value);
  if (Array.isArray(value)) {
    let opening = '[';
    for (const item of value as readonly Json[]) {
      yield opening;
      yield* canonicalPieces(item, depth - 1);
      opening = ',';
    }
    return yield value.length === 0 ? '[]' : ']';
  }
  let opening = '{';
  const { keys, heads } = shapeOf(Object.keys(value));
  for (let i = 0; i < keys.length; i++) {
    const member = (value as { readonly [key: string]: Json | undefined })[keys[i]];
    if (member === undefined) continue;
    yield opening + heads[i];
    yield* canonicalPieces(member, depth - 1);
    opening = ',';
  }
  return yield opening === '{' ? '{}' : '}';
}

/** Text that needs no escape: asking is faster than having it escaped. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
