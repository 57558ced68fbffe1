import { describe, expect, it } from '@jest/globals';
import { SecretBox } from './secret-box.js';

describe('a sealed secret', () => {
  const box = new SecretBox('c'.repeat(64));

  it('opens to what was sealed, and never looks the same twice', () => {
    expect(box.open(box.seal('the secret', 'key_1'), 'key_1')).toBe('the secret');
    expect(box.seal('the secret', 'key_1').equals(box.seal('the secret', 'key_1'))).toBe(false);
  });

  it('does not open when changed, moved to another key, or under another service secret', () => {
    const sealed = box.seal('the secret', 'key_1');
    const changed = Buffer.from(sealed);
    changed[changed.length - 1]! ^= 1;
    expect(() => box.open(changed, 'key_1')).toThrow();
    expect(() => box.open(sealed, 'key_2')).toThrow();
    expect(() => new SecretBox('d'.repeat(64)).open(sealed, 'key_1')).toThrow();
  });
});
