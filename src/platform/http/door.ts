import { applyDecorators, HttpCode, SetMetadata, UseInterceptors } from '@nestjs/common';
import { z, type ZodObject, type ZodType } from 'zod';
import { columnsOf } from './csv-list.js';
import { CSV, LIST_FILE, type ListFile, ListFiles } from './list-files.js';

/** Buckets of the rate limiter; see limits.ts for their sizes. */
export type RateClass = 'orders' | 'office' | 'read' | 'login';

export interface DoorSpec {
  /** The operation's id in the reference, which clients made from it call: never changed, of one door only. */
  readonly name: string;
  readonly summary: string;
  /** One power of identity's table (or any one of several), everyone, or everyone who is signed in. */
  readonly power: string | readonly string[];
  readonly body?: ZodType;
  readonly query?: ZodObject;
  readonly params?: ZodObject;
  /** What the answer is, to the last property: tests hold every answer against it, the service does not. */
  readonly answer?: ZodType;
  /** 201 for POST, 204 for DELETE, else 200, unless named. */
  readonly status?: number;
  /** Requires an `Idempotency-Key` header. */
  readonly idempotent?: boolean;
  /** Codes of the refusals a client should expect here, for the reference. */
  readonly problems?: readonly string[];
  /** 'none' only for probes, which must be answered even to an address that asks too much. */
  readonly limit?: RateClass | 'none';
  /**
   * The router calls the method with request and reply and nothing of the framework between: for doors that are asked
   * thousands of times a second. The ladder of refusals is the same. See SwiftDoors.
   */
  readonly swift?: boolean;
  /** Every reading is noted, of one's own too: it is the trail itself. */
  readonly trailed?: boolean;
  /** Media type of the answer when it is not JSON; several where the caller chooses. */
  readonly produces?: string | readonly string[];
}

export const DOOR = 'airshed:door';
export const CHAPTER = 'airshed:chapter';
export const PUBLIC = 'public';
export const SIGNED_IN = 'signed-in';

/** Opens a route: without it the service does not start. Put it beside Nest's @Get/@Post. */
export function Door(given: DoorSpec): MethodDecorator {
  const spec = strict(given);
  const file = listFileOf(spec);
  const decorators: MethodDecorator[] = [SetMetadata(DOOR, spec)];
  if (spec.status !== undefined) decorators.push(HttpCode(spec.status));
  if (file !== undefined) decorators.push(SetMetadata(LIST_FILE, file), UseInterceptors(ListFiles));
  return applyDecorators(...decorators);
}

/** Names the chapter of the reference that a controller's doors stand in. */
export function Chapter(title: string): ClassDecorator {
  return SetMetadata(CHAPTER, title);
}

/** May this caller's powers open the door? Public and signed-in doors are decided before. */
export function opensFor(spec: DoorSpec, powers: readonly string[]): boolean {
  if (spec.power === PUBLIC || spec.power === SIGNED_IN) return true;
  return typeof spec.power === 'string'
    ? powers.includes(spec.power)
    : spec.power.some((power) => powers.includes(power));
}

export function powersOf(spec: DoorSpec): readonly string[] {
  return typeof spec.power === 'string' ? [spec.power] : spec.power;
}

export function isPublicDoor(spec: DoorSpec): boolean {
  return spec.power === PUBLIC;
}

/** Media types that the door answers with. */
export function mediaOf(spec: DoorSpec): readonly string[] {
  const written = [spec.produces ?? 'application/json'].flat();
  return listFileOf(spec) === undefined ? written : [...written, CSV];
}

/**
 * Every list that is read can be had as a file, for it is named nowhere else: what it has are the `items` of the answer.
 * The trail has a door for its files, because each of them is hashed and noted.
 */
export function listFileOf({ name, answer, body, query, produces, trailed }: DoorSpec): ListFile | undefined {
  const items = answer instanceof z.ZodObject ? (answer.shape.items as unknown) : undefined;
  if (!(items instanceof z.ZodArray) || body !== undefined || produces !== undefined || trailed)
    return undefined;
  return {
    name: name.replace(/^(list|get)(?=[A-Z])/, '').replaceAll(/(?<=[a-z])[A-Z]|^[A-Z]/g, kebab),
    columns: columnsOf(items.element as ZodType),
    isPaged: query?.shape.after !== undefined,
  };
}

const kebab = (capital: string, place: number): string => `${place === 0 ? '' : '-'}${capital.toLowerCase()}`;

/** Unknown properties are refused, whichever way the door's author wrote the object. */
function strict(spec: DoorSpec): DoorSpec {
  return {
    ...spec,
    ...(spec.body instanceof z.ZodObject && { body: spec.body.strict() }),
    ...(spec.query && { query: spec.query.strict() }),
  };
}
