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
  const { side, method, price, remaining, value, fees } = order;
  const found = bandOf(shown, method, reference, goods);
  const isInside = found === undefined || (found.band.floor <= price && price <= found.band.ceiling);
  const due = remaining === 0 ? 0 : holdFor(shown.pack, order as Order, remaining);
  const charged = shown.pack.fee(side, value, method);
  return {
    subject: { kind: 'order', id: orderId },
    steps: [
      ...priceSteps(shown, method, reference, goods),
      priceStep(order, found?.band),
      wholeStep(order, goods, shown),
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

/** What the whole order has to lock at its limit, before anything of it is executed. */
function wholeStep({ side, quantity, price, method }: OrderFacts, goods: Goods, shown: PackShown): Step {
  const inputs = { quantity: units(quantity, goods), price: money(price) };
  if (side === 'sell') {
    const result = units(quantity, goods);
    return { what: { zh: '受理时冻结数量', en: 'to hold when accepted' }, reckoning: result, inputs, result };
  }
  const value = quantity * price;
  const fee = feeStep({ zh: '', en: '' }, shown, 'buy', value, method);
  return {
    what: { zh: '受理时冻结资金:金额与手续费', en: 'to hold when accepted: the value and the fee on it' },
    reckoning: `${units(quantity, goods)} × ${money(price)} + ${fee.result} = ${money(holdFor(shown.pack, { side, price, value: 0, fees: 0, method }, quantity))}`,
    inputs: { ...inputs, fee: fee.reckoning },
    rule: fee.rule,
    rounding: fee.rounding,
    result: money(holdFor(shown.pack, { side, price, value: 0, fees: 0, method }, quantity)),
  };
}

function holdStep(order: OrderFacts, goods: Goods, shown: PackShown, due: number): Step {
  const { side, remaining, price, value, fees, method } = order;
  const left = units(remaining, goods);
  if (side === 'sell' || remaining === 0) {
    return {
      what: { zh: '现冻结', en: 'it holds now' },
      reckoning: remaining === 0 ? '0' : left,
      inputs: { remaining: left },
      result: side === 'sell' ? units(due, goods) : money(due),
    };
  }
  const fee = shown.pack.fee('buy', value + remaining * price, method);
  return {
    what: {
      zh: '现冻结资金:未成交部分的金额与手续费',
      en: 'it holds now what the rest may cost, with the fee on it',
    },
    reckoning: `${left} × ${money(price)} + (${money(fee)} − ${money(fees)}) = ${money(due)}`,
    inputs: { remaining: left, price: money(price), feeOnAll: money(fee), feeCharged: money(fees) },
    rule: feeStep({ zh: '', en: '' }, shown, 'buy', value + remaining * price, method).rule,
    result: money(due),
  };
}
