import { isUtf8 } from 'node:buffer';
import { JSON_DEPTH_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import { isStorable, unstorable } from './storable-text.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SMALL_U = 0x75;

/** What one scan of the bytes tells: members, and whether a character is written by its number. */
interface Scan {
  readonly colons: number;
  readonly hasNumberedCharacters: boolean;
}

/**
 * JSON.parse, made strict: a repeated key is refused (two readers could each believe another one), as are
 * `__proto__` keys, nesting without end, bytes that are not UTF-8 and text that no table could keep.
 */
export function parseStrictJson(raw: Buffer): unknown {
  if (!isUtf8(raw)) throw refused('http.malformed_json', 'the body is not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(raw.toString('utf8'));
  } catch {
    throw refused('http.malformed_json', 'the body is not JSON');
  }
  // Each member of the text has exactly one colon outside strings; JSON.parse merges repeated keys. So equal
  // counts mean that nothing was merged, at the price of one scan instead of a slower parser.
  const { colons, hasNumberedCharacters } = scan(raw);
  if (countMembers(value, 0) !== colons)
    throw refused('http.duplicate_json_key', 'a key appears twice in one object');
  // In UTF-8 without bare control characters, only `\uXXXX` can write a NUL or half of a pair.
  if (hasNumberedCharacters && !isStorable(value)) throw unstorable();
  return value;
}

function scan(raw: Buffer): Scan {
  let colons = 0;
  let hasNumberedCharacters = false;
  let inString = false;
  for (let i = 0; i < raw.length; i++) {
    const byte = raw[i];
    if (inString) {
      if (byte === BACKSLASH) {
        i++;
        if (raw[i] === SMALL_U) hasNumberedCharacters = true;
      } else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === COLON) colons++;
  }
  return { colons, hasNumberedCharacters };
}

function countMembers(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth >= JSON_DEPTH_MAX) throw refused('http.malformed_json', `more than ${JSON_DEPTH_MAX} levels`);
  let members = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) members += countMembers(value[i], depth + 1);
    return members;
  }
  const keys = Object.keys(value);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (key === '__proto__') throw refused('http.malformed_json', 'a forbidden key');
    members += 1 + countMembers((value as Record<string, unknown>)[key], depth + 1);
  }
  return members;
}

function refused(code: string, detail: string): RejectionError {
  return new RejectionError({ code, detail });
}
