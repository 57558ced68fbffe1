import { z, type ZodType } from 'zod';

/** A JSON Schema of 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const LOCAL = '#/$defs/';
const SHARED = '#/components/schemas/';
const components = new Map<string, JsonSchema>();

/**
 * A schema with a `meta({ id })` is told once, under its name, so that clients made from the reference have types that
 * people can read. Throws where two schemas claim one name.
 */
export function schemaOf(type: ZodType, io: 'input' | 'output'): JsonSchema {
  const made = z.toJSONSchema(type, { io, unrepresentable: 'any' }) as Record<string, unknown>;
  const { $schema: _, $defs: named, ...schema } = made;
  // What is taken is not what is given: a member with a default is optional there and always here.
  const nameOf = (id: string): string => (io === 'output' ? id : `${id}Input`);
  for (const [id, part] of Object.entries((named ?? {}) as Record<string, JsonSchema>)) {
    const { id: __, ...told } = part;
    remember(nameOf(id), pointed(told, nameOf) as JsonSchema);
  }
  return pointed(schema, nameOf) as JsonSchema;
}

/** Every named schema that a door has told of so far. */
export function namedSchemas(): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function remember(name: string, schema: JsonSchema): void {
  const known = components.get(name);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema))
    throw new Error(`two schemas of the reference claim the name ${name}`);
  components.set(name, schema);
}

/** The same schema, pointing at what all doors share. */
function pointed(part: unknown, nameOf: (id: string) => string): unknown {
  if (Array.isArray(part)) return part.map((each) => pointed(each, nameOf));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' && value.startsWith(LOCAL)
        ? [key, SHARED + nameOf(value.slice(LOCAL.length))]
        : [key, pointed(value, nameOf)],
    ),
  );
}
