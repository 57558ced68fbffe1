import type { Json } from '../../kernel/json.js';
import type { Instant } from '../../kernel/instant.js';
import type { Outcome, Rejection } from '../../kernel/rejection.js';

/** What a caller asks of a venue. `kind` names the handler; the rest are its facts, integers and text only. */
export interface Command {
  readonly kind: string;
  readonly [field: string]: Json | undefined;
}

/** Something that happened, in the past tense; journalled beside its command and shown to the outside. */
export interface VenueEvent {
  readonly type: string;
  readonly [field: string]: Json | undefined;
}

/** Facts that the sequencer gives a handler instead of a clock, a random source or a session. */
export interface CommandContext {
  readonly seq: number;
  readonly at: Instant;
  /** A person's or key's id, or `system:<part>`. */
  readonly by: string;
  /** The organisation the caller acts for; '' for the system. */
  readonly org: string;
  emit(event: VenueEvent): void;
}

/**
 * Decides one command: a ladder of refusals first, then changes that cannot fail.
 * The accepted value is the command's answer. Synchronous and deterministic.
 */
// The command's type parameter is the handler's own; the table of handlers is keyed by kind, so it is erased there.
export type Handler<World, C = Command> = (
  world: World,
  command: C,
  context: CommandContext,
) => Outcome<Json>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Handlers = Readonly<Record<string, Handler<any, any>>>;

/** A command in its place: what the journal keeps, one Merkle leaf each. */
export interface CommandRecord {
  readonly seq: number;
  readonly at: Instant;
  readonly by: string;
  readonly org: string;
  /** Idempotency key, unique per caller. */
  readonly key?: string;
  readonly cmd: Command;
}

/** A record with what became of it. */
export interface DecidedRecord extends CommandRecord {
  readonly ok: boolean;
  readonly ans?: Json;
  readonly rej?: Rejection;
  readonly ev: readonly VenueEvent[];
}

/** Current-state or append-only rows of one batch, one multi-row statement. */
export interface SqlStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}
