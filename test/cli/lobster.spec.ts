import { describe, expect, it } from '@jest/globals';
import { intentsOf, readMessage } from '../../src/cli/lobster.js';

const intents = (...lines: string[]) => intentsOf(lines.map(readMessage));

describe('intents of a LOBSTER message file', () => {
  it('a new order, its reduction and its deletion', () => {
    expect(intents('1.0,1,77,100,2238100,1', '1.1,2,77,40,2238100,1', '1.2,3,77,60,2238100,1')).toEqual([
      { act: 'place', orderId: '77', side: 'buy', price: 22381, quantity: 100 },
      { act: 'reduce', orderId: '77', by: 40 },
      { act: 'cancel', orderId: '77' },
    ]);
  });

  it('executions of one instant and side are one incoming order over all of them, at the worst price', () => {
    expect(
      intents(
        '2.5,4,1,10,2238100,-1',
        '2.5,4,2,20,2238200,-1',
        '2.5,4,3,5,2238000,1',
        '2.6,4,4,7,2238300,-1',
      ),
    ).toEqual([
      { act: 'take', orderId: '1', side: 'buy', price: 22382, quantity: 30 },
      { act: 'take', orderId: '3', side: 'sell', price: 22380, quantity: 5 },
      { act: 'take', orderId: '4', side: 'buy', price: 22383, quantity: 7 },
    ]);
  });

  it('hidden executions and halts send nothing', () => {
    expect(intents('3.0,5,0,1,2238200,-1', '3.1,7,0,0,-1,-1')).toEqual([]);
  });

  it('parts of a cent are rounded, half of one up, on either side', () => {
    expect(
      intents('4.0,1,1,1,2238149,1', '4.1,1,2,1,2238150,1', '4.2,1,3,1,2238150,-1').map(
        (i) => 'price' in i && i.price,
      ),
    ).toEqual([22381, 22382, 22382]);
  });

  it('a line that is no message is refused', () => {
    for (const line of [
      '3.0,1,9,ten,2238200,-1',
      '3.0,1,9,,2238200,-1',
      '3.0,1,9,1,2e6,-1',
      '3.0,1,9,1,5,0',
      '3.0',
    ])
      expect(() => readMessage(line)).toThrow('not a LOBSTER message');
  });
});
