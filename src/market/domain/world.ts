import type { Ledger } from '../../ledger/domain/ledger.js';
import type { Registry } from '../../registry/domain/registry.js';
import type { Rules } from '../../rules/domain/rules.js';
import type { Machine } from '../../sequencer/domain/machine.js';
import type { Market } from './market.js';
import type { Trade } from './order.js';

/** Where trades go to be settled: clearing stands above the market, so its shape is asked for here. */
export interface TradeSink {
  capture(trade: Trade): void;
  /** Trades not yet delivered and paid. */
  readonly pendingCount: number;
}

export interface MarketWorld {
  readonly ledger: Ledger;
  readonly rules: Rules;
  readonly registry: Registry;
  readonly market: Market;
  readonly clearing: TradeSink;
}

/** A venue as the market's doors and jobs may see it. */
export type MarketMachine = Machine &
  MarketWorld & {
    /** The last command decided. */
    readonly seq: number;
  };
