import { describe, expect, it } from '@jest/globals';
import { amendmentOf } from './amendment';

const order = { side: 'sell', price: '74.00', quantity: '100', filled: '30', remaining: '70' } as const;
const BAND = { floor: '67.17', ceiling: '82.09' };
const MEANS = { sellable: '50', cash: '1000.00' };
const wish = (price: string, quantity: string, of: Parameters<typeof amendmentOf>[0] = order) =>
  amendmentOf(of, { price, quantity }, 0, BAND, MEANS);

describe('an amendment before it is sent', () => {
  it('keeps the place of a pure decrease alone, and sends only what changes', () => {
    expect(wish('74.00', '60')).toMatchObject({
      ...{ place: 'kept', body: { quantity: '60' }, remaining: '30', value: '2220.00' },
    });
    expect(wish('74.00', '101')).toMatchObject({ place: 'lost', body: { quantity: '101' } });
    expect(wish('73.99', '60')).toMatchObject({ place: 'lost', body: { price: '73.99', quantity: '60' } });
    expect(wish('75', '100').body).toEqual({ price: '75' });
  });

  it('is none while nothing differs or something is no number', () => {
    expect(wish('74', '100')).toMatchObject({ place: 'same' });
    expect(wish('74', '100').body).toBeUndefined();
    expect([wish('74.001', '100').hint, wish('74', '1.5').hint, wish('', '1').hint]).toEqual([
      'price',
      'quantity',
      'price',
    ]);
  });

  it('tells at the limit and one step past it why it would be refused', () => {
    expect([wish('74.00', '31').hint, wish('74.00', '30').hint]).toEqual([undefined, 'filled']);
    expect([wish('82.09', '100').hint, wish('82.10', '100').hint]).toEqual([undefined, 'band']);
    // 70 of its own and 50 beside it.
    expect([wish('74.00', '150').hint, wish('74.00', '151').hint]).toEqual([undefined, 'units']);
    const buy = { ...order, side: 'buy' } as const;
    // 5,180.00 of its own and 1,000.00 beside it.
    expect([wish('74.00', '113', buy).hint, wish('74.00', '114', buy).hint]).toEqual([undefined, 'cash']);
  });
});
