import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { marketInvariants } from '../../src/market/index.js';
import { RulePack } from '../../src/rules/index.js';
import { packWith, TestMarket } from '../support/market-world.js';
import { seeded } from '../support/random.js';

const DAY = '2026-11-24';
const COMMANDS = 3_000;

interface Variation {
  /** Added to every account number. */
  readonly renamedBy?: number;
  /** Every quantity and every balance times this. */
  readonly scale?: number;
  /** A sell order at the top of the band, before everything else. */
  readonly farOrder?: boolean;
}

/** The same random afternoon under a variation; trades as [price, quantity, buyer, seller], undone where varied. */
function afternoon(seed: number, { renamedBy = 0, scale = 1, farOrder = false }: Variation): number[][] {
  const random = seeded(seed);
  const pick = (n: number): number => Math.floor(random() * n);
  const m = new TestMarket(packWith({ 't1.goods': false }), DAY);
  m.instrument(1);
  for (let no = 100; no < 110; no++)
    m.account(no + renamedBy, { cash: 30_000_000 * scale, units: 4_000 * scale });
  m.account(999_999, { units: 99_999 });
  m.do('open-day', { day: DAY });
  if (farOrder) m.place(999_999, 'sell', 99_999, 8209);
  const placed: (number | undefined)[] = [];
  for (let i = 0; i < COMMANDS; i++) {
    const account = 100 + pick(10) + renamedBy;
    const [side, quantity, price] = [
      random() < 0.5 ? 'buy' : 'sell',
      (1 + pick(50)) * scale,
      7463 + pick(21) - 10,
    ] as const;
    const draw = random();
    const which = pick(placed.length);
    if (draw < 0.75 || placed.length === 0) {
      const { answer } = m.place(account, side, quantity, price, { timeInForce: draw < 0.1 ? 'IOC' : 'DAY' });
      placed.push(answer.orderNo as number | undefined);
    } else if (placed[which] !== undefined) {
      const order = m.market.order(placed[which]);
      if (order !== undefined) m.do('cancel-order', { org: `org${order.accountNo}`, orderNo: order.orderNo });
    }
  }
  expect(marketInvariants(m.world)).toEqual([]);
  const trades = m.market.newTrades.map((t) => [
    t.price,
    t.quantity / scale,
    t.buyer - renamedBy,
    t.seller - renamedBy,
  ]);
  expect(trades.length).toBeGreaterThan(500);
  return trades;
}

describe('laws of any fair market', () => {
  const plain = afternoon(7, {});

  it('names do not matter: renumbered accounts trade the same', () => {
    expect(afternoon(7, { renamedBy: 5_000 })).toEqual(plain);
  });

  it('an order far from the market changes nothing nearer', () => {
    expect(afternoon(7, { farOrder: true })).toEqual(plain);
  });

  it('size does not matter: everything a hundred times larger trades the same', () => {
    expect(afternoon(7, { scale: 100 })).toEqual(plain);
  });
});

describe('the fee held is enough', () => {
  it('however an order is filled, the fees of its fills are the fee of its value and within what was held', () => {
    const fills = fc.array(
      fc.record({ quantity: fc.integer({ min: 1, max: 99_999 }), below: fc.integer({ min: 0, max: 5_000 }) }),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    const rates = fc.record({
      bps: fc.integer({ min: 0, max: 1_000 }),
      least: fc.integer({ min: 0, max: 10_000 }),
    });
    fc.assert(
      fc.property(fills, rates, fc.integer({ min: 1, max: 20_000 }), (parts, { bps, least }, limit) => {
        const pack = new RulePack(1, packWith({ 'fee.listed.buy': bps, 'fee.min': least }));
        const whole = parts.reduce((sum, { quantity }) => sum + quantity, 0) * limit;
        const held = pack.fee('buy', whole);
        let value = 0;
        let charged = 0;
        for (const { quantity, below } of parts) {
          const price = Math.max(1, limit - below);
          const fee = pack.fee('buy', value + price * quantity) - charged;
          expect(fee).toBeGreaterThanOrEqual(0);
          expect(fee).toBeLessThanOrEqual(price * quantity);
          value += price * quantity;
          charged += fee;
        }
        expect(charged).toBe(pack.fee('buy', value));
        expect(charged).toBeLessThanOrEqual(held);
      }),
      { numRuns: 2_000 },
    );
  });
});
