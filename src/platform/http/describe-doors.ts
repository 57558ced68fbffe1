import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiSecurity,
  ApiTags,
} from '@nestjs/swagger';
import type { ZodType } from 'zod';
import { schemaOf } from './components.js';
import { nameOf } from './csv-list.js';
import {
  CHAPTER,
  DOOR,
  type DoorSpec,
  isPublicDoor,
  listFileOf,
  powersOf,
  PUBLIC,
  SIGNED_IN,
} from './door.js';
import { CSV } from './list-files.js';

const described = new WeakSet<object>();

/** Tells the maker of the reference of every door, once for each; a start needs none of it. */
export function describeDoors(app: NestFastifyApplication): void {
  const [discovery, scanner] = [app.get(DiscoveryService), app.get(MetadataScanner)];
  for (const { metatype } of discovery.getControllers()) {
    if (!metatype || described.has(metatype)) continue;
    described.add(metatype);
    const chapter = Reflect.getMetadata(CHAPTER, metatype) as string | undefined;
    if (chapter !== undefined) ApiTags(chapter)(metatype);
    const prototype = metatype.prototype as object;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const method = Object.getOwnPropertyDescriptor(prototype, name);
      const door = method && (Reflect.getMetadata(DOOR, method.value as object) as DoorSpec | undefined);
      if (door !== undefined) for (const tell of tellingOf(door)) tell(prototype, name, method!);
    }
  }
}

function* tellingOf(door: DoorSpec): Iterable<MethodDecorator> {
  yield ApiOperation({ operationId: door.name, summary: door.summary, description: powerText(door) });
  yield ApiResponse({
    status: door.status ?? 200,
    description: door.status === 204 ? 'Done; nothing to tell' : 'Done',
    ...(door.status !== 204 && { content: contentOf(door) }),
  });
  yield ApiResponse({
    status: 'default' as never,
    description: problemText(door),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  if (!isPublicDoor(door)) yield* [ApiBearerAuth('session'), ApiSecurity('signedKey')];
  if (door.body) yield ApiBody({ schema: told(door.body, 'input') });
  if (door.idempotent)
    yield ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      schema: { type: 'string', minLength: 1, maxLength: 64 },
    });
  for (const [name, part] of Object.entries(door.query?.shape ?? {}))
    yield ApiQuery({
      name,
      required: !(part as ZodType).safeParse(undefined).success,
      schema: told(part as ZodType, 'input'),
    });
  for (const [name, part] of Object.entries(door.params?.shape ?? {}))
    yield ApiParam({ name, schema: told(part as ZodType, 'input') });
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- swagger's SchemaObject predates JSON Schema 2020-12
const told = (type: ZodType, io: 'input' | 'output'): any => schemaOf(type, io);

function contentOf(door: DoorSpec): Record<string, object> {
  const { answer, produces = 'application/json' } = door;
  const schema = answer === undefined ? { type: 'string', format: 'binary' } : told(answer, 'output');
  const content = Object.fromEntries([produces].flat().map((media) => [media, { schema }]));
  const file = listFileOf(door);
  if (file === undefined) return content;
  const columns = file.columns.map(nameOf).join(', ');
  return { ...content, [CSV]: { schema: { type: 'string', description: `Columns: ${columns}` } } };
}

function powerText(door: DoorSpec): string {
  if (door.power === PUBLIC) return 'Open to everyone.';
  return door.power === SIGNED_IN ? 'Any signed-in person.' : `Power: ${powersOf(door).join(' or ')}.`;
}

function problemText(door: DoorSpec): string {
  return door.problems?.length ? `Problem; here also: ${door.problems.join(', ')}` : 'Problem';
}
