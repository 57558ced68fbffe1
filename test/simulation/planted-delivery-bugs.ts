import { Clearing } from '../../src/clearing/index.js';
import { Ledger } from '../../src/ledger/index.js';
import { instead, nothing, type PlantedBug, told } from './planting.js';

/** What could go wrong with deliveries that fail, and with the word that a day is settled. */
export const DELIVERY_BUGS: readonly PlantedBug[] = [
  {
    name: 'what could not be delivered is forgotten',
    about: ['deliveries'],
    noticedBy: ['I6 promises', 'I12 memory'],
    plant: instead(Clearing.prototype, 'changeFailed', nothing),
  },
  {
    name: 'a third of what is delivered is still promised',
    noticedBy: ['I6 promises'],
    plant: instead(Ledger.prototype, 'keepPromise', (original) => {
      return function (account: number, asset: number, amount: number) {
        if (asset === 0 || amount % 3 > 0) original.call(this, account, asset, amount);
      };
    }),
  },
  {
    name: 'a late delivery is told of the next trade',
    about: ['deliveries'],
    noticedBy: ['I10 journal'],
    plant: told((record) => ({
      ...record,
      ev: record.ev.map((event) =>
        event.type === 'TradeDelivered' ? { ...event, tradeNo: (event.tradeNo as number) + 1 } : event,
      ),
    })),
  },
  {
    name: 'a day is confirmed without what is aside',
    about: ['deliveries'],
    noticedBy: ['I10 confirmed'],
    plant: instead(Clearing.prototype, 'undeliveredUpTo', (original) => {
      return function (tradeNo?: number) {
        return tradeNo === undefined ? original.call(this) : 0;
      };
    }),
  },
];
