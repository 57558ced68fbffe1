import type { Json } from '../../kernel/json.js';
import type { TradingDay } from '../../kernel/instant.js';
import type { Supply } from './supply.js';

/** What is published of one asset: its supply, and the root that every holder can check its own title against. */
export interface AssetStatement extends Supply {
  readonly asset: number;
  /** Leaves of the tree, padding among them. */
  readonly size: number;
  /** Hex. */
  readonly root: string;
}

export interface DayStatement {
  readonly day: TradingDay;
  /** The record after which everybody had what is stated. */
  readonly atSeq: number;
  readonly seq: number;
  readonly at: number;
  readonly assets: readonly AssetStatement[];
}

/** The last day for which holdings were published. */
export class Holdings {
  lastDay: TradingDay | undefined;
  /** Published since the last drain; not part of the state. */
  readonly published: DayStatement[] = [];

  publish(statement: DayStatement): void {
    this.lastDay = statement.day;
    this.published.push(statement);
  }

  letGo(): void {
    this.published.length = 0;
  }

  /** Nothing while nothing was published: a state from before there were statements keeps its hash. */
  dump(): Json | undefined {
    return this.lastDay;
  }

  static restore(state: Json | undefined): Holdings {
    const holdings = new Holdings();
    if (typeof state === 'string') holdings.lastDay = state;
    return holdings;
  }
}
