import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { runMigrations as makeQueueSchema } from 'bullmq';
import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { QUEUE_SCHEMA } from './queue.js';

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
/** "airs": the transaction-scoped advisory lock that lets one process migrate while the others wait. */
const MIGRATION_LOCK = 0x61697273;

/** Applies the missing migrations in file order, each in its own transaction, then the queue's. Returns their names. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  // Several processes start at once; TypeORM itself does not keep them apart.
  const gate = new pg.Client({ connectionString: ownerUrl });
  await gate.connect();
  try {
    await gate.query('BEGIN');
    await gate.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const applied = await migrateTables(ownerUrl);
    await migrateQueue(ownerUrl);
    await gate.query('COMMIT');
    return applied;
  } finally {
    await gate.end();
  }
}

async function migrateTables(ownerUrl: string): Promise<string[]> {
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

/** BullMQ keeps its own ledger of versions. The service may work its tables but not change their shape. */
async function migrateQueue(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await makeQueueSchema(client as never, QUEUE_SCHEMA);
    await client.query(`
      GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO airshed_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO airshed_app;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO airshed_app;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} TO airshed_app;
    `);
  } finally {
    await client.end();
  }
}

async function migrationClasses(): Promise<(new () => MigrationInterface)[]> {
  const files = readdirSync(FOLDER).filter(
    (name) => /^\d+-.*\.(js|ts)$/.test(name) && !name.endsWith('.d.ts'),
  );
  const modules = await Promise.all(
    files.sort().map((name) => import(pathToFileURL(join(FOLDER, name)).href)),
  );
  return modules.flatMap((module) => Object.values(module) as (new () => MigrationInterface)[]);
}
