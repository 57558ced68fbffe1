import { bps, count, key } from './key.js';

/** The ways to trade; one that a pack says nothing of does not exist in its market. */
export const METHODS = ['listed', 'block', 'one_way'] as const;

/**
 * Block agreements (大宗协议) and one-way bidding (单向竞价). Where a pack names no fee of theirs, that of a listed trade is
 * charged: what is left out must not be free.
 */
export const negotiationKeys = {
  'qtyMax.block': key(count).optional(),
  'qtyMin.one_way': key(count).optional(),
  /** The smallest deposit a notice may ask; without this key the market has no one-way bidding. */
  'oneWay.depositMin': key(bps).optional(),
  'fee.block.buy': key(bps).optional(),
  'fee.block.sell': key(bps).optional(),
  'fee.one_way.buy': key(bps).optional(),
  'fee.one_way.sell': key(bps).optional(),
};
