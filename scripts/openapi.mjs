import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureServiceBuilt, ROOT } from './setup.mjs';

const SCHEMA = join(ROOT, 'console', 'src', 'api', 'generated', 'schema.d.ts');

/**
 * The service's own description of its doors, from the build: no database and no engine, because nothing is asked.
 * The parts stand where the doors expect them and would refuse to do anything.
 */
export async function openApiOfBuild() {
  ensureServiceBuilt();
  await import('reflect-metadata');
  const { AppModule } = await import('../dist/src/app.module.js');
  const { createHttpApp, openApiDocument } = await import('../dist/src/platform/http/index.js');
  const { loadSettings } = await import('../dist/src/platform/settings.js');
  const hex = '0'.repeat(64);
  const platform = {
    settings: loadSettings({ LOG_LEVEL: 'silent' }),
    secrets: { ownerPassword: '', appPassword: '', idSecret: hex, internalSecret: hex },
    database: { pool: {} },
    clock: { nowMicros: () => 0 },
  };
  const engine = { venues: () => [], onCommitted: () => undefined };
  const app = await createHttpApp(AppModule.of({ platform, engine, queues: {} }), { logger: false });
  return openApiDocument(app);
}

/** TypeScript of a description, as the console is compiled against it. */
export async function typesOf(description) {
  const { default: openapiTS, astToString } = await import('openapi-typescript');
  const types = await openapiTS(withoutLooseRefs(description), { defaultNonNullable: false, silent: true });
  return astToString(types);
}

/** A schema that contains itself names its inside from its own root, which a document has elsewhere: any JSON then. */
function withoutLooseRefs(value) {
  if (Array.isArray(value)) return value.map(withoutLooseRefs);
  if (value === null || typeof value !== 'object') return value;
  if (typeof value.$ref === 'string' && value.$ref.startsWith('#/$defs/')) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      key === '$defs' ? [] : [[key, withoutLooseRefs(inner)]],
    ),
  );
}

/** The console's types of the doors, written anew from what the build says. */
export async function writeConsoleTypes() {
  mkdirSync(dirname(SCHEMA), { recursive: true });
  writeFileSync(SCHEMA, await typesOf(await openApiOfBuild()));
}

if (import.meta.filename === process.argv[1]) {
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify(await openApiOfBuild(), null, 2)}\n`);
  else await writeConsoleTypes();
  // Queues and timers of services that never start must not keep us.
  process.exit(0);
}
