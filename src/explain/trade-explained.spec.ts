import { describe, expect, it } from '@jest/globals';
import { packHash, readPack, RulePack, shippedPack } from '../rules/index.js';
import { explainTrade, type TradeFacts, type TradeSide } from './trade-explained.js';

const read = readPack(shippedPack('demo'));
if ('report' in read) throw new Error(read.report);
const shown = { pack: new RulePack(1, read.pack), packHash: packHash(read.pack) };
const goods = { symbol: 'CEA-2026', unitScale: 0, tickFen: 1 };
const trade: TradeFacts = {
  ...{ price: 7460, quantity: 60, value: 447_600, makerSide: 'sell', method: 'listed' },
  ...{ buyerFee: 224, sellerFee: 224 },
};
const seller: TradeSide = { side: 'sell', orderId: 'ord_s', limitFen: 7460, valueBefore: 0 };
const priceOf = (facts: TradeFacts) => explainTrade('trd', facts, [seller], goods, shown, undefined).steps[0];

describe('the price of a trade', () => {
  it('is the limit of the order that was there first', () => {
    expect(priceOf(trade)).toMatchObject({ reckoning: 'ord_s: 74.60', inputs: { limit: '74.60' } });
  });

  it('is the one price of a call auction, whatever the limits were', () => {
    expect(priceOf({ ...trade, callPhase: 'opening' })).toMatchObject({
      what: { en: 'the one price of the call auction' },
      inputs: { phase: 'opening' },
    });
  });

  it('is what both sides agreed on where it was negotiated', () => {
    expect(priceOf({ ...trade, method: 'block' }).what.en).toBe('the price both sides agreed on');
  });
});

it('an explanation does not agree with a fee or a value that the rules do not give', () => {
  const agrees = (facts: Partial<TradeFacts>): boolean =>
    explainTrade('trd', { ...trade, ...facts }, [seller], goods, shown, undefined).agrees;
  expect([agrees({}), agrees({ sellerFee: 225 }), agrees({ value: 447_601 })]).toEqual([true, false, false]);
});
