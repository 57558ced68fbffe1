import { describe, expect, it } from '@jest/globals';
import { canSeal, isPromised, openerKeys, sealBid } from '../../console/src/parts/auctions/seal.js';
import { bidCommitment, publicKeyOf, unsealBid } from '../../src/auctions/index.js';

describe('a bid that was sealed in the browser', () => {
  it('opens with both openers’ keys at the venue, for its bidder alone, and is what was committed to', async () => {
    const [first, second] = [await openerKeys(), await openerKeys()];
    const place = { publicKeys: [first.publicKey, second.publicKey] as const, bidderNo: 7 };
    const keys = [first.privateKey, second.privateKey] as const;
    for (const numbers of [{ price: '5500', quantity: '1200' }, { quantity: '9007199254740991' }]) {
      const { sealed, commitment, nonce } = await sealBid(place, numbers);
      const secret = unsealBid(place, sealed, keys)!;
      expect(secret).toEqual({
        ...(numbers.price !== undefined && { price: Number(numbers.price) }),
        ...{ quantity: Number(numbers.quantity), nonce },
      });
      expect(bidCommitment(place, secret)).toBe(commitment);
      expect(unsealBid({ ...place, bidderNo: 8 }, sealed, keys)).toBeUndefined();
      expect(unsealBid(place, sealed, [keys[0], keys[0]])).toBeUndefined();
    }
    const lengths = [
      (await sealBid(place, { quantity: '1' })).sealed.length,
      (await sealBid(place, { price: '1', quantity: '900719925474099' })).sealed.length,
    ];
    expect(lengths[0]).toBe(lengths[1]);
  });

  it('the keys of an opener are a pair, and the seed is the one that was promised', async () => {
    const keys = await openerKeys();
    expect(publicKeyOf(keys.privateKey)).toBe(keys.publicKey);
    expect(await isPromised(keys.seed, keys.seedCommitment)).toBe(true);
    expect(await isPromised(keys.privateKey, keys.seedCommitment)).toBe(false);
    expect(await canSeal()).toBe(true);
  });
});
