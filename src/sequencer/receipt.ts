import type { Json } from '../kernel/json.js';
import type { Instant } from '../kernel/instant.js';
import type { Rejection } from '../kernel/rejection.js';
import type { Command, DecidedRecord } from './domain/command.js';

/** What a door hands to the engine. */
export interface CommandRequest {
  /** A person's or key's id, or `system:<part>`. */
  readonly by: string;
  readonly org: string;
  /** Idempotency key, unique per `by`. */
  readonly key?: string;
  readonly command: Command;
}

interface Placed {
  /** The command's place in the venue's journal: where its proof is found. */
  readonly seq: number;
  readonly at: Instant;
  /** The key had been answered before; nothing new happened. */
  readonly replayed: boolean;
}

/** A durable answer: it is in the journal, accepted or refused. */
export type Receipt =
  | (Placed & { readonly ok: true; readonly answer: Json })
  | (Placed & { readonly ok: false; readonly rejection: Rejection });

export function receiptOf({ seq, at, ok, ans, rej }: DecidedRecord, replayed: boolean): Receipt {
  return ok
    ? { seq, at, replayed, ok: true, answer: ans ?? null }
    : { seq, at, replayed, ok: false, rejection: rej! };
}
