import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bidCommitment, isUsablePublicKey, publicKeyOf, sealBid, unsealBid } from './sealing.js';

const bytes = (word: string): Buffer => createHash('sha256').update(word).digest();
const FIRST = bytes('first').toString('hex');
const SECOND = bytes('second').toString('hex');
const OTHER = bytes('other').toString('hex');
const PLACE = { publicKeys: [publicKeyOf(FIRST), publicKeyOf(SECOND)] as const, bidderNo: 7 };
const BID = { price: 5_000, quantity: 300, nonce: bytes('nonce').toString('hex') };
const seal = (bid: { price?: number; quantity: number; nonce: string } = BID): string =>
  sealBid(PLACE, bid, bytes('ephemeral'), bytes('iv').subarray(0, 12));

describe('a sealed bid', () => {
  it('opens with both keys, in their order', () => {
    expect(unsealBid(PLACE, seal(), [FIRST, SECOND])).toEqual(BID);
    const { price: _, ...unpriced } = BID;
    expect(unsealBid(PLACE, seal(unpriced), [FIRST, SECOND])).toEqual(unpriced);
  });

  it.each<[string, readonly [string, string]]>([
    ['one of them twice', [FIRST, FIRST]],
    ['the first and a stranger’s', [FIRST, OTHER]],
    ['a stranger’s and the second', [OTHER, SECOND]],
    ['both the wrong way round', [SECOND, FIRST]],
  ])('does not open with %s', (_, keys) => {
    expect(unsealBid(PLACE, seal(), keys)).toBeUndefined();
  });

  it('opens nowhere else, and not when a byte of it is another', () => {
    expect(unsealBid({ ...PLACE, bidderNo: 8 }, seal(), [FIRST, SECOND])).toBeUndefined();
    const whole = Buffer.from(seal(), 'base64url');
    for (const place of [0, 40, 50, whole.length - 1]) {
      const changed = Buffer.from(whole);
      changed[place] ^= 1;
      expect(unsealBid(PLACE, changed.toString('base64url'), [FIRST, SECOND])).toBeUndefined();
    }
    expect(unsealBid(PLACE, 'x', [FIRST, SECOND])).toBeUndefined();
  });

  it('is as long as every other', () => {
    const longest = { ...BID, price: Number.MAX_SAFE_INTEGER, quantity: Number.MAX_SAFE_INTEGER };
    expect(seal(longest)).toHaveLength(294);
    expect(seal({ quantity: 1, nonce: BID.nonce })).toHaveLength(294);
  });

  it('is bound to its commitment by bidder, numbers and nonce', () => {
    const own = bidCommitment(PLACE, BID);
    expect(own).toBe(
      createHash('sha256')
        .update(`{"bidderNo":7,"nonce":"${BID.nonce}","price":5000,"quantity":300}`)
        .digest('hex'),
    );
    for (const other of [
      { ...BID, price: 5_001 },
      { ...BID, quantity: 301 },
      { ...BID, nonce: OTHER },
    ])
      expect(bidCommitment(PLACE, other)).not.toBe(own);
    expect(bidCommitment({ ...PLACE, bidderNo: 8 }, BID)).not.toBe(own);
  });
});

describe('a public key', () => {
  it.each([
    ['of a private one', publicKeyOf(FIRST), true],
    ['of small order', '0'.repeat(64), false],
    ['that is too short', 'ab', false],
  ])('%s', (_, key, usable) => {
    expect(isUsablePublicKey(key)).toBe(usable);
  });
});
