import type { Response } from 'supertest';
import { powersOfRoles, type Role, ROLES } from '../../src/identity/index.js';
import type { OpenDoor } from '../../src/platform/http/index.js';
import { NAMING_FIELDS, PLAIN_FIELDS } from './doors-reach.js';
import { fingerprintOf } from './fingerprint.js';
import type { Ask, Reach, TenantDoor } from './reach.js';
import { type Named, type Objects, Tenants } from './tenants.js';

type Scope = 'own' | 'wide' | undefined;
type Schema = Readonly<Record<string, unknown>>;

export const KINDS = [...new Set(Object.values(NAMING_FIELDS))];

export const routeOf = ({ method, path }: Pick<OpenDoor, 'method' | 'path'>): string =>
  `${method} ${path.replace('/api/v1/venues/:venue/', '').replaceAll('::', ':')}`;

/** How far a role's power reaches at a door; a door for everybody signed in is about the caller. */
export function scopeAt({ door: { power } }: OpenDoor, role: Role): Scope {
  if (power === 'signed-in') return 'own';
  const powers = powersOfRoles([role]) as Record<string, string>;
  const scopes = [power].flat().flatMap((one) => powers[one] ?? []);
  if (scopes.length === 0) return undefined;
  return scopes.every((scope) => scope === 'own') ? 'own' : 'wide';
}

/** Names of all fields of a route, from the reference: parameters and, at any depth, the body. */
export function fieldsOf(reference: Schema, { method, path }: OpenDoor): string[] {
  const address = path.replace(/(?<!:):(?!:)(\w+)/g, '{$1}').replaceAll('::', ':');
  const operation = (reference.paths as Record<string, Record<string, Schema>>)[address]![
    method.toLowerCase()
  ]!;
  const parameters = (operation.parameters as { in: string; name: string }[]).filter(
    ({ in: at }) => at !== 'header',
  );
  const content = (operation.requestBody as { content?: Record<string, { schema: Schema }> } | undefined)
    ?.content;
  const body = content?.['application/json']?.schema;
  return [...new Set([...parameters.map(({ name }) => name), ...(body === undefined ? [] : leaves(body))])];
}

function leaves(schema: Schema, name?: string): string[] {
  const variants = [schema.anyOf, schema.oneOf, schema.allOf].flatMap(
    (list) => (list as Schema[] | undefined) ?? [],
  );
  if (variants.length > 0) return variants.flatMap((variant) => leaves(variant, name));
  if (schema.properties !== undefined)
    return Object.entries(schema.properties as Record<string, Schema>).flatMap(([field, type]) =>
      leaves(type, field),
    );
  if (schema.items !== undefined) return leaves(schema.items as Schema, name);
  return name === undefined ? [] : [name];
}

/** What is missing or wrong in the table itself: a route added to the service shows up here. */
export function gapsOf(
  doors: readonly OpenDoor[],
  reach: Readonly<Record<string, Reach>>,
  reference: Schema,
): string[] {
  const routes = new Set(doors.map(routeOf));
  const gaps = Object.keys(reach)
    .filter((route) => !routes.has(route))
    .map((route) => `${route}: in the table, not in the service`);
  for (const door of doors) {
    const entry = reach[routeOf(door)];
    if (entry === undefined) gaps.push(`${routeOf(door)}: no entry says whose objects it reaches`);
    else
      gaps.push(...gapsAt(door, entry, fieldsOf(reference, door)).map((gap) => `${routeOf(door)}: ${gap}`));
  }
  return gaps;
}

function gapsAt(door: OpenDoor, entry: Reach, fields: readonly string[]): string[] {
  const naming = fields.filter((field) => field in NAMING_FIELDS);
  const strange = fields.filter((field) => !(field in NAMING_FIELDS) && !PLAIN_FIELDS.has(field));
  const gaps = strange.map((field) => `nobody said whether the field ${field} names somebody's object`);
  const { power } = door.door;
  const confined = power !== 'public' && ROLES.some((role) => scopeAt(door, role) === 'own');
  if ((power === 'public') !== (entry.reach === 'public'))
    gaps.push('public in the table or at the door only');
  if (confined !== (entry.reach === 'tenant' || entry.reach === 'self'))
    gaps.push(confined ? 'some role is confined to its own there' : 'no role is confined to its own there');
  if (naming.length > 0 && (entry.reach === 'public' || entry.reach === 'self'))
    gaps.push(`names an object: ${naming.join(', ')}`);
  if (entry.reach === 'self' && door.method === 'GET' && power !== 'signed-in')
    gaps.push('a list is never "self"');
  if (entry.why === '') gaps.push('no reason');
  if (entry.reach !== 'tenant') return gaps;
  const { asks, refused, shows } = entry;
  if (asks === undefined && refused === undefined && shows === undefined) gaps.push('nothing is tried');
  for (const field of naming)
    if (!isTried(entry, field)) gaps.push(`the field ${field} is never tried with a foreign object`);
  return gaps;
}

/** Is some request made with this field holding the object that it names? */
function isTried(entry: TenantDoor, field: string): boolean {
  const marks = Object.fromEntries(
    [...KINDS, 'auction'].map((kind) => [kind, { id: `mark-${kind}`, hash: '' }]),
  );
  const mark = `mark-${NAMING_FIELDS[field]!}`;
  const asked = [entry.asks, entry.refused].flatMap((list) => list?.(marks as unknown as Objects) ?? []);
  const text = JSON.stringify(asked);
  return text.includes(`${JSON.stringify(field)}:${JSON.stringify(mark)}`);
}

/** Tries every role that is confined to its own against another organisation's objects; says what leaks. */
export class Strangers {
  constructor(
    private readonly tenants: Tenants,
    private readonly theirs: Objects,
    private readonly canaries: readonly Named[],
  ) {}

  async leaksOf(door: OpenDoor, entry: TenantDoor): Promise<string[]> {
    const leaks: string[] = [];
    const own = await this.tenants.objectsOf('plant-b');
    const before = await fingerprintOf(this.tenants.app);
    for (const role of ROLES.filter((one) => scopeAt(door, one) === 'own'))
      for (const login of this.tenants.foreignersOf(role)) {
        const found = [
          ...(await this.named(door, entry, own, login)),
          ...(await this.shown(door, entry, login)),
        ];
        leaks.push(...found.map((leak) => `${routeOf(door)} by ${login}: ${leak}`));
      }
    if ((await fingerprintOf(this.tenants.app)) !== before) leaks.push(`${routeOf(door)}: something changed`);
    return leaks;
  }

  private async named(door: OpenDoor, entry: TenantDoor, own: Objects, login: string): Promise<string[]> {
    const leaks: string[] = [];
    for (const makeAsk of asksOf(entry))
      for (const kind of KINDS) {
        if (entry.anybodys?.[kind] !== undefined || !uses(makeAsk, own, kind)) continue;
        const about = (objects: Objects): Promise<Response> =>
          this.tenants.knock(door, makeAsk({ ...own, [kind]: objects[kind] }), login);
        const foreign = shapeOf(await about(this.theirs), this.theirs[kind]);
        if (foreign.status !== 404) leaks.push(`a foreign ${kind} is answered with ${foreign.status}`);
        for (const never of this.tenants.neverWere(this.theirs, own)) {
          const nothing = shapeOf(await about(never), never[kind]);
          if (foreign.text !== nothing.text)
            leaks.push(`a foreign ${kind} answers ${foreign.text}, one that never was ${nothing.text}`);
        }
      }
    return leaks;
  }

  private async shown(door: OpenDoor, entry: TenantDoor, login: string): Promise<string[]> {
    if (entry.shows === undefined) return [];
    // A group is named by its head's id: a sister company reads it in its own record.
    const text = (await this.read(door, entry.shows, login, false)).replaceAll(/"ownerGroup":"\w+"/g, '');
    return this.canaries.filter(({ id }) => text.includes(id)).map(({ id }) => `shows ${id}`);
  }

  /** The other side: what is one's own is shown and accepted, or the refusals above would prove nothing. */
  async controls(door: OpenDoor, entry: TenantDoor): Promise<string[]> {
    const role = ROLES.find((one) => scopeAt(door, one) === 'own')!;
    const own = await this.tenants.objectsOf('plant-b');
    const faults: string[] = [];
    for (const ask of entry.asks?.(own) ?? []) {
      const { status, text } = shapeOf(
        await this.tenants.knock(door, ask, Tenants.memberOf('plant-b', role)),
        own.account,
      );
      if (status >= 300) faults.push(`${routeOf(door)}: its own is refused with ${status} ${text}`);
    }
    if (entry.shows !== undefined) {
      const text = await this.read(door, entry.shows, Tenants.memberOf('plant-a', role), true);
      if (!this.canaries.some(({ id }) => text.includes(id))) faults.push(`${routeOf(door)}: hides its own`);
    }
    return faults;
  }

  /** Offices that reach the whole venue read what the strangers do not, masked where the rulebook says so. */
  async wideReading(door: OpenDoor, entry: TenantDoor, role: Role): Promise<string[]> {
    const [login] = this.tenants.foreignersOf(role);
    const faults: string[] = [];
    const asks = [...(entry.asks?.(this.theirs) ?? []), ...(entry.shows === undefined ? [] : [entry.shows])];
    for (const ask of asks) {
      const text = await this.read(door, ask, login!, false);
      const seen = this.canaries.filter(({ id }) => text.includes(id));
      const owners = seen.filter(
        ({ id }) => id === this.theirs.account.id || id === this.theirs.organisation.id,
      );
      if (entry.masked?.[role] !== undefined && owners.length > 0) faults.push(`${role} sees whose it is`);
      if (entry.masked?.[role] === undefined && seen.length === 0 && !isEmptyByNature(text))
        faults.push(`${role} does not see it: ${text.slice(0, 200)}`);
    }
    return faults.map((fault) => `${routeOf(door)}: ${fault}`);
  }

  private async read(door: OpenDoor, ask: Ask, login: string, enough: boolean): Promise<string> {
    if (door.door.produces === 'text/event-stream') return this.tenants.overhear(door.path, login, enough);
    const response = await this.tenants.knock(door, ask, login);
    return response.status === 200 ? textOf(response) : `${response.status} ${textOf(response)}`;
  }
}

/** A document's bytes are read as letters. */
function textOf({ text, body }: Response): string {
  return (text as string | undefined) ?? (body as Buffer).toString('latin1');
}

/** An answer that names nobody by nature: serial blocks are numbers. */
function isEmptyByNature(text: string): boolean {
  return text.includes('"first":');
}

function asksOf(entry: TenantDoor): ((own: Objects) => Ask)[] {
  const lists = [entry.asks, entry.refused].filter((list) => list !== undefined);
  // The number of asks does not depend on whose objects they name.
  return lists.flatMap((list) => list(BLANK).map((_, i) => (own: Objects) => list(own)[i]!));
}

const BLANK = Object.fromEntries(
  [...KINDS, 'auction'].map((kind) => [kind, { id: 'x', hash: '' }]),
) as unknown as Objects;

function uses(makeAsk: (own: Objects) => Ask, own: Objects, kind: keyof Objects): boolean {
  const other = { ...own, [kind]: { id: 'another', hash: 'another' } };
  return JSON.stringify(makeAsk(own)) !== JSON.stringify(makeAsk(other));
}

/** Status and body without the id that was asked for; a batch is as its one item is. */
function shapeOf(response: Response, { id }: Named): { status: number; text: string } {
  const [item] = (response.body as { items?: { problem?: { status: number } }[] }).items ?? [];
  const status = item?.problem?.status ?? response.status;
  return { status, text: `${response.status} ${textOf(response).replaceAll(id, '…')}` };
}
