import { join } from 'node:path';
import pg from 'pg';
import type { DataSource, EntitySchema } from 'typeorm';
import { holderOf } from './data-dir-claim.js';
import { type EmbeddedServer, startEmbeddedPostgres } from './embedded-postgres.js';
import { POOL_CONNECTIONS_MAX, POOL_WAIT_MS_MAX } from '../kernel/limits.js';
import { log } from './logger.js';
import { awaitDatabase } from './await-database.js';
import type { Secrets } from './secrets.js';
import type { Settings } from './settings.js';

const DATABASE = 'airshed';
const APP_ROLE = 'airshed_app';
const START_WAIT_MS = 30_000;

export interface Database {
  /** Runs as airshed_app: no UPDATE or DELETE on journal, trades or ledger entries. */
  readonly pool: pg.Pool;
  readonly appUrl: string;
  /** Runs migrations and owns the tables; not for requests. */
  readonly ownerUrl: string;
  close(): Promise<void>;
}

export async function openDatabase(settings: Settings, secrets: Secrets): Promise<Database> {
  if (settings.DATABASE_URL !== undefined) {
    const ownerUrl = settings.DATABASE_URL;
    await awaitDatabase(ownerUrl, START_WAIT_MS);
    await bringUpToDate(ownerUrl);
    const appUrl = settings.APP_DATABASE_URL ?? withRole(ownerUrl);
    return connect(ownerUrl, appUrl);
  }
  const server = await startEmbeddedPostgres(join(settings.DATA_DIR, 'postgres'), secrets.ownerPassword);
  try {
    const ownerUrl = await prepareEmbedded(server, DATABASE);
    await bringUpToDate(ownerUrl);
    const appUrl = await allowAppLogin(server, secrets.appPassword, DATABASE);
    // A tool beside a running service is a guest: it must not stop the service's PostgreSQL when it leaves.
    const isGuest = ![undefined, process.pid].includes(holderOf(settings.DATA_DIR));
    return await connect(ownerUrl, appUrl, isGuest ? undefined : server);
  } catch (error) {
    if (holderOf(settings.DATA_DIR) === process.pid) server.stop();
    throw error;
  }
}

/** Loaded when asked for: a tool that only looks needs neither TypeORM nor the queue. */
async function bringUpToDate(ownerUrl: string): Promise<void> {
  const { migrate } = await import('./migrate.js');
  await migrate(ownerUrl);
}

/** TypeORM for office records, as the least-privileged role; close it with `destroy()`. */
export async function openDataSource(
  { appUrl }: Pick<Database, 'appUrl'>,
  entities: (EntitySchema | (new () => object))[],
): Promise<DataSource> {
  const { DataSource } = await import('typeorm');
  const source = new DataSource({
    type: 'postgres',
    url: appUrl,
    entities,
    synchronize: false,
    poolSize: POOL_CONNECTIONS_MAX,
    poolErrorHandler: sayIdleError,
  });
  return source.initialize();
}

export function urlOf(
  server: Pick<EmbeddedServer, 'port'>,
  user: string,
  password: string,
  database: string,
): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${database}`;
}

/** Creates the database on the first boot. */
export async function prepareEmbedded(server: EmbeddedServer, database: string): Promise<string> {
  await withClient(urlOf(server, server.user, server.password, 'postgres'), async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  });
  return urlOf(server, server.user, server.password, database);
}

export async function allowAppLogin(
  server: EmbeddedServer,
  password: string,
  database: string,
): Promise<string> {
  await withClient(urlOf(server, server.user, server.password, 'postgres'), (client) =>
    client.query(`ALTER ROLE ${APP_ROLE} LOGIN PASSWORD ${pg.escapeLiteral(password)}`),
  );
  return urlOf(server, APP_ROLE, password, database);
}

export async function connect(ownerUrl: string, appUrl: string, server?: EmbeddedServer): Promise<Database> {
  const pool = openPool(appUrl);
  await assertDurable(pool).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  return {
    pool,
    appUrl,
    ownerUrl,
    close: async () => {
      await pool.end();
      server?.stop();
    },
  };
}

export function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_CONNECTIONS_MAX,
    connectionTimeoutMillis: POOL_WAIT_MS_MAX,
  });
  // Without a listener an idle connection that PostgreSQL closes kills the process.
  pool.on('error', sayIdleError);
  return pool;
}

function sayIdleError(error: unknown): void {
  log.warn({ err: error }, 'an idle database connection was lost');
}

/** An answer after COMMIT is only worth something when COMMIT means "on disk". */
async function assertDurable(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit, current_setting('server_version_num')::int AS version`,
  );
  const [{ fsync, commit, version }] = rows;
  if (fsync !== 'on' || commit === 'off')
    throw new Error(`PostgreSQL is not durable: fsync=${fsync}, synchronous_commit=${commit}`);
  if (version < 150_000) throw new Error(`PostgreSQL 15 or newer is needed, this is ${version}`);
}

/** `SET ROLE` on every connection, whoever opens it. Kept in the URL, so that each pool made from it obeys. */
function withRole(url: string): string {
  const withOptions = new URL(url);
  withOptions.searchParams.set('options', `-c role=${APP_ROLE}`);
  return withOptions.href;
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
