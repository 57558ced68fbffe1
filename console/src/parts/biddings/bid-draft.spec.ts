import { describe, expect, it } from '@jest/globals';
import { bidOf, depositOf } from './bid-draft';
import type { Bidding, OwnBid } from './queries';

const notice = { side: 'sell', floorPrice: '70.00', ceilingPrice: null, depositPercent: '10.00' } as Bidding;
const wanted = { side: 'buy', floorPrice: null, ceilingPrice: '80.00', depositPercent: '5.00' } as Bidding;
const registered = { quantity: '700' } as OwnBid;
const bid = (price: string, quantity: string, of = notice, own = registered) =>
  bidOf({ price, quantity }, of, own, 0);

describe('a bid before it is sent', () => {
  it('the deposit is of the floor, or of a buyer’s ceiling, up to the next fen', () => {
    expect(depositOf(notice, '700')).toBe('4900.00');
    expect(depositOf(wanted, '3')).toBe('12.00');
    expect(depositOf({ ...notice, floorPrice: '70.01', depositPercent: '0.01' }, '1')).toBe('0.01');
    expect(depositOf({ ...notice, floorPrice: null }, '1')).toBeUndefined();
  });

  it('is worth price times quantity, at the floor and no lower, for what was registered and no more', () => {
    expect(bid('71', '700')).toEqual({ price: '71', quantity: '700', value: '49700.00' });
    expect([bid('70.00', '1').hint, bid('69.99', '1').hint]).toEqual([undefined, 'range']);
    expect([bid('80.00', '1', wanted).hint, bid('80.01', '1', wanted).hint]).toEqual([undefined, 'range']);
    expect([bid('71', '701').hint, bid('71.001', '1').hint, bid('71', '1.5').hint]).toEqual([
      'most',
      'price',
      'quantity',
    ]);
    expect(bid('', '')).toEqual({});
  });

  it('only betters the one before', () => {
    const own = { quantity: '700', bid: { price: '71.00', quantity: '600', at: '' } } as OwnBid;
    expect([bid('71.00', '600', notice, own).hint, bid('71.01', '600', notice, own).hint]).toEqual([
      'better',
      undefined,
    ]);
    expect(bid('72.00', '599', notice, own).hint).toBe('better');
    expect([bid('71.01', '600', wanted, own).hint, bid('70.99', '600', wanted, own).hint]).toEqual([
      'better',
      undefined,
    ]);
  });
});
