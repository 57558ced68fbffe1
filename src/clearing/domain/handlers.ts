import { isAmount } from '../../kernel/amount.js';
import type { Json } from '../../kernel/json.js';
import { SETTLE_TRADES_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Ledger } from '../../ledger/domain/ledger.js';
import type { Registry } from '../../registry/domain/registry.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import type { Machine } from '../../sequencer/domain/machine.js';
import type { Clearing } from './clearing.js';

export interface ClearingWorld {
  readonly ledger: Ledger;
  readonly registry: Registry;
  readonly clearing: Clearing;
}

/** A venue as clearing's doors and jobs may see it. */
export type ClearingMachine = Machine & ClearingWorld;

interface SettleTrades extends Command {
  readonly fromTrade: number;
  readonly toTrade: number;
}

/**
 * Delivery versus payment of every waiting trade up to `toTrade`, gross, in trade order. What is settled already
 * stays settled: the same range may come twice, late, or overlapping, and moves nothing a second time.
 */
function settleTrades(
  world: ClearingWorld,
  { fromTrade, toTrade }: SettleTrades,
  { seq, at, emit }: CommandContext,
): Outcome<Json> {
  if (!isAmount(fromTrade) || !isAmount(toTrade) || fromTrade < 1 || toTrade < fromTrade)
    return reject('clearing.bad_range');
  if (toTrade - fromTrade >= SETTLE_TRADES_MAX)
    return reject('clearing.range_too_long', { data: { most: SETTLE_TRADES_MAX } });
  const { clearing, ledger, registry } = world;
  // Proceeds are spent before they are delivered, so an older trade must never be left behind.
  const first = clearing.firstPending;
  if (first !== undefined && first < fromTrade)
    return reject('clearing.earlier_trades_waiting', { data: { first } });
  let settled = 0;
  for (
    let trade = clearing.take(toTrade, seq, at);
    trade !== undefined;
    trade = clearing.take(toTrade, seq, at)
  ) {
    ledger.settle(trade);
    registry.serials.move(trade.instrumentNo, trade.seller, trade.buyer, trade.quantity, {
      kind: 'trade',
      no: trade.tradeNo,
    });
    settled += 1;
  }
  if (settled > 0)
    emit({ type: 'TradesSettled', from: clearing.lastSettled - settled + 1, to: clearing.lastSettled });
  return accept({ settled, lastSettled: clearing.lastSettled });
}

export const clearingHandlers: Handlers = { 'settle-trades': settleTrades };
