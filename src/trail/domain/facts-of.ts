import type { Json } from '../../kernel/json.js';
import { TRAIL_TEXT_CHARACTERS_MAX } from '../../kernel/limits.js';
import { kindOfField, OBJECTS, type ObjectKind } from './objects.js';
import type { Facts, ObjectRef, Told } from './trail-line.js';

export type Fields = Readonly<Record<string, Json | undefined>>;

/** Of no use to people, or not theirs to read: names of things, powers, sealed and secret bytes. */
const LEFT_OUT: ReadonlySet<string> = new Set(
  `kind type by org at seq powers payload result sealed privateKey seed reason note packNo priceBefore`.split(
    ' ',
  ),
);

/** The plain values of a command, an answer or an event. Lists and trees stay in the journal. */
export function factsOf(...parts: readonly (Fields | undefined)[]): Record<string, Told> {
  const facts: Record<string, Told> = {};
  for (const part of parts)
    for (const [field, value] of Object.entries(part ?? {})) {
      if (LEFT_OUT.has(field) || (typeof value === 'object' && value !== null) || value === undefined)
        continue;
      // A text that people would not read in a line is in the journal, where the line's proof leads.
      if (typeof value === 'string' && value.length > TRAIL_TEXT_CHARACTERS_MAX)
        facts[field] = `${value.slice(0, TRAIL_TEXT_CHARACTERS_MAX)}…`;
      else facts[field] = value as Told;
    }
  return facts;
}

/** The same without what only names the object that they are about. */
export function withoutName(kind: ObjectKind, ref: string, facts: Facts): Facts {
  const names: readonly string[] = OBJECTS[kind].fields;
  return Object.fromEntries(
    Object.entries(facts).filter(([field, value]) => !names.includes(field) || String(value) !== ref),
  );
}

/** The object of this kind that the first part which names one names. */
export function refOf(kind: ObjectKind, ...parts: readonly (Fields | undefined)[]): string {
  for (const part of parts)
    for (const field of OBJECTS[kind].fields) {
      const value = part?.[field];
      if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value);
    }
  return '';
}

export function touchesOf({ venueNo, kind: about }: ObjectRef, facts: Facts): ObjectRef[] {
  const touches: ObjectRef[] = [];
  for (const [field, value] of Object.entries(facts)) {
    const kind = kindOfField(field, about);
    // Those that everything names would be in every line.
    if (kind === 'instrument' || kind === 'day' || kind === 'pack') continue;
    // Nothing has the number 0: an order for no account, a right for whoever comes.
    if (kind !== undefined && typeof value === 'number' && value > 0)
      touches.push({ venueNo, kind, ref: String(value) });
  }
  return touches;
}

/** The first words that anybody gave. */
export function reasonOf(...parts: readonly (Fields | undefined)[]): string {
  for (const part of parts)
    for (const field of ['reason', 'note', 'bankReference']) {
      const value = part?.[field];
      if (typeof value === 'string' && value !== '') return value;
    }
  return '';
}
