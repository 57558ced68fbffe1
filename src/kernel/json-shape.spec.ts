import { describe, expect, it } from '@jest/globals';
import { atTheLimit } from '../../test/support/at-the-limit.js';
import { shapeOf, ShapePath } from './json-shape.js';

describe('the shape of an object', () => {
  it('has its names sorted and quoted, and knows where they stood', () => {
    const { keys, heads, headBytes, places } = shapeOf(['b', 'a"', 'ö']);
    expect([keys, heads, places]).toEqual([
      ['a"', 'b', 'ö'],
      ['"a\\"":', '"b":', '"ö":'],
      [1, 0, 2],
    ]);
    expect(headBytes.map((bytes) => Buffer.from(bytes).toString())).toEqual(heads);
  });

  it('is remembered, for every order of its names', () => {
    expect(shapeOf(['x', 'y'])).toBe(shapeOf(['x', 'y']));
    expect(shapeOf(['y', 'x'])).not.toBe(shapeOf(['x', 'y']));
    expect(shapeOf(['y', 'x']).keys).toEqual(['x', 'y']);
  });

  const named = (names: number): string[] => Array.from({ length: names }, (_, i) => `k${(i * 37) % 100}`);
  const isRemembered = (keys: readonly string[]): boolean => {
    expect(shapeOf(keys).keys).toEqual([...keys].sort());
    return shapeOf(keys) === shapeOf(keys);
  };
  atTheLimit('SHAPE_KEYS_MAX', {
    at: (names) => expect(isRemembered(named(names))).toBe(true),
    past: (names) => expect(isRemembered(named(names))).toBe(false),
  });

  // The last tests of this file: after them nothing new is remembered here.
  const rememberedUpTo = (paths: number): boolean => {
    while (ShapePath.remembered < paths - 1) shapeOf([`z${ShapePath.remembered}`]);
    return isRemembered(['last']);
  };
  atTheLimit('SHAPE_PATHS_MAX', {
    at: (paths) => expect(rememberedUpTo(paths)).toBe(true),
    past: () => expect(isRemembered(['one', 'more'])).toBe(false),
  });
});
