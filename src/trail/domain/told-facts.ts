import type { Facts, ObjectRef, Told } from './trail-line.js';

/** What the journal has told of objects so far: the `before` of what it tells next. */
export interface ToldFacts {
  get(object: ObjectRef): Facts | undefined;
  set(object: ObjectRef, facts: Facts): void;
}

export interface Change {
  readonly before: Facts;
  readonly after: Facts;
}

/** Of a kind that is told once: nothing is remembered of it. */
const TOLD_ONCE: ReadonlySet<string> = new Set(['settlement', 'venue', 'office', 'reserve', '']);

/** Said in every line: what a proposal is about, and which auction a bid is for. */
const SAID_AGAIN: readonly string[] = ['action', 'auctionNo'];

/** Remembers what is told and says what of it is new. */
export function tell(memory: ToldFacts, object: ObjectRef, told: Facts): Change {
  if (object.ref === '' || TOLD_ONCE.has(object.kind)) return { before: {}, after: told };
  const known = memory.get(object) ?? {};
  const before: Record<string, Told> = {};
  const after: Record<string, Told> = {};
  for (const [field, value] of Object.entries(told)) {
    if (known[field] === value && !SAID_AGAIN.includes(field)) continue;
    after[field] = value;
    if (field in known && known[field] !== value) before[field] = known[field]!;
  }
  if (Object.keys(after).length > 0) memory.set(object, { ...known, ...after });
  return { before, after };
}

export const keyOf = ({ venueNo, kind, ref }: ObjectRef): string => `${venueNo}/${kind}/${ref}`;

/** Memory of one process; `missed` names what it was asked for and does not have. */
export class FactsInMemory implements ToldFacts {
  readonly known = new Map<string, { readonly object: ObjectRef; readonly facts: Facts }>();
  readonly changed = new Set<string>();

  get(object: ObjectRef): Facts | undefined {
    return this.known.get(keyOf(object))?.facts;
  }

  set(object: ObjectRef, facts: Facts): void {
    this.known.set(keyOf(object), { object, facts });
    this.changed.add(keyOf(object));
  }

  /** What another memory, such as a table, knows. */
  load(object: ObjectRef, facts: Facts): void {
    this.known.set(keyOf(object), { object, facts });
  }
}
