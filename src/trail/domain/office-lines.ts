import type { AccessLine } from '../../audit/index.js';
import type { Json } from '../../kernel/json.js';
import { factsOf, type Fields, reasonOf } from './facts-of.js';
import { kindOfId, OBJECTS, type ObjectWords } from './objects.js';
import { ACCESS_NOTED } from './office-words.js';
import { tell, type ToldFacts } from './told-facts.js';
import { ACCEPTED, type ActorOf, type ObjectRef, OFFICE_STREAM, type TrailLine } from './trail-line.js';
import { distinct } from './venue-lines.js';
import { wordsOf } from './verbs.js';

/** One entry of the office journal as it is stored. */
export interface OfficeRecord {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly kind: string;
  readonly subject: string;
  readonly detail: Json;
}

/** The lines of one office entry: one deed, or what was read and refused in a short time. */
export function linesOfEntry(entry: OfficeRecord, memory: ToldFacts, actorOf: ActorOf): TrailLine[] {
  if (entry.kind === ACCESS_NOTED)
    return (entry.detail as unknown as { lines: AccessLine[] }).lines.map((noted, line) =>
      lineOfAccess(entry, noted, line, actorOf),
    );
  const { seq, at, actor, kind, subject } = entry;
  const detail = entry.detail as Fields;
  const object = { venueNo: OFFICE_STREAM, kind: wordsOf(kind).object, ref: subject };
  const { roles } = detail;
  const told = {
    ...wordsOf(kind).sets,
    ...factsOf(detail),
    ...(Array.isArray(roles) && { roles: roles.join(',') }),
  };
  const by = actorOf(actor);
  return [
    {
      ...{ stream: OFFICE_STREAM, seq, line: 0, at, person: actor },
      ...{
        org: by?.org ?? '',
        owner: by?.org ?? '',
        roles: by?.roles ?? '',
        verb: kind,
        object,
        instrumentNo: null,
      },
      ...{ reason: reasonOf(detail), outcome: ACCEPTED, basis: {} },
      ...tell(memory, object, told),
      ...{ times: 1, touches: [object] },
    },
  ];
}

function lineOfAccess(
  { seq, at }: OfficeRecord,
  noted: AccessLine,
  line: number,
  actorOf: ActorOf,
): TrailLine {
  const { what, person, code, objects, venueNo, ...rest } = noted;
  const by = actorOf(person);
  const named: ObjectRef[] = objects.flatMap(([id, ref]) => {
    const kind = kindOfId(`${id}_`);
    if (kind === undefined) return [];
    const isOfVenue = (OBJECTS[kind] as ObjectWords).id !== undefined;
    return [{ venueNo: isOfVenue ? venueNo : OFFICE_STREAM, kind, ref }];
  });
  const kind = wordsOf(what).object;
  const about = kind === 'person' ? person : kind === 'venue' ? rest.venue : '';
  const object = named[0] ?? { venueNo: kind === 'venue' ? venueNo : OFFICE_STREAM, kind, ref: about };
  return {
    ...{ stream: OFFICE_STREAM, seq, line, at, person },
    ...{
      org: by?.org ?? '',
      owner: by?.org ?? '',
      roles: by?.roles ?? '',
      verb: what,
      object,
      instrumentNo: null,
    },
    ...{ reason: '', outcome: code, basis: {}, before: {} },
    after: factsOf({
      ...(rest.door !== '' && { door: rest.door }),
      ...(rest.query !== '' && { query: rest.query }),
      ...(rest.venue !== '' && { venue: rest.venue }),
      ...(rest.address !== '' && { address: rest.address }),
      ...(rest.others > 0 && { others: rest.others }),
      ...(noted.times > 1 && { firstAt: noted.firstAt }),
      lastAt: noted.lastAt,
    }),
    times: noted.times,
    touches: distinct([...(object.ref === '' ? [] : [object]), ...named]),
  };
}
