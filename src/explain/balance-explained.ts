import type { Explanation, Step } from './explanation.js';

export interface BalanceFacts {
  readonly posted: number;
  readonly held: number;
  readonly outgoing: number;
  readonly incoming: number;
  readonly locked: number;
  readonly frozen: number;
  /** Entries of the account in this asset, by cause. */
  readonly entries: readonly { readonly cause: string; readonly count: number; readonly sum: number }[];
  /** Open orders that hold some of it. */
  readonly holds: readonly { readonly orderId: string; readonly held: number }[];
  /** How much more is held by orders that are not shown. */
  readonly heldByOthers: number;
  /** Trades that wait for settlement. */
  readonly promised: { readonly outgoing: number; readonly incoming: number; readonly trades: number };
}

/** A balance as the sum of its entries, holds and promises. */
export function explainBalance(
  id: string,
  facts: BalanceFacts,
  text: (amount: number) => string,
): Explanation {
  const { posted, held, outgoing, incoming, locked, frozen, entries, holds, heldByOthers, promised } = facts;
  const sum = entries.reduce((total, entry) => total + entry.sum, 0);
  const orders = holds.reduce((total, order) => total + order.held, heldByOthers);
  const available = posted + incoming - locked - held - outgoing - frozen;
  const steps: Step[] = [
    {
      what: { zh: '登记数量:全部分录之和', en: 'posted: the sum of all entries' },
      reckoning: `${entries.map((entry) => `${entry.cause} ${text(entry.sum)} (${entry.count})`).join(' + ') || '0'} = ${text(sum)}`,
      inputs: Object.fromEntries(entries.map((entry) => [entry.cause, text(entry.sum)])),
      result: text(posted),
    },
    {
      what: { zh: '委托冻结:未了结申报之和', en: 'held: by open orders' },
      reckoning: `${[...holds.map((order) => `${order.orderId} ${text(order.held)}`), ...(heldByOthers > 0 ? [`… ${text(heldByOthers)}`] : [])].join(' + ') || '0'} = ${text(orders)}`,
      inputs: Object.fromEntries(holds.map((order) => [order.orderId, text(order.held)])),
      result: text(held),
    },
    {
      what: { zh: '待交付与待收:未结算成交', en: 'outgoing and incoming: trades that wait for settlement' },
      reckoning: `−${text(promised.outgoing)} + ${text(promised.incoming)} (${promised.trades})`,
      inputs: { outgoing: text(outgoing), incoming: text(incoming) },
      result: text(incoming - outgoing),
    },
    {
      what: { zh: '可用', en: 'available' },
      reckoning: `${text(posted)} + ${text(incoming)} − ${text(locked)} − ${text(held)} − ${text(outgoing)} − ${text(frozen)} = ${text(available)}`,
      inputs: {
        posted: text(posted),
        incoming: text(incoming),
        locked: text(locked),
        held: text(held),
        outgoing: text(outgoing),
        frozen: text(frozen),
      },
      result: text(available),
    },
  ];
  const agrees =
    sum === posted && orders === held && promised.outgoing === outgoing && promised.incoming === incoming;
  return { subject: { kind: 'balance', id }, steps, agrees };
}
