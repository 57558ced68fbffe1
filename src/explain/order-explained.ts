import type { Order } from '../market/index.js';
import { holdFor } from '../market/domain/matching.js';
import { type Explanation, type Goods, money, type PackShown, type Step, units } from './explanation.js';
import { feeStep } from './fee-step.js';
import { bandOf, priceSteps, type Reference } from './price-steps.js';

export type OrderFacts = Pick<
  Order,
  | 'side'
  | 'type'
  | 'method'
  | 'price'
  | 'quantity'
  | 'remaining'
  | 'filled'
  | 'held'
  | 'value'
  | 'fees'
  | 'tradingDay'
>;

/** Price band, hold and fees of an order, reckoned again from the rules of its day. */
export function explainOrder(
  orderId: string,
  order: OrderFacts,
  goods: Goods,
  shown: PackShown,
  reference: Reference,
): Explanation {
  const { side, method, price, quantity, remaining, value, fees } = order;
  const found = bandOf(shown, method, reference, goods);
  const isInside = found === undefined || (found.band.floor <= price && price <= found.band.ceiling);
  const due = remaining === 0 ? 0 : holdFor(shown.pack, order as Order, remaining);
  const charged = shown.pack.fee(side, value, method);
  return {
    subject: { kind: 'order', id: orderId },
    steps: [
      ...priceSteps(shown, method, reference, goods),
      priceStep(order, found?.band),
      {
        what: { zh: '申报金额', en: 'value of the whole order at its limit' },
        reckoning: `${units(quantity, goods)} × ${money(price)} = ${worth(quantity, price)}`,
        inputs: { quantity: units(quantity, goods), price: money(price) },
        result: worth(quantity, price),
      },
      holdStep(order, goods, shown, due),
      feeStep(
        { zh: '已收手续费(按累计成交额)', en: 'fees charged so far, on all that was executed' },
        shown,
        side,
        value,
        method,
      ),
    ],
    agrees: isInside && due === order.held && charged === fees,
  };
}

function priceStep(
  { type, price }: OrderFacts,
  band: { readonly floor: number; readonly ceiling: number } | undefined,
): Step {
  const within = band === undefined ? '' : `${money(band.floor)} ≤ ${money(price)} ≤ ${money(band.ceiling)}`;
  return {
    what:
      type === 'market'
        ? { zh: '市价申报的保护价', en: 'protection price of the market order' }
        : { zh: '限价在涨跌幅内', en: 'the limit price is inside the band' },
    reckoning: within === '' ? money(price) : within,
    inputs: {},
    result: money(price),
  };
}

function holdStep(order: OrderFacts, goods: Goods, shown: PackShown, due: number): Step {
  const { side, remaining, price, value, fees, method } = order;
  const left = units(remaining, goods);
  if (side === 'sell' || remaining === 0) {
    return {
      what: { zh: '冻结数量', en: 'hold' },
      reckoning: remaining === 0 ? '0' : left,
      inputs: { remaining: left },
      result: side === 'sell' ? units(due, goods) : money(due),
    };
  }
  const fee = shown.pack.fee('buy', value + remaining * price, method);
  return {
    what: { zh: '冻结资金:未成交部分的金额与手续费', en: 'hold: what the rest may cost, with the fee on it' },
    reckoning: `${left} × ${money(price)} + (${money(fee)} − ${money(fees)}) = ${money(due)}`,
    inputs: { remaining: left, price: money(price), feeOnAll: money(fee), feeCharged: money(fees) },
    rule: feeStep({ zh: '', en: '' }, shown, 'buy', value + remaining * price, method).rule,
    result: money(due),
  };
}

/** Quantity × price as text; the largest order is far below 2^53 fen, what is shown must be so too. */
function worth(quantity: number, price: number): string {
  const value = BigInt(quantity) * BigInt(price);
  return `${value / 100n}.${String(value % 100n).padStart(2, '0')}`;
}
