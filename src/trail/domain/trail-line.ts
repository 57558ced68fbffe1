import type { Instant } from '../../kernel/instant.js';
import type { RuleRef } from '../../kernel/rejection.js';

/** One value that the journal tells of an object. */
export type Told = string | number | boolean | null;
export type Facts = Readonly<Record<string, Told>>;

/** An object as the index names it: a venue's number or an id of the office, as text; '' where a refusal names none. */
export interface ObjectRef {
  /** 0 for what belongs to no venue. */
  readonly venueNo: number;
  readonly kind: string;
  readonly ref: string;
}

/** Why something was done or refused: who signed it, by which rules. */
export interface Basis {
  readonly proposalNo?: number;
  readonly packNo?: number;
  readonly rule?: RuleRef;
}

/** One effect for people: who did what to which object, when, why, and what changed. */
export interface TrailLine {
  /** The journal it comes from: a venue's number, or 0 for the office's. */
  readonly stream: number;
  readonly seq: number;
  /** Its place among the lines of one record. */
  readonly line: number;
  readonly at: Instant;
  readonly person: string;
  readonly org: string;
  /** The organisation whose matter it is: its own trail shows the line, whoever did it. */
  readonly owner: string;
  /** Roles at that time, joined by commas. */
  readonly roles: string;
  readonly verb: string;
  readonly object: ObjectRef;
  readonly instrumentNo: number | null;
  readonly reason: string;
  /** `accepted`, or the code of the refusal. */
  readonly outcome: string;
  readonly basis: Basis;
  readonly before: Facts;
  /** Of a refused line: what was asked. */
  readonly after: Facts;
  /** More than one where a flood was gathered. */
  readonly times: number;
  /** Everything whose timeline shows the line, its own object first. */
  readonly touches: readonly ObjectRef[];
}

export const ACCEPTED = 'accepted';
/** The stream of the office's journal. */
export const OFFICE_STREAM = 0;

export interface Actor {
  readonly org: string;
  readonly roles: string;
}
/** Who a person was at the time; the journal's own `org` is whom the person acted for. */
export type ActorOf = (person: string) => Actor | undefined;
