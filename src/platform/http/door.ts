import { applyDecorators, HttpCode, SetMetadata, UseInterceptors } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiSecurity,
} from '@nestjs/swagger';
import { z, type ZodObject, type ZodType } from 'zod';
import { schemaLater } from './components.js';
import { columnsOf, nameOf } from './csv-list.js';
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
export const PUBLIC = 'public';
export const SIGNED_IN = 'signed-in';

/** Opens a route: without it the service does not start. Put it beside Nest's @Get/@Post. */
export function Door(given: DoorSpec): MethodDecorator {
  const spec = strict(given);
  const isPublic = spec.power === PUBLIC;
  const file = listFileOf(spec);
  const decorators: (MethodDecorator | ClassDecorator)[] = [
    SetMetadata(DOOR, spec),
    ApiOperation({ operationId: spec.name, summary: spec.summary, description: describe(spec) }),
    ApiResponse({
      status: spec.status ?? 200,
      description: spec.status === 204 ? 'Done; nothing to tell' : 'Done',
      ...(spec.status !== 204 && { content: contentOf(spec, file) }),
    }),
    ApiResponse({
      status: 'default' as never,
      description: problemText(spec),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }),
  ];
  if (spec.status !== undefined) decorators.push(HttpCode(spec.status));
  if (file !== undefined) decorators.push(SetMetadata(LIST_FILE, file), UseInterceptors(ListFiles));
  if (!isPublic) decorators.push(ApiBearerAuth('session'), ApiSecurity('signedKey'));
  if (spec.body) decorators.push(ApiBody({ schema: told(spec.body, 'input') }));
  if (spec.idempotent)
    decorators.push(
      ApiHeader({
        name: 'Idempotency-Key',
        required: true,
        schema: { type: 'string', minLength: 1, maxLength: 64 },
      }),
    );
  for (const [name, part] of Object.entries(spec.query?.shape ?? {}))
    decorators.push(
      ApiQuery({
        name,
        required: !(part as ZodType).safeParse(undefined).success,
        schema: told(part as ZodType, 'input'),
      }),
    );
  for (const [name, part] of Object.entries(spec.params?.shape ?? {}))
    decorators.push(ApiParam({ name, schema: told(part as ZodType, 'input') }));
  return applyDecorators(...(decorators as MethodDecorator[]));
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
function listFileOf({ name, answer, body, query, produces, trailed }: DoorSpec): ListFile | undefined {
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

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- swagger's SchemaObject predates JSON Schema 2020-12
const told = (type: ZodType, io: 'input' | 'output'): any => schemaLater(type, io);

function contentOf(
  { answer, produces = 'application/json' }: DoorSpec,
  file: ListFile | undefined,
): Record<string, object> {
  const schema = answer === undefined ? { type: 'string', format: 'binary' } : told(answer, 'output');
  const content = Object.fromEntries([produces].flat().map((media) => [media, { schema }]));
  if (file === undefined) return content;
  const columns = file.columns.map(nameOf).join(', ');
  return { ...content, [CSV]: { schema: { type: 'string', description: `Columns: ${columns}` } } };
}

function describe(spec: DoorSpec): string {
  if (spec.power === PUBLIC) return 'Open to everyone.';
  return spec.power === SIGNED_IN ? 'Any signed-in person.' : `Power: ${powersOf(spec).join(' or ')}.`;
}

function problemText(spec: DoorSpec): string {
  return spec.problems?.length ? `Problem; here also: ${spec.problems.join(', ')}` : 'Problem';
}
