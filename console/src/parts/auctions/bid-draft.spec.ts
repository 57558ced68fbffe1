import { describe, expect, it } from '@jest/globals';
import { bidOf, coveredBy, depositFor, mostOf } from './bid-draft';
import type { Auction } from './queries';

const notice = {
  ...{ lot: '100', tick: '0.05', reservePrice: '50.00', everythingOffered: '10000', purchaseLimit: null },
  ...{ depositBps: 1_000 },
} as unknown as Auction['notice'];
const bid = (price: string, quantity: string, of = notice, guarantee = '1000.00') =>
  bidOf({ price, quantity }, of, 0, guarantee);

describe('a bid before it is sealed', () => {
  it('is worth price times quantity, and needs its share of it held', () => {
    expect(bid('55', '100')).toEqual({
      ...{ price: '55', quantity: '100', value: '5500.00', need: '550.00', isWhole: true },
    });
    expect(depositFor({ ...notice, depositBps: 333 }, '100.01')).toBe('3.34');
    expect([coveredBy(notice, '1000.00'), coveredBy({ ...notice, depositBps: 0 }, '0')]).toEqual([
      '10000.00',
      undefined,
    ]);
  });

  it('is told at each limit and one step past it why it would not count', () => {
    const hints = [
      [bid('50.00', '100'), bid('49.95', '100')],
      [bid('50.05', '100'), bid('50.06', '100')],
      [bid('50.00', '200'), bid('50.00', '150')],
      [bid('100.00', '100'), bid('100.05', '100')],
      [bid('50.00', '10000', notice, '99999.00'), bid('50.00', '10100', notice, '99999.00')],
    ].map((pair) => pair.map(({ hint }) => hint));
    expect(hints).toEqual([
      [undefined, 'reserve'],
      [undefined, 'tick'],
      [undefined, 'lot'],
      [undefined, 'guarantee'],
      [undefined, 'most'],
    ]);
    expect(mostOf({ ...notice, purchaseLimit: '2000' })).toBe('2000');
  });

  it('has no price where the notice takes such bids', () => {
    expect(bid('', '100')).toEqual({ quantity: '100', isWhole: false });
    expect(bid('', '100', { ...notice, nonCompetitivePrice: '60.00' })).toEqual({
      ...{ quantity: '100', value: '6000.00', need: '600.00', isWhole: true },
    });
    expect([bid('x', '100').hint, bid('55', '1.5').hint, bid('', '').isWhole]).toEqual([
      'price',
      'quantity',
      false,
    ]);
  });
});
