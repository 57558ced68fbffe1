import type { Json } from './json.js';
import { type Shape, shapeOf, ShapePath } from './json-shape.js';

/** Not a place. */
export const NOWHERE = -1;

const [QUOTE, BACKSLASH, COMMA, MINUS, ZERO, DELETE] = [0x22, 0x5c, 0x2c, 0x2d, 0x30, 0x7f];
const [OPEN_LIST, CLOSE_LIST, OPEN_RECORD, CLOSE_RECORD] = [0x5b, 0x5d, 0x7b, 0x7d];
const encoder = new TextEncoder();

/**
 * Where the canonical text of `value` ends in `bytes`, when it is what stands at `at`; otherwise NOWHERE. The same
 * as writing the text and comparing it, without writing it; what has no canonical text stands nowhere.
 */
export function canonicalEnd(value: Json | undefined, bytes: Uint8Array, at: number): number {
  switch (typeof value) {
    case 'string':
      return stringEnd(value, bytes, at);
    case 'number':
      return numberEnd(value, bytes, at);
    case 'boolean':
      return textEnd(value ? 'true' : 'false', bytes, at);
    case 'object':
      if (value === null) return textEnd('null', bytes, at);
      return Array.isArray(value)
        ? listEnd(value, bytes, at)
        : recordEnd(value as { [k: string]: Json }, bytes, at);
    default:
      return NOWHERE;
  }
}

/** Where a text of ASCII characters ends, when it is what stands at `at`; otherwise NOWHERE. */
export function textEnd(text: string, bytes: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return NOWHERE;
  return at + text.length;
}

function stringEnd(text: string, bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return NOWHERE;
  const start = at + 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === QUOTE || code === BACKSLASH || code >= DELETE)
      return escapedEnd(text, bytes, at);
    if (bytes[start + i] !== code) return NOWHERE;
  }
  const end = start + text.length;
  return bytes[end] === QUOTE ? end + 1 : NOWHERE;
}

function escapedEnd(text: string, bytes: Uint8Array, at: number): number {
  const wanted = encoder.encode(JSON.stringify(text));
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return NOWHERE;
  return at + wanted.length;
}

function numberEnd(value: number, bytes: Uint8Array, at: number): number {
  if (!Number.isSafeInteger(value)) return NOWHERE;
  let place = at;
  if (value < 0 && bytes[place++] !== MINUS) return NOWHERE;
  const first = place;
  let read = 0;
  // Digits beyond what is exact only ever make it larger than any safe integer.
  for (let digit = bytes[place] - ZERO; digit >= 0 && digit <= 9; digit = bytes[++place] - ZERO)
    read = read * 10 + digit;
  const isPadded = bytes[first] === ZERO && place > first + 1;
  return place > first && !isPadded && read === Math.abs(value) ? place : NOWHERE;
}

function listEnd(values: readonly Json[], bytes: Uint8Array, at: number): number {
  if (bytes[at] !== OPEN_LIST) return NOWHERE;
  let place = at + 1;
  for (let i = 0; i < values.length; i++) {
    if (i > 0 && bytes[place++] !== COMMA) return NOWHERE;
    place = canonicalEnd(values[i], bytes, place);
    if (place === NOWHERE) return NOWHERE;
  }
  return bytes[place] === CLOSE_LIST ? place + 1 : NOWHERE;
}

function recordEnd(
  value: { readonly [key: string]: Json | undefined },
  bytes: Uint8Array,
  at: number,
): number {
  if (bytes[at] !== OPEN_RECORD) return NOWHERE;
  const first = membersInUse;
  let path = ShapePath.start;
  // Reading a member in the loop that names it is the cheapest way there is to read it.
  for (const key in value) {
    members[membersInUse++] = value[key];
    path = path.then(key);
  }
  const shape = path === ShapePath.lost ? shapeOf(Object.keys(value)) : path.shape();
  const end = membersEnd(shape, first, bytes, at + 1);
  membersInUse = first;
  return bytes[end] === CLOSE_RECORD ? end + 1 : NOWHERE;
}

/** Members of the records that are being compared, the outer ones first: a stack, so that none needs a list of its own. */
const members: (Json | undefined)[] = [];
let membersInUse = 0;

function membersEnd({ headBytes, places }: Shape, first: number, bytes: Uint8Array, at: number): number {
  let end = at;
  for (let i = 0; i < places.length; i++) {
    const member = members[first + places[i]];
    if (member === undefined) continue;
    if (end > at && bytes[end++] !== COMMA) return NOWHERE;
    const head = headBytes[i];
    for (let k = 0; k < head.length; k++) if (bytes[end + k] !== head[k]) return NOWHERE;
    end = canonicalEnd(member, bytes, end + head.length);
    if (end === NOWHERE) return NOWHERE;
  }
  return end;
}

/** Where the JSON value at `at` ends, without reading it; NOWHERE when it does not. */
export function valueEnd(bytes: Uint8Array, at: number): number {
  let depth = 0;
  for (let place = at; place < bytes.length; place++) {
    const byte = bytes[place];
    if (byte === QUOTE) {
      for (place += 1; bytes[place] !== QUOTE; place++) {
        if (place >= bytes.length) return NOWHERE;
        if (bytes[place] === BACKSLASH) place += 1;
      }
      if (depth === 0) return place + 1;
    } else if (byte === OPEN_RECORD || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_RECORD || byte === CLOSE_LIST) {
      // Of a number, `true`, `false` or `null`: its container's end, which does not belong to it.
      if (depth === 0) return place > at ? place : NOWHERE;
      depth -= 1;
      if (depth === 0) return place + 1;
    } else if (byte === COMMA && depth === 0) return place > at ? place : NOWHERE;
  }
  return NOWHERE;
}
