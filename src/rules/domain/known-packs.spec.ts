import { describe, expect, it } from '@jest/globals';
import { atTheLimit } from '../../../test/support/at-the-limit.js';
import type { Json } from '../../kernel/json.js';
import { shippedPack } from '../shipped-packs.js';
import { type PackFile, readPack } from './index.js';

const file = (version: number): Json => ({ ...(shippedPack('demo') as object), version: `known.${version}` });
const read = (json: Json): PackFile => (readPack(json) as { pack: PackFile }).pack;

describe('a rule pack that was read before', () => {
  const isKnownAfter = (others: number): boolean => {
    const first = read(file(0));
    for (let version = 1; version <= others; version++) read(file(version));
    return read(file(0)) === first;
  };
  atTheLimit('RULE_PACKS_KNOWN_MAX', {
    at: (known) => expect(isKnownAfter(known - 1)).toBe(true),
    past: (known) => expect(isKnownAfter(known - 1)).toBe(false),
  });

  it('is the same as one read for the first time, and nobody can change it', () => {
    const [first, again] = [read(file(9)), read(file(9))];
    expect(again).toBe(first);
    expect(first).toEqual(file(9));
    expect(() => (first.keys.tick.value = 7)).toThrow(TypeError);
    expect(() => first.keys['session.windows.listed'].value.splice(0)).toThrow(TypeError);
    expect(read(file(9)).keys.tick.value).toBe(1);
  });

  it('is another one when anything in it is another', () => {
    const changed = file(9) as { keys: { tick: { value: number } } };
    const other = { ...changed, keys: { ...changed.keys, tick: { ...changed.keys.tick, value: 7 } } };
    expect(read(other as unknown as Json).keys.tick.value).toBe(7);
  });

  it('is refused as often as it is wrong', () => {
    const wrong = { ...(file(9) as object), surprise: 1 };
    expect(readPack(wrong)).toEqual(readPack(wrong));
    expect(readPack(wrong)).toHaveProperty('report', 'pack: Unrecognized key: "surprise"');
    expect(readPack(undefined as unknown as Json)).toHaveProperty('report');
  });
});
