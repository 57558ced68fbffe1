import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import {
  binaries,
  EmbeddedPostgresError,
  type Identity,
  initialise,
  isRoot,
  postgresUid,
  serverIdentity,
} from './embedded-initdb.js';
import { firstClosedFolder, freePort } from './embedded-ground.js';
import {
  EMBEDDED_CONNECTIONS_MAX,
  EMBEDDED_SHARED_BUFFERS_MB,
  EMBEDDED_START_TIMEOUT_S,
} from '../kernel/limits.js';

export { EmbeddedPostgresError } from './embedded-initdb.js';

const OWNER = 'airshed_owner';
const START_TRIES = 50;
const RETRY_MS = 200;
/** cannot_connect_now, and the moment between the pid file and the first listening socket. */
const NOT_YET = new Set(['57P03', 'ECONNREFUSED']);

export interface EmbeddedServer {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Stops PostgreSQL after its running transactions are rolled back. */
  stop(): void;
}

/**
 * The PostgreSQL that comes from npm, with its data under `directory`. It runs beside us, not as our child: after
 * a kill -9 of this process the next start finds it still running and goes on with it.
 */
export async function startEmbeddedPostgres(directory: string, password: string): Promise<EmbeddedServer> {
  const { pg_ctl, initdb } = await binaries();
  const dataDir = join(directory, 'pgdata');
  assertReachable(directory, pg_ctl);
  const identity = serverIdentity();
  if (!existsSync(join(dataDir, 'PG_VERSION'))) {
    mkdirSync(directory, { recursive: true });
    // The server's own user must be able to pass through, not to look around.
    if (isRoot()) chmodSync(directory, 0o711);
    // Prepared beside and moved when whole: a first boot that is killed half-way leaves nothing that looks finished.
    // A name of its own each time: the initdb of a killed first boot lives on and still writes to its folder.
    const unfinished = `${dataDir}.${randomBytes(4).toString('hex')}`;
    initialise(initdb, unfinished, OWNER, password, identity);
    renameSync(unfinished, dataDir);
  } else {
    dropUnfinished(directory);
  }
  const running = runningPort(pg_ctl, dataDir, identity);
  const port = running ?? (await start(pg_ctl, directory, dataDir, identity));
  await untilItTakesConnections(port, password);
  return { port, user: OWNER, password, stop: () => stop(pg_ctl, dataDir, identity) };
}

/** The embedded server's port when one runs on `directory`, for tools beside the service. */
export async function findEmbeddedPostgres(directory: string): Promise<number | undefined> {
  const dataDir = join(directory, 'pgdata');
  if (!existsSync(join(dataDir, 'postmaster.pid'))) return undefined;
  return runningPort((await binaries()).pg_ctl, dataDir, serverIdentity());
}

/** What killed first boots left, once a later one has made it. */
function dropUnfinished(directory: string): void {
  for (const name of readdirSync(directory).filter((entry) =>
    /^pgdata\.[0-9a-f]{8}(\.password)?$/.test(entry),
  )) {
    rmSync(join(directory, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

async function start(pgCtl: string, directory: string, dataDir: string, identity: Identity): Promise<number> {
  dropStalePidFile(dataDir);
  // The library gives the server's user only pgdata; what we keep beside it is looked up by that user too.
  if (identity.uid !== undefined) chownSync(directory, identity.uid, identity.gid!);
  const port = await freePort(lastPort(directory));
  const log = join(dataDir, 'server.log');
  const options = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    "-c unix_socket_directories=''",
    // A small resident service by default; durability settings stay PostgreSQL's own (fsync, synchronous_commit on).
    `-c shared_buffers=${EMBEDDED_SHARED_BUFFERS_MB}MB`,
    `-c max_connections=${EMBEDDED_CONNECTIONS_MAX}`,
    '-c wal_compression=on',
    '-c max_wal_size=2GB',
    '-c log_min_messages=warning',
    // After a crash one call for the file system instead of one for each of some two thousand files.
    ...(process.platform === 'linux' ? ['-c recovery_init_sync_method=syncfs'] : []),
  ].join(' ');
  const args = [
    'start',
    '-D',
    dataDir,
    '-l',
    log,
    '-w',
    '-t',
    String(EMBEDDED_START_TIMEOUT_S),
    '-o',
    options,
  ];
  // Backends of a postmaster that was killed need a moment to notice; until then its shared memory is in use.
  for (let triesLeft = START_TRIES; ; triesLeft--) {
    rmSync(log, { force: true });
    try {
      control(pgCtl, args, identity, log);
      writeFileSync(join(directory, 'port'), `${port}\n`);
      return port;
    } catch (error) {
      // The start of a killed process may have been on its way.
      const other = runningPort(pgCtl, dataDir, identity);
      if (other !== undefined) return other;
      if (triesLeft === 0 || !String(error).includes('shared memory block')) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Whoever started it may have been killed while it was still recovering: then it runs, and refuses everybody. */
async function untilItTakesConnections(port: number, password: string): Promise<void> {
  for (let triesLeft = (EMBEDDED_START_TIMEOUT_S * 1000) / RETRY_MS; ; triesLeft--) {
    const client = new pg.Client({ host: '127.0.0.1', port, user: OWNER, password, database: 'postgres' });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (triesLeft === 0 || !NOT_YET.has((error as { code?: string }).code ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function stop(pgCtl: string, dataDir: string, identity: Identity): void {
  dropStalePidFile(dataDir);
  if (!existsSync(join(dataDir, 'postmaster.pid'))) return;
  control(pgCtl, ['stop', '-D', dataDir, '-m', 'fast', '-w'], identity);
}

/** A pid file whose process is gone, or is no postgres, would keep a server from starting for ever. */
function dropStalePidFile(dataDir: string): void {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isPostgres(pid)) rmSync(file, { force: true });
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to the server's own user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // Where there is no /proc, pg_ctl decides by itself.
  if (!existsSync('/proc/self/stat')) return true;
  try {
    // "pid (name) state …"; a zombie is gone although its entry waits to be reaped.
    const [, name, state] = /\((.*)\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return name?.startsWith('postgres') === true && state !== 'Z';
  } catch {
    return false;
  }
}

/** Line 4 of postmaster.pid is the port. */
function runningPort(pgCtl: string, dataDir: string, identity: Identity): number | undefined {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  if (!isPostgres(Number(lines[0]))) return undefined;
  const status = spawnSync(pgCtl, ['status', '-D', dataDir], { ...identity, stdio: 'ignore' });
  if (status.status !== 0) return undefined;
  return Number(lines[3]) || undefined;
}

/** Root cannot run PostgreSQL, and the user who does must be able to walk to its data and its programs. */
function assertReachable(directory: string, pgCtl: string): void {
  if (!isRoot()) return;
  const uid = postgresUid();
  // The last folder is our own: it is opened on the first boot.
  const closedToData = firstClosedFolder(dirname(resolve(directory)), uid);
  if (closedToData !== undefined) {
    throw new EmbeddedPostgresError(
      `Airshed cannot start. You are root, so the embedded PostgreSQL runs as user postgres, who may not enter ${closedToData} on the way to its data; set DATA_DIR to a folder everybody may walk to (such as /var/lib/airshed), or DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const closedToPrograms = firstClosedFolder(dirname(pgCtl), uid);
  if (closedToPrograms !== undefined) {
    throw new EmbeddedPostgresError(
      `Airshed cannot start. You are root, so the embedded PostgreSQL runs as user postgres, who may not enter ${closedToPrograms} on the way to its programs; move the project to a folder everybody may walk to (such as /srv), start it as another user, or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

/** The port of the start before, so that a bookmark in a database tool stays good. */
function lastPort(directory: string): number | undefined {
  const file = join(directory, 'port');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined;
}

function control(pgCtl: string, args: string[], identity: Identity, log?: string): void {
  const { status, stderr } = spawnSync(pgCtl, args, {
    ...identity,
    cwd: dirname(pgCtl),
    encoding: 'utf8',
    // pg_ctl's child keeps inherited pipes open; only stderr of pg_ctl itself is read when it fails.
    stdio: ['ignore', 'ignore', log === undefined ? 'pipe' : 'ignore'],
  });
  if (status === 0) return;
  const reason =
    log !== undefined && existsSync(log)
      ? readFileSync(log, 'utf8').trim().split('\n').slice(-4).join(' | ')
      : stderr;
  throw new EmbeddedPostgresError(`pg_ctl ${args[0]} failed: ${reason}`);
}
