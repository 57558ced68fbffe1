import { isAmount } from '../../kernel/amount.js';
import type { Json } from '../../kernel/json.js';
import { SETTLE_TRADES_MAX } from '../../kernel/limits.js';
import { accept, reject, type Outcome } from '../../kernel/rejection.js';
import type { Command, CommandContext, Handlers } from '../../sequencer/domain/command.js';
import type { Machine } from '../../sequencer/domain/machine.js';
import { type ClearingWorld, deliver, failingLeg, failure, retryAll, waitsForClose } from './delivery.js';
import { disputeHandlers } from './dispute-handlers.js';

export type { ClearingWorld };

/** A venue as clearing's doors and jobs may see it. */
export type ClearingMachine = Machine & ClearingWorld;

interface SettleTrades extends Command {
  readonly fromTrade: number;
  readonly toTrade: number;
}

/**
 * Delivery versus payment of every waiting trade up to `toTrade`, gross, in trade order. What is settled already
 * stays settled: the same range may come twice, late, or overlapping, and moves nothing a second time. What cannot be
 * delivered goes aside with its fault and holds up nobody else.
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
  const { clearing } = world;
  // Proceeds are spent before they are delivered, so an older trade must never be left behind.
  const first = clearing.next;
  if (first !== undefined && first.tradeNo < fromTrade)
    return reject('clearing.earlier_trades_waiting', { data: { first: first.tradeNo } });
  if (first !== undefined && first.tradeNo <= toTrade && waitsForClose(world, first))
    return reject('clearing.delivered_after_close', { data: { day: first.tradingDay } });
  const before = clearing.lastSettled;
  let settled = 0;
  for (
    let trade = clearing.next;
    trade !== undefined && trade.tradeNo <= toTrade && !waitsForClose(world, trade);
    trade = clearing.next
  ) {
    const failing = failingLeg(world, trade);
    if (failing !== undefined) {
      clearing.setAside(failure(world, trade, failing, at));
      emit({ type: 'DeliveryFailed', tradeNo: trade.tradeNo, ...failing });
      continue;
    }
    clearing.take(toTrade, seq, at);
    deliver(world, trade);
    settled += 1;
  }
  if (clearing.lastSettled > before)
    emit({ type: 'TradesSettled', from: before + 1, to: clearing.lastSettled });
  return accept({ settled, lastSettled: clearing.lastSettled });
}

/** What failed and can be given now is given; the clock may have made retries due. */
function retryDeliveries(world: ClearingWorld, _command: Command, context: CommandContext): Outcome<Json> {
  const given = retryAll(world, context);
  return accept({ given, owed: world.clearing.failedCount });
}

interface ConfirmDay extends Command {
  readonly day: string;
  /** The last trade of the day, as the tables have it. */
  readonly toTrade: number;
}

/** The last step of a day's run: its trades are delivered, or aside with a named fault. Final, and said once. */
function confirmDay(
  world: ClearingWorld,
  { day, toTrade }: ConfirmDay,
  { seq, at, emit }: CommandContext,
): Outcome<Json> {
  const { clearing, market } = world;
  const { lastConfirmed } = clearing;
  if (day <= lastConfirmed.day) return accept({ day, toTrade: lastConfirmed.toTrade, again: true });
  if (day > market.tradingDay || (day === market.tradingDay && market.dayStatus === 'OPEN'))
    return reject('clearing.day_still_open', { data: { day } });
  if (toTrade < lastConfirmed.toTrade || toTrade > clearing.lastSettled)
    return reject('clearing.trades_waiting', { data: { trades: clearing.pendingCount } });
  const first = clearing.firstUnconfirmed;
  if (first !== undefined && first < day)
    return reject('clearing.earlier_day_waits', { data: { day: first } });
  const lastTrade = clearing.lastTradeOf(day);
  if (lastTrade !== undefined && toTrade !== lastTrade)
    return reject('clearing.not_the_whole_day', { data: { lastTrade } });
  const undelivered = clearing.undeliveredUpTo(toTrade);
  const fromTrade = lastConfirmed.toTrade + 1;
  clearing.confirm({ day, fromTrade, toTrade, undelivered, seq, at });
  emit({ type: 'SettlementConfirmed', day, fromTrade, toTrade, undelivered });
  return accept({ day, toTrade, again: false });
}

export const clearingHandlers: Handlers = {
  'settle-trades': settleTrades,
  'retry-deliveries': retryDeliveries,
  'confirm-settlement-day': confirmDay,
  ...disputeHandlers,
};
