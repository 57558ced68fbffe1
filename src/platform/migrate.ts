import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { DataSource, type MigrationInterface } from 'typeorm';

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Applies the missing migrations in file order, each in its own transaction. Returns their names. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const database = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: await migrationClasses(),
    migrationsTransactionMode: 'each',
    migrationsTableName: 'schema_migrations',
  });
  await database.initialize();
  try {
    return (await database.runMigrations()).map(({ name }) => name);
  } finally {
    await database.destroy();
  }
}

async function migrationClasses(): Promise<(new () => MigrationInterface)[]> {
  const files = readdirSync(FOLDER).filter((name) => /^\d+-.*\.(js|ts)$/.test(name) && !name.endsWith('.d.ts'));
  const modules = await Promise.all(files.sort().map((name) => import(pathToFileURL(join(FOLDER, name)).href)));
  return modules.flatMap((module) => Object.values(module) as (new () => MigrationInterface)[]);
}
