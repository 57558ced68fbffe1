import type { Handlers } from '../../sequencer/domain/command.js';
import { blockHandlers } from './block-handlers.js';
import { amendOrder, cancelAllOrders, cancelOrder } from './change-order.js';
import { engageKillSwitch, releaseOwnKillSwitch } from './kill-switch-handlers.js';
import { openCall } from './open-call.js';
import { pickListing } from './pick-listing.js';
import { oneWayHandlers } from './one-way-handlers.js';
import { placeOrder } from './place-order.js';
import { closeDay, openDay } from './trading-day.js';
import { uncross } from './uncross.js';

export const marketHandlers: Handlers = {
  'place-order': placeOrder,
  'cancel-order': cancelOrder,
  'cancel-all-orders': cancelAllOrders,
  'amend-order': amendOrder,
  'pick-listing': pickListing,
  'engage-kill-switch': engageKillSwitch,
  'release-own-kill-switch': releaseOwnKillSwitch,
  'open-call': openCall,
  uncross,
  'open-day': openDay,
  'close-day': closeDay,
  ...blockHandlers,
  ...oneWayHandlers,
};
