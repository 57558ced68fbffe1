import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { runMigrations as makeQueueSchema } from 'bullmq';
import pg from 'pg';
import type { MigrationInterface } from 'typeorm';
import { QUEUE_SCHEMA } from './queue.js';

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
const APPLIED = 'schema_migrations';
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
    const applied = (await isUpToDate(gate)) ? [] : await migrateTables(ownerUrl);
    await migrateQueue(ownerUrl);
    await gate.query('COMMIT');
    return applied;
  } finally {
    await gate.end();
  }
}

/** Nearly every start: then the migrations themselves need not be loaded. TypeORM keeps the number of each. */
async function isUpToDate(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(`SELECT to_regclass('${APPLIED}') IS NOT NULL AS "isThere"`);
  if (!rows[0].isThere) return false;
  const applied = await client.query<{ timestamp: string }>(`SELECT "timestamp" FROM ${APPLIED}`);
  const numbers = new Set(applied.rows.map(({ timestamp }) => timestamp));
  return migrationFiles().every((name) => numbers.has(name.slice(0, name.indexOf('-'))));
}

async function migrateTables(ownerUrl: string): Promise<string[]> {
  const { DataSource } = await import('typeorm');
  const database = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: await migrationClasses(),
    migrationsTransactionMode: 'each',
    migrationsTableName: APPLIED,
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
  const modules = await Promise.all(
    migrationFiles().map((name) => import(pathToFileURL(join(FOLDER, name)).href)),
  );
  return modules.flatMap((module) => Object.values(module) as (new () => MigrationInterface)[]);
}

function migrationFiles(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d+-.*\.(js|ts)$/.test(name) && !name.endsWith('.d.ts'))
    .sort();
}
