import { formatInstant } from '../kernel/instant.js';
import type { Trade } from '../market/index.js';
import type { Method, Side } from '../rules/index.js';
import { type Explanation, type Goods, money, type PackShown, type Step, units } from './explanation.js';
import { feeStep } from './fee-step.js';

export type TradeFacts = Pick<
  Trade,
  'price' | 'quantity' | 'value' | 'makerSide' | 'buyerFee' | 'sellerFee'
> & {
  readonly method: Method;
  /** The call auction in which it was made: all its trades have one price. */
  readonly callPhase?: string;
};

/** One side of a trade as its owner may see it. */
export interface TradeSide {
  readonly side: Side;
  readonly orderId: string;
  readonly limitFen: number;
  /** What the order had executed before this trade. */
  readonly valueBefore: number;
}

export interface SettledBy {
  readonly seq: number;
}

export interface AnnulledBy {
  readonly proposalId: string;
  readonly seq: number;
  readonly at: number;
  readonly reason: string;
  readonly proposedBy: string;
  readonly signedBy: readonly string[];
}

/** Price, value, fees and settlement of a trade; of the sides only those that the reader may see. */
export function explainTrade(
  tradeId: string,
  trade: TradeFacts,
  sides: readonly TradeSide[],
  goods: Goods,
  shown: PackShown,
  settled: SettledBy | undefined,
  annulled?: AnnulledBy,
): Explanation {
  const { price, quantity, value } = trade;
  const fees = sides.map((side) => feeSteps(trade, side, shown));
  return {
    subject: { kind: 'trade', id: tradeId },
    steps: [
      priceStep(trade, sides),
      {
        what: { zh: '成交金额', en: 'value' },
        reckoning: `${units(quantity, goods)} × ${money(price)} = ${money(value)}`,
        inputs: { quantity: units(quantity, goods), price: money(price) },
        result: money(value),
      },
      ...fees.flatMap(({ steps }) => steps),
      ...sides.map((side) => settlementStep(trade, side.side, settled, annulled)),
      ...(annulled === undefined ? [] : [annulmentStep(trade, goods, annulled)]),
    ],
    agrees: price * quantity === value && fees.every(({ agrees }) => agrees),
  };
}

function priceStep({ method, makerSide, price, callPhase }: TradeFacts, sides: readonly TradeSide[]): Step {
  const maker = sides.find(({ side }) => side === makerSide);
  const result = money(price);
  if (method !== 'listed')
    return {
      what: { zh: '双方约定的价格', en: 'the price both sides agreed on' },
      reckoning: result,
      inputs: {},
      result,
    };
  if (callPhase !== undefined)
    return {
      what: { zh: '集合竞价的统一成交价', en: 'the one price of the call auction' },
      reckoning: result,
      inputs: { phase: callPhase },
      result,
    };
  return {
    what: { zh: '成交价:先到的对手方申报的限价', en: 'price: the limit of the order that was there first' },
    reckoning: maker === undefined ? result : `${maker.orderId}: ${result}`,
    inputs: {
      makerSide,
      ...(maker !== undefined && { makerOrder: maker.orderId, limit: money(maker.limitFen) }),
    },
    result,
  };
}

function feeSteps(
  { value, method, buyerFee, sellerFee }: TradeFacts,
  { side, valueBefore }: TradeSide,
  shown: PackShown,
): { steps: Step[]; agrees: boolean } {
  const name = side === 'buy' ? { zh: '买方', en: 'buyer' } : { zh: '卖方', en: 'seller' };
  const stored = side === 'buy' ? buyerFee : sellerFee;
  const before = shown.pack.fee(side, valueBefore, method);
  const after = shown.pack.fee(side, valueBefore + value, method);
  const onAll = feeStep(
    { zh: `${name.zh}申报累计成交额的手续费`, en: `fee on all that the ${name.en}'s order has executed` },
    shown,
    side,
    valueBefore + value,
    method,
  );
  const own: Step = {
    what: { zh: `${name.zh}本笔手续费`, en: `fee of the ${name.en} for this trade` },
    reckoning: `${money(after)} − ${money(before)} = ${money(after - before)}`,
    inputs: { feeOnAll: money(after), feeBefore: money(before), valueBefore: money(valueBefore) },
    rule: onAll.rule,
    rounding: {
      zh: '只对申报的累计成交额舍入一次,逐笔收差额',
      en: 'rounded once on the whole of the order; each trade pays the difference',
    },
    result: money(stored),
  };
  return { steps: [onAll, own], agrees: after - before === stored };
}

function annulmentStep({ quantity, value }: TradeFacts, goods: Goods, annulled: AnnulledBy): Step {
  const { proposalId, seq, at, reason, proposedBy, signedBy } = annulled;
  return {
    what: {
      zh: '成交已撤销:结算所转移的配额、资金与手续费以镜像分录退回',
      en: 'the trade is ANNULLED: goods, money and fees went back by mirror entries',
    },
    reckoning: reason,
    inputs: {
      ...{ state: 'ANNULLED', proposal: proposalId, proposedBy, signedBy: signedBy.join(', ') },
      ...{ seq: String(seq), at: formatInstant(at), quantity: units(quantity, goods), value: money(value) },
    },
    result: 'ANNULLED',
  };
}

function settlementStep(
  trade: TradeFacts,
  side: Side,
  settled: SettledBy | undefined,
  annulled: AnnulledBy | undefined,
): Step {
  const { value, buyerFee, sellerFee } = trade;
  const result = side === 'buy' ? value + buyerFee : value - sellerFee;
  return {
    what:
      side === 'buy'
        ? { zh: '买方应付', en: 'the buyer pays' }
        : { zh: '卖方应收', en: 'the seller receives' },
    reckoning:
      side === 'buy'
        ? `${money(value)} + ${money(buyerFee)} = ${money(result)}`
        : `${money(value)} − ${money(sellerFee)} = ${money(result)}`,
    inputs:
      settled === undefined
        ? { state: 'EXECUTED' }
        : { state: annulled === undefined ? 'SETTLED' : 'ANNULLED', seq: String(settled.seq) },
    result: money(result),
  };
}
