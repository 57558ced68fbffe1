import type { Ledger } from '../../ledger/domain/ledger.js';
import type { Registry } from '../../registry/domain/registry.js';
import type { Rules } from '../../rules/domain/rules.js';
import type { TradingDay } from '../../kernel/instant.js';
import type { Rejection } from '../../kernel/rejection.js';
import type { Machine } from '../../sequencer/domain/machine.js';
import type { Market } from './market.js';
import type { Trade } from './order.js';

/** Where trades go to be settled: clearing stands above the market, so its shape is asked for here. */
export interface TradeSink {
  capture(trade: Trade): void;
  /** A day is over; `lastTrade` is the last trade of all days so far. */
  endDay(day: TradingDay, lastTrade: number): void;
  /** Trades not yet delivered and paid. */
  readonly pendingCount: number;
}

/** The reason for a halt that reconciliation asked for. */
export const HELD_BY_BREAK = 'reconciliation';

/** Who may keep an instrument shut when a day opens: reconciliation stands above the market, too. */
export interface OpeningGate {
  /** Why it may not trade on a day; undefined when it may. */
  faultOf(world: MarketWorld, instrumentNo: number, day: TradingDay): Rejection | undefined;
  /** Why the next day may not open at all. */
  faultOfDay(world: MarketWorld): Rejection | undefined;
}

export interface MarketWorld {
  readonly ledger: Ledger;
  readonly rules: Rules;
  readonly registry: Registry;
  readonly market: Market;
  readonly clearing: TradeSink;
  /** Absent where nothing is reconciled. */
  readonly openings?: OpeningGate;
}

/** A venue as the market's doors and jobs may see it. */
export type MarketMachine = Machine &
  MarketWorld & {
    /** The last command decided. */
    readonly seq: number;
  };
