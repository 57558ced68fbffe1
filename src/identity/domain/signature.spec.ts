import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sign, signatureHolds } from './signature.js';

const secret = createSecretKey(Buffer.from('a secret that a client was shown once'));
const parts = {
  method: 'POST',
  target: '/api/v1/orders?x=1',
  timestamp: '1800000000000',
  nonce: '0123456789abcdef',
  body: Buffer.from('{"lots":"1"}'),
};

describe('a request signature', () => {
  it('is this frozen vector, which clients in other languages can check against', () => {
    expect(sign(secret, parts).toString('hex')).toBe(
      '4478f29ec7bc07c2cb6546759517de2339319f49200eb3c1ab9b9094d813edde',
    );
  });

  it('holds for exactly what was signed', () => {
    const hex = sign(secret, parts).toString('hex');
    expect(signatureHolds(secret, parts, hex)).toBe(true);
    for (const change of [
      { method: 'PUT' },
      { target: '/api/v1/orders?x=2' },
      { timestamp: '1800000000001' },
      { nonce: '0123456789abcdeF' },
      { body: Buffer.from('{"lots":"2"}') },
      { body: null },
    ])
      expect(signatureHolds(secret, { ...parts, ...change }, hex)).toBe(false);
    for (const text of ['', 'zz', hex.toUpperCase(), `${hex}00`, hex.slice(2)])
      expect(signatureHolds(secret, parts, text)).toBe(false);
  });
});
