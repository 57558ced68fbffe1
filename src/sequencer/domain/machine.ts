import type { Json } from '../../kernel/json.js';
import type { CommandRecord, DecidedRecord, SqlStatement } from './command.js';

/** A deterministic state machine the sequencer can drive; it knows no order and no allowance. */
export interface Machine {
  /** Decides a record and changes memory. Throws InvariantBroken when the product itself is wrong. */
  decide(record: CommandRecord): DecidedRecord;
  /** The rows that changed since the last call, in the order they must be written. */
  drain(venueNo: number): SqlStatement[];
  /** Forgets which rows changed: a replay of what is written already. */
  letGo(): void;
  /** Everything that influences a decision, in one deterministic order. */
  dump(): Json;
  restore(state: Json): void;
}
