import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemClock } from '../platform/clock.js';
import { claimDataDir } from '../platform/data-dir-claim.js';
import { openDatabase } from '../platform/database.js';
import { setLogLevel } from '../platform/logger.js';
import type { Platform } from '../platform/platform.js';
import { loadSecrets } from '../platform/secrets.js';
import { loadSettings } from '../platform/settings.js';
import { Shutdown } from '../platform/shutdown.js';
import type { Service } from '../service.js';

export interface OwnService extends Service {
  readonly platform: Platform;
}

/**
 * Runs the whole service inside the tool, on a free port, for as long as the work takes. Throws DataDirInUseError
 * when a service already works on the data: two of them would fence each other.
 */
export async function withOwnService<T>(work: (service: OwnService) => Promise<T>): Promise<T> {
  const shutdown = new Shutdown();
  try {
    const settings = loadSettings({
      ...process.env,
      HOST: '127.0.0.1',
      PORT: '0',
      ROLE: 'api,engine,worker',
    });
    setLogLevel('error');
    const claim = claimDataDir(settings.DATA_DIR);
    shutdown.add('data folder', () => claim.release());
    const secrets = loadSecrets(settings);
    const database = await openDatabase(settings, secrets);
    shutdown.add('database', () => database.close());
    const platform = { settings, secrets, database, clock: new SystemClock() };
    const { bootstrap } = await import('../service.js');
    const service = await bootstrap(platform);
    shutdown.add('service', () => service.close());
    return await work({ ...service, platform });
  } finally {
    await shutdown.close();
  }
}

export interface Clerk {
  readonly login: string;
  readonly password: string;
  readonly personId: string;
  readonly orgId: string;
  readonly powers: readonly string[];
  /** Of a trader: the account to trade from. */
  readonly accountNo?: number;
}

/** Who works at an imported venue, kept in DATA_DIR for the tools that come later. */
export interface VenueCredentials {
  readonly venue: string;
  readonly people: readonly Clerk[];
}

export function newPassword(): string {
  return randomBytes(12).toString('base64url');
}

export function saveVenueCredentials(dataDir: string, credentials: VenueCredentials): void {
  const file = credentialsFile(dataDir, credentials.venue);
  writeFileSync(`${file}.new`, JSON.stringify(credentials, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Throws when the venue was not imported into this DATA_DIR. */
export function readVenueCredentials(dataDir: string, venue: string): VenueCredentials {
  const file = credentialsFile(dataDir, venue);
  if (!existsSync(file))
    throw new Error(`${file} is missing: import the venue first (airshed import uk-ets <dir>)`);
  return JSON.parse(readFileSync(file, 'utf8')) as VenueCredentials;
}

function credentialsFile(dataDir: string, venue: string): string {
  return join(dataDir, `${venue}-credentials.json`);
}
