import { describe, expect, it } from '@jest/globals';
import { LiveBook } from './live-book';
import { checked, type Draft, hintsOf, most, valueOf } from './ticket-draft';

const TONNES = { unitScale: 0 };
const BAND = { floor: '67.17', ceiling: '82.09' };
const draft = (part: Partial<Draft>): Draft => ({
  ...{ side: 'buy', type: 'limit', force: 'DAY', price: '74.63', quantity: '10' },
  ...part,
});

describe('the ticket before it is sent', () => {
  const means = { sellable: '2000', cash: '1000000.00' };
  const hints = (part: Partial<Draft>) => Object.values(hintsOf(draft(part), TONNES, BAND, means));

  it('lets a sound order go, and reads figures as people write them', () => {
    expect(checked(draft({ price: '74.63', quantity: '1,000' }), TONNES)).toEqual({
      ...{ side: 'buy', type: 'limit', timeInForce: 'DAY' },
      ...{ price: '74.63', quantity: '1000' },
    });
    expect(hints({})).toEqual([undefined, undefined]);
  });

  it('keeps back what is no price or no quantity of this instrument', () => {
    for (const part of [
      { price: '74.631' },
      { price: '0' },
      { quantity: '1.5' },
      { quantity: '' },
      { price: 'x' },
    ])
      expect(checked(draft(part), TONNES)).toBeUndefined();
    expect(checked(draft({ quantity: '1.5' }), { unitScale: 3 })).toMatchObject({ quantity: '1.5' });
    expect(hints({ price: '1.001', quantity: '0.5' })).toEqual(['price', 'quantity']);
  });

  it('tells at the limit and one step past it why it would be refused', () => {
    expect([
      hints({ price: '82.09' })[0],
      hints({ price: '82.10' })[0],
      hints({ price: '67.16' })[0],
    ]).toEqual([undefined, 'band', 'band']);
    expect([
      hints({ side: 'sell', quantity: '2000' })[1],
      hints({ side: 'sell', quantity: '2001' })[1],
    ]).toEqual([undefined, 'units']);
    expect([hints({ quantity: '13399' })[1], hints({ quantity: '13400' })[1]]).toEqual([undefined, 'cash']);
  });

  it('knows the most one can ask for, and what it costs', () => {
    expect(most(draft({}), means, 0, BAND.ceiling)).toBe('13399');
    expect(most(draft({ type: 'market' }), means, 0, BAND.ceiling)).toBe('12181');
    expect(most(draft({ side: 'sell' }), means, 0, BAND.ceiling)).toBe('2000');
    expect(valueOf(draft({ quantity: '13399' }))).toBe('999967.37');
    expect(valueOf(draft({ quantity: 'x' }))).toBeUndefined();
  });
});

describe('the live book', () => {
  const level = (price: string, quantity = '5', orders = 1) => ({ price, quantity, orders });
  const opened = (): LiveBook => {
    const book = new LiveBook('CEA-2026');
    book.reset({
      seq: 7,
      instruments: [
        {
          symbol: 'CEA-2026',
          bids: [level('9.90'), level('9.80')],
          asks: [level('10.00')],
          ticker: {} as never,
        },
      ],
    });
    return book;
  };

  it('shows the best first and takes changed and emptied levels in', () => {
    const book = opened();
    book.level({ symbol: 'CEA-2026', side: 'buy', ...level('9.95') });
    book.level({ symbol: 'CEA-2026', side: 'buy', ...level('9.90', '0', 0) });
    book.level({ symbol: 'CEA-2026', side: 'sell', ...level('10.00', '7', 2) });
    const { bids, asks } = book.picture();
    expect(bids.map(({ price }) => price)).toEqual(['9.95', '9.80']);
    expect(asks).toEqual([level('10.00', '7', 2)]);
  });

  it('forgets everything at a new snapshot', () => {
    const book = opened();
    book.reset({ seq: 9, instruments: [] });
    expect(book.picture()).toMatchObject({ bids: [], asks: [] });
  });

  it('draws once for however many messages came between two looks', () => {
    const book = opened();
    const first = book.picture();
    expect(book.picture()).toBe(first);
    for (let i = 0; i < 500; i++)
      book.level({ symbol: 'CEA-2026', side: 'buy', ...level(`8.${String(i % 90).padStart(2, '0')}`) });
    expect(book.picture().bids).toHaveLength(12);
  });

  it('is the same picture while only what nobody sees has moved', () => {
    const book = opened();
    for (let i = 0; i < 12; i++) book.level({ symbol: 'CEA-2026', side: 'buy', ...level(`9.${10 + i}`) });
    const first = book.picture();
    book.level({ symbol: 'CEA-2026', side: 'buy', ...level('3.00') });
    book.level({ symbol: 'CEA-2026', side: 'sell', ...level('10.00') });
    expect(book.picture()).toBe(first);
    book.level({ symbol: 'CEA-2026', side: 'sell', ...level('10.00', '6') });
    expect(book.picture().bids).toBe(first.bids);
    expect(book.picture().asks).toEqual([level('10.00', '6')]);
    book.trade({ symbol: 'CEA-2026', price: '10.00', quantity: '1', at: '2026-11-26T00:00:00Z' });
    book.trade({ symbol: 'CEA-2026', price: '10.00', quantity: '2', at: '2026-11-26T00:00:00Z' });
    expect(book.picture().news.map(({ no, quantity }) => [no, quantity])).toEqual([
      [2, '2'],
      [1, '1'],
    ]);
  });
});
