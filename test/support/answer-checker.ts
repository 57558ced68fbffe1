import {
  type AnswerListener,
  type GivenAnswer,
  mediaOf,
  type OpenDoor,
} from '../../src/platform/http/index.js';

const FAULTS_SHOWN = 30;

/** Holds every answer of a service under test against what its door declares, to the last property. */
export class AnswerChecker {
  private readonly found = new Set<string>();

  readonly listener: AnswerListener = (open, answer) => {
    if (answer.status < 200 || answer.status > 299) return;
    const route = `${open.method} ${open.path}`;
    for (const fault of faultsOf(open, answer)) this.found.add(`${route}: ${fault}`);
  };

  get faults(): readonly string[] {
    return [...this.found];
  }

  /** Throws where a door has answered other than it declares. */
  assertTrue(): void {
    if (this.found.size === 0) return;
    const shown = this.faults.slice(0, FAULTS_SHOWN);
    throw new Error(`doors answered other than they declare:\n${shown.join('\n')}`);
  }
}

function faultsOf({ door }: OpenDoor, { status, type, payload }: GivenAnswer): string[] {
  const declared = door.status ?? 200;
  if (status !== declared) return [`answers ${status}, declares ${declared}`];
  if (status === 204) return [];
  const media = type.split(';')[0]!;
  const medias = mediaOf(door);
  if (!medias.includes(media)) return [`answers ${media}, declares ${medias.join(' or ')}`];
  if (media !== 'application/json' || typeof payload !== 'string') return [];
  if (door.answer === undefined) return ['has no schema of its answer'];
  const given: unknown = JSON.parse(payload);
  const parsed = door.answer.safeParse(given);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${pathOf(path)}: ${message}`);
  return strangersIn(given, parsed.data, []);
}

/** Properties that are there and not declared: what a schema does not know, it leaves out. */
function strangersIn(given: unknown, known: unknown, path: readonly PropertyKey[]): string[] {
  if (given === known || typeof given !== 'object' || given === null) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const place = [...path, key];
    if (typeof known !== 'object' || known === null || !Object.hasOwn(known, key))
      return [`${pathOf(place)} is not declared`];
    return strangersIn(value, (known as Record<string, unknown>)[key], place);
  });
}

/** Places in a list are all one. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.map((part) => (/^\d+$/.test(String(part)) ? '[]' : String(part))).join('.') || '(the whole)';
}
