import type { Handlers } from '../../sequencer/domain/command.js';
import { amendOrder, cancelAllOrders, cancelOrder } from './change-order.js';
import { placeOrder } from './place-order.js';
import { closeDay, openDay } from './trading-day.js';

export const marketHandlers: Handlers = {
  'place-order': placeOrder,
  'cancel-order': cancelOrder,
  'cancel-all-orders': cancelAllOrders,
  'amend-order': amendOrder,
  'open-day': openDay,
  'close-day': closeDay,
};
